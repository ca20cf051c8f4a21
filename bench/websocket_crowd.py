"""Thousands of WebSocket clients in this process, in a thread of their own."""

from __future__ import annotations

import asyncio
import json
import resource
import threading
import time
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Coroutine

# Handshakes under way at the same time: as many as a room full of browsers that reconnect.
CONCURRENT_HANDSHAKES = 64
# A descriptor for each client.
OPEN_FILES = 20_000
_PATIENCE_SECONDS = 300.0
_KEY = "dGhlIHNhbXBsZSBub25jZQ=="


class Crowd:
    """Clients that open sockets, and note when messages arrive. Use as a context manager: it hangs up in the end."""

    def __init__(self, port: int, path: str) -> None:
        """Connect to ``path`` on the emulator's ``port``."""
        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = OPEN_FILES if hard == resource.RLIM_INFINITY else hard
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        self._port = port
        self._handshake = (
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {_KEY}\r\nSec-WebSocket-Version: 13\r\n\r\n"
        ).encode()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.sockets: list[CrowdSocket] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def open(self, count: int) -> float:
        """Open ``count`` more sockets; the seconds until all have their 101.

        Raises:
            AssertionError: a handshake was refused.
        """
        begun = time.perf_counter()
        self._run(self._open(count))
        return time.perf_counter() - begun

    def forget_messages(self) -> None:
        """Count messages from zero."""
        for sock in self.sockets:
            sock.messages, sock.arrived = [], []

    def wait_for_messages(self, count: int | None = None, each: int = 1) -> list[float]:
        """Wait until each of the first ``count`` sockets, or of all, has ``each`` messages.

        When the last of those arrived at each socket, in `perf_counter` seconds.
        """

        async def everybody() -> None:
            for sock in self.sockets[:count]:
                while len(sock.messages) < each:
                    await asyncio.sleep(0.0005)

        self._run(everybody())
        return [sock.arrived[each - 1] for sock in self.sockets[:count]]

    def connection_ids(self) -> list[str]:
        """The sockets' ids, from the answer to a message that no route takes (the API must have no $default route)."""
        self.forget_messages()
        for index in range(len(self.sockets)):
            self.send(index, "who am I?")
            if index % CONCURRENT_HANDSHAKES == 0:
                self.wait_for_messages(index + 1)
        self.wait_for_messages()
        return [json.loads(sock.messages[0])["connectionId"] for sock in self.sockets]

    def send(self, index: int, text: str) -> None:
        """Send a short text message from one of the sockets."""
        self._loop.call_soon_threadsafe(self.sockets[index].send, text.encode())

    def close(self) -> None:
        """Hang up all sockets, with a goodbye."""

        async def hang_up() -> None:
            for sock in self.sockets:
                sock.hang_up()
            while not all(sock.lost for sock in self.sockets):
                await asyncio.sleep(0.01)

        self._run(hang_up())
        self.sockets = []

    def _run[Result](self, work: Coroutine[Any, Any, Result]) -> Result:
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, _PATIENCE_SECONDS), self._loop).result()

    async def _open(self, count: int) -> None:
        turn = asyncio.Semaphore(CONCURRENT_HANDSHAKES)

        async def open_one() -> None:
            async with turn:
                _, sock = await self._loop.create_connection(
                    lambda: CrowdSocket(self._loop, self._handshake), "127.0.0.1", self._port
                )
                await sock.opened
                self.sockets.append(sock)

        await asyncio.gather(*(open_one() for _ in range(count)))


class CrowdSocket(asyncio.Protocol):
    """One client. Just enough of RFC 6455: short unfragmented frames."""

    def __init__(self, loop: asyncio.AbstractEventLoop, handshake: bytes) -> None:
        self.opened: asyncio.Future[None] = loop.create_future()
        self.messages: list[bytes] = []
        self.arrived: list[float] = []
        """When, in `time.perf_counter` seconds."""
        self.lost = False
        self._loop = loop
        self._handshake = handshake
        self._buffer = b""
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(self._handshake)

    def data_received(self, data: bytes) -> None:
        """The answer to the handshake, then frames."""
        self._buffer += data
        if not self.opened.done():
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            if not self._buffer.startswith(b"HTTP/1.1 101"):
                self.opened.set_exception(AssertionError(f"Refused: {self._buffer[:500]!r}"))
                self._transport.close()
                return
            self._buffer = self._buffer[end + 4 :]
            self.opened.set_result(None)
        while frame := self._next_frame():
            opcode, payload = frame
            if opcode == 1:
                self.messages.append(payload)
                self.arrived.append(time.perf_counter())
            elif opcode == 8:
                self._transport.close()

    def connection_lost(self, error: Exception | None) -> None:
        """The socket is closed."""
        self.lost = True
        if not self.opened.done():
            self.opened.set_exception(error or AssertionError("The server hung up."))

    def send(self, payload: bytes) -> None:
        """Send a text message of at most 125 bytes."""
        self._transport.write(_frame(1, payload))

    def stop_reading(self) -> None:
        """Leave everything that comes from now on to the kernel."""
        self._loop.call_soon_threadsafe(self._transport.pause_reading)

    def hang_up(self) -> None:
        """Say goodbye; the server closes the connection."""
        if not self.lost:
            self._transport.resume_reading()
            self._transport.write(_frame(8, (1000).to_bytes(2)))

    def _next_frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        head, length = 2, buffer[1]
        if length == 126:
            head, length = 4, int.from_bytes(buffer[2:4])
        if len(buffer) < head + length:
            return None
        self._buffer = buffer[head + length :]
        return buffer[0] & 0x0F, buffer[head : head + length]


def _frame(opcode: int, payload: bytes) -> bytes:
    # A mask of zeros is a mask.
    return bytes((0x80 | opcode, 0x80 | len(payload), 0, 0, 0, 0)) + payload
