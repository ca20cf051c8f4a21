"""A web server behind an API: it answers with what it was asked."""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


class Mirror(BaseHTTPRequestHandler):
    """Tells the request as JSON, with status 418 or the one in the path: ``/status/503``.

    A path with ``/raw`` gets the request's body back instead, as it is.
    """

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = {
            "method": self.command,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": body.decode("latin-1"),
        }
        content = body if "/raw" in self.path else json.dumps(told).encode()
        status = re.search(r"/status/(\d+)", self.path)
        self.send_response(int(status[1]) if status else 418)
        self.send_header("X-Mirror", "yes")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if protocol := self.headers.get("Sec-WebSocket-Protocol"):
            self.send_header("Sec-WebSocket-Protocol", protocol.partition(",")[0])
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = answer  # noqa: N815 - http.server's names

    def log_message(self, *_arguments: Any) -> None:
        """Tests print nothing."""


@contextmanager
def mirror() -> Iterator[str]:
    """Run one on a free port of loopback; gives its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
