"""Just enough HTTP/1.1 for the Runtime API: requests in, one after the other on a connection, answers out.

The general servers at hand take a thread for every connection and ten times as long for every request.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

# A runtime may send the cause of an error in a header, up to 1 MB.
MAX_HEAD = 2 * 1024 * 1024


class BadRequestError(Exception):
    """What arrived is no HTTP/1.1 request of a kind that the runtime clients send."""


@dataclass(frozen=True, slots=True)
class Request:
    """One whole request."""

    method: str
    path: str
    headers: dict[str, str]
    """by lower-case name"""
    body: bytes | None
    """None: it was larger than the parser's limit, and was thrown away."""


class RequestParser:
    """Makes requests out of the bytes of one connection.

    Clients wait for an answer before they send the next request, so `feed` returns at most one.
    """

    def __init__(self, max_body: int) -> None:
        self._max_body = max_body
        self._buffer = bytearray()
        self._head: tuple[str, str, dict[str, str]] | None = None
        self._length = 0
        self._discarded = 0

    def feed(self, data: bytes) -> Request | None:
        """Take what was received; the request that it completes, if it does.

        Raises:
            BadRequestError: the connection has to be closed.
        """
        searched = len(self._buffer)
        self._buffer += data
        if self._head is None:
            end = self._buffer.find(b"\r\n\r\n", max(0, searched - 3))
            if end < 0:
                if len(self._buffer) > MAX_HEAD:
                    raise BadRequestError("The head of the request is too large.")
                return None
            self._head = _parse_head(self._buffer[:end].decode("latin-1"))
            self._length = _content_length(self._head[2])
            del self._buffer[: end + 4]
        too_large = self._length > self._max_body
        if too_large:
            self._discarded += len(self._buffer)
            self._buffer.clear()
        if len(self._buffer) + self._discarded < self._length:
            return None
        request = Request(*self._head, body=None if too_large else bytes(self._buffer[: self._length]))
        self._buffer.clear()
        self._head, self._length, self._discarded = None, 0, 0
        return request


def response(status: HTTPStatus, headers: dict[str, str], body: bytes) -> bytes:
    """The bytes of an answer; the connection stays open."""
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def _parse_head(head: str) -> tuple[str, str, dict[str, str]]:
    request_line, *lines = head.split("\r\n")
    try:
        method, path, _version = request_line.split(" ")
        fields = (line.split(":", 1) for line in lines)
        headers = {name.lower(): value.strip() for name, value in fields}
    except ValueError:
        raise BadRequestError("Not an HTTP request.") from None
    return method, path, headers


def _content_length(headers: dict[str, str]) -> int:
    if "transfer-encoding" in headers:
        raise BadRequestError("Requests need a Content-Length.")
    try:
        length = int(headers.get("content-length", "0"))
    except ValueError:
        length = -1
    if length < 0:
        raise BadRequestError("Content-Length is no length.")
    return length
