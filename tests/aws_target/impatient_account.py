"""An account that answers, at first, as AWS does while what was just made spreads: a proxy in front of another one."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tests.aws_target.account import Account


class Hitch(NamedTuple):
    """The first ``times`` requests of a kind, each path by itself, are answered so."""

    method: str
    path: str
    """a regular expression"""
    times: int
    status: int
    code: str
    message: str


_FUNCTIONS = r"/2015-03-31/functions"
# As AWS words them.
HITCHES = (
    Hitch(
        "POST",
        rf"{_FUNCTIONS}/?",
        2,
        400,
        "InvalidParameterValueException",
        "The role defined for the function cannot be assumed by Lambda.",
    ),
    Hitch(
        "POST",
        rf"{_FUNCTIONS}/?",
        3,
        400,
        "InvalidParameterValueException",
        "Lambda was unable to configure access to your environment variables because the KMS key is invalid for "
        "CreateGrant. Please check your KMS key settings. KMS Exception: InvalidArnException",
    ),
    Hitch(
        "POST",
        r"/2015-03-31/event-source-mappings/?",
        1,
        400,
        "InvalidParameterValueException",
        "Cannot access stream arn:aws:dynamodb:eu-west-1:1:table/t/stream/1. Please ensure the role can perform the "
        "GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.",
    ),
    Hitch(
        "POST",
        r"/v2/apis/\w+/routes",
        2,
        409,
        "ConflictException",
        "Unable to complete operation due to concurrent modification. Please try again later.",
    ),
    Hitch("DELETE", r"/v2/apis/\w+", 1, 429, "TooManyRequestsException", "Too Many Requests"),
)
_CREATED_FUNCTION = re.compile(rf"{_FUNCTIONS}/?")
_CONFIGURATION = re.compile(rf"{_FUNCTIONS}/[^/]+/configuration")


class ImpatientAccount:
    """What answers at ``url``: all that ``account`` answers, after the hitches. New functions are pending at first."""

    def __init__(self, account: Account) -> None:
        self.seen: Counter[str] = Counter()
        """how often each hitch was answered, by its code and path"""
        self._upstream = urlsplit(account.endpoint)
        self._lock = threading.Lock()
        self._pending: set[str] = set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for a request."""
        resource = path.partition("?")[0]
        named = json.loads(body).get("FunctionName", "") if body.startswith(b"{") and "functions" in resource else ""
        if hitch := self._hitch(method, resource, named):
            return hitch.status, {"x-amzn-ErrorType": hitch.code}, json.dumps({"message": hitch.message}).encode()
        assert self._upstream.hostname
        connection = HTTPConnection(self._upstream.hostname, self._upstream.port, timeout=60)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response.status, dict(response.getheaders()), self._slowed(method, resource, content)

    def _hitch(self, method: str, path: str, named: str) -> Hitch | None:
        with self._lock:
            for hitch in HITCHES:
                key = f"{hitch.message.split('.')[0]} {path} {named}"
                if method == hitch.method and re.fullmatch(hitch.path, path) and self.seen[key] < hitch.times:
                    self.seen[key] += 1
                    return hitch
        return None

    def _slowed(self, method: str, path: str, content: bytes) -> bytes:
        """A function that was just created is pending, and is found so once more."""
        creates = method == "POST" and _CREATED_FUNCTION.fullmatch(path)
        if not creates and not (method == "GET" and _CONFIGURATION.fullmatch(path)):
            return content
        configuration: dict[str, Any] = json.loads(content)
        name = configuration.get("FunctionName", "")
        with self._lock:
            if creates:
                self._pending.add(name)
            elif name in self._pending:
                self._pending.remove(name)
                self.seen["pending"] += 1
            else:
                return content
        return json.dumps(configuration | {"State": "Pending", "StateReasonCode": "Creating"}).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        impatient = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _serve(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, headers, content = impatient.answer(self.command, self.path, dict(self.headers), body)
                self.send_response(status)
                for name, value in headers.items():
                    if name.lower() not in ("connection", "content-length", "date", "server", "transfer-encoding"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                """Quietly."""

        return Handler
