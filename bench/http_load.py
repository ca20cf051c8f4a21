"""A load of HTTP requests: few lines a request, so that what is measured is the server."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_PATIENCE_SECONDS = 120.0
_CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Load:
    """What a load of requests took."""

    latencies_ms: list[float]
    statuses: list[int]
    seconds: float

    @property
    def per_second(self) -> float:
        """Requests answered in a second."""
        return len(self.latencies_ms) / self.seconds


def http_request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """The bytes of a request on a connection that is kept."""
    fields = {"Host": "localhost", "Content-Length": str(len(body)), **headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def send_requests(port: int, requests: list[list[bytes]], expect: Collection[int] = (200,)) -> Load:
    """Send each client's list of requests over one connection of its own, one after the other, all clients at once.

    Raises:
        AssertionError: an answer has a status that is not in ``expect``.
    """
    return asyncio.run(_send_all(port, requests, expect))


def send_request(port: int, request: bytes, clients: int, rounds: int) -> Load:
    """Send ``request`` ``rounds`` times from each of ``clients`` clients."""
    return send_requests(port, [[request] * rounds] * clients)


async def _send_all(port: int, requests: list[list[bytes]], expect: Collection[int]) -> Load:
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(_PATIENCE_SECONDS):
        clients = [_Client(own, expect, loop) for own in requests]
        for client in clients:
            await loop.create_connection(partial(_itself, client), "127.0.0.1", port)
        begun = time.perf_counter()
        for client in clients:
            client.begin()
        await asyncio.gather(*(client.finished for client in clients))
    seconds = time.perf_counter() - begun
    return Load(
        [latency for client in clients for latency in client.latencies_ms],
        [status for client in clients for status in client.statuses],
        seconds,
    )


def _itself(client: _Client) -> _Client:
    return client


class _Client(asyncio.Protocol):
    def __init__(self, requests: list[bytes], expect: Collection[int], loop: asyncio.AbstractEventLoop) -> None:
        self.latencies_ms: list[float] = []
        self.statuses: list[int] = []
        self.finished: asyncio.Future[None] = loop.create_future()
        self._requests = requests
        self._expect = expect
        self._buffer = b""
        self._sent = 0.0
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def begin(self) -> None:
        """Send the next request."""
        self._buffer = b""
        self._sent = time.perf_counter()
        self._transport.write(self._requests[len(self.latencies_ms)])

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        length = _CONTENT_LENGTH.search(self._buffer, 0, end + 2)
        if len(self._buffer) < end + 4 + (int(length[1]) if length else 0):
            return
        self.latencies_ms.append((time.perf_counter() - self._sent) * 1000)
        status = int(self._buffer[9:12])
        self.statuses.append(status)
        if status not in self._expect:
            self._end(AssertionError(f"Answer {len(self.statuses)}: {self._buffer[:500]!r}"))
        elif len(self.latencies_ms) < len(self._requests):
            self.begin()
        else:
            self._end(None)

    def connection_lost(self, error: Exception | None) -> None:
        self._end(error or AssertionError(f"The server hung up after {len(self.latencies_ms)} answers."))

    def _end(self, error: Exception | None) -> None:
        if not self.finished.done():
            if error:
                self.finished.set_exception(error)
            else:
                self.finished.set_result(None)
        self._transport.close()
