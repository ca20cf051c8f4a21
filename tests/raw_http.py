"""HTTP by the byte, for requests that no client library would send."""

from __future__ import annotations

import json
import socket
from contextlib import contextmanager
from http.client import HTTPResponse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator


@contextmanager
def raw_connection(emulator: Emulator) -> Iterator[socket.socket]:
    """A TCP connection to the emulator's port."""
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=20) as raw:
        yield raw


def read_response(raw: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """Status, headers by lower-case name and body of the next response."""
    response = HTTPResponse(raw)
    response.begin()
    headers = {name.lower(): value for name, value in response.getheaders()}
    return response.status, headers, response.read()


def exchange(emulator: Emulator, *pieces: bytes) -> tuple[int, dict[str, str], Any]:
    """Send pieces of a request and give back status, headers and JSON of the response."""
    with raw_connection(emulator) as raw:
        for piece in pieces:
            raw.sendall(piece)
        status, headers, body = read_response(raw)
        return status, headers, json.loads(body)


def head(emulator: Emulator, api_id: str, *lines: str, method: str = "POST", path: str = "/dev/echo") -> bytes:
    """A request line and headers for an API, up to the empty line."""
    first = f"{method} /_aws/execute-api/{api_id}{path} HTTP/1.1"
    return "\r\n".join((first, f"Host: 127.0.0.1:{emulator.port}", *lines, "", "")).encode()
