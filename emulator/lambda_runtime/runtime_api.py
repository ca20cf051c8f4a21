"""The Lambda Runtime API, version 2018-06-01, for one process: what its runtime asks for and tells.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html

No thread: whoever waits for the process (see `runtime_process`) calls back when one of the sockets is readable.
"""

from __future__ import annotations

import json
import selectors
import socket
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from emulator.lambda_runtime.http_requests import BadRequestError, Request, RequestParser, response

# 6 MB and 100 bytes for what API Gateway and others wrap around (conformance D60).
MAX_RESPONSE = 6 * 1024 * 1024 + 100

_PREFIX = "/2018-06-01/runtime"
_RECEIVE = 256 * 1024
_JSON = {"Content-Type": "application/json"}
_OK = json.dumps({"status": "OK"}).encode()


@dataclass(frozen=True, slots=True)
class Ready:
    """The runtime waits for an invocation."""


@dataclass(frozen=True, slots=True)
class Result:
    """How an invocation ended: the function's response, or the error it raised."""

    request_id: str
    payload: bytes | None
    """None: a response larger than MAX_RESPONSE."""
    is_error: bool


@dataclass(frozen=True, slots=True)
class InitError:
    """Initialisation failed, and the runtime says why (and ends)."""

    payload: bytes
    error_type: str


type Message = Ready | Result | InitError


class RuntimeApi:
    """A server on a loopback port of its own, because the runtime clients accept ``host:port`` and nothing else.

    `messages` holds what the runtime has said and nobody has taken yet.
    """

    def __init__(self, selector: selectors.BaseSelector) -> None:
        """Listen, and register everything to listen to with ``selector``: a key's data is to be called."""
        self.messages: deque[Message] = deque()
        self._selector = selector
        self._connections: set[socket.socket] = set()
        self._waiting: socket.socket | None = None
        self._request_id: str | None = None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.setblocking(False)
        selector.register(self._listener, selectors.EVENT_READ, self._accept)

    @property
    def address(self) -> str:
        """``AWS_LAMBDA_RUNTIME_API`` of the process."""
        host, port = self._listener.getsockname()
        return f"{host}:{port}"

    def send_invocation(self, request_id: str, headers: dict[str, str], payload: bytes, timeout: float) -> None:
        """Answer the runtime's request for the next invocation, after a `Ready`.

        Raises:
            OSError: the runtime is gone, or does not take it within ``timeout`` seconds.
        """
        connection, self._waiting = self._waiting, None
        if connection is None:
            raise ConnectionError("the runtime does not wait for an invocation")
        self._request_id = request_id
        answer = response(HTTPStatus.OK, {"Lambda-Runtime-Aws-Request-Id": request_id, **headers, **_JSON}, payload)
        with suppress(BlockingIOError):
            # Nearly always the whole fits, and needs no clock.
            answer = answer[connection.send(answer, socket.MSG_DONTWAIT) :]
        if answer:
            connection.settimeout(timeout)
            try:
                connection.sendall(answer)
            finally:
                connection.settimeout(None)

    def close(self) -> None:
        """Stop listening and hang up, which ends a runtime that waits."""
        for sock in (self._listener, *self._connections):
            self._selector.unregister(sock)
            sock.close()
        self._connections.clear()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except BlockingIOError:
            return  # it came and went
        connection.setblocking(True)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        parser = RequestParser(MAX_RESPONSE)
        self._connections.add(connection)
        self._selector.register(connection, selectors.EVENT_READ, lambda: self._receive(connection, parser))

    def _receive(self, connection: socket.socket, parser: RequestParser) -> None:
        try:
            data = connection.recv(_RECEIVE)
            if not data:
                raise ConnectionError
            if request := parser.feed(data):
                self._handle(request, connection)
        except (OSError, BadRequestError):
            self._selector.unregister(connection)
            self._connections.discard(connection)
            connection.close()
            if self._waiting is connection:
                self._waiting = None

    def _handle(self, request: Request, connection: socket.socket) -> None:
        match request.method, request.path.removeprefix(_PREFIX).strip("/").split("/"):
            case "GET", ["invocation", "next"]:
                self._waiting = connection
                self.messages.append(Ready())
                return
            case "POST", ["invocation", request_id, ("response" | "error") as outcome]:
                answer = self._end_invocation(request_id, outcome == "error", request.body)
            case "POST", ["init", "error"]:
                error_type = request.headers.get("lambda-runtime-function-error-type", "Runtime.Unknown")
                self.messages.append(InitError(request.body or b"", error_type))
                answer = response(HTTPStatus.ACCEPTED, _JSON, _OK)
            case _:
                answer = _refuse(HTTPStatus.NOT_FOUND, "NotFound", f"No {request.method} {request.path}")
        connection.sendall(answer)

    def _end_invocation(self, request_id: str, is_error: bool, payload: bytes | None) -> bytes:
        if request_id != self._request_id:
            return _refuse(HTTPStatus.BAD_REQUEST, "InvalidRequestID", "Invalid request ID")
        self._request_id = None
        self.messages.append(Result(request_id, payload, is_error))
        if payload is None:
            message = f"The limit of a response is {MAX_RESPONSE} bytes"
            return _refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "RequestEntityTooLarge", message)
        return response(HTTPStatus.ACCEPTED, _JSON, _OK)


def _refuse(status: HTTPStatus, error_type: str, message: str) -> bytes:
    body = json.dumps({"errorMessage": message, "errorType": error_type}).encode()
    return response(status, _JSON, body)
