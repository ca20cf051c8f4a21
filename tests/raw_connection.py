"""HTTP/1.1 by the byte: for what an ordinary client would hide, mend or refuse to send."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedReader

    from tests.conftest import Emulator


@dataclass(frozen=True)
class RawResponse:
    """A response as it came: names of headers in their case, in their order."""

    status_line: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def status(self) -> int:
        """The status code."""
        return int(self.status_line.split(" ")[1])

    def all(self, name: str) -> list[str]:
        """The values of a header whose name has exactly this case."""
        return [value for key, value in self.headers if key == name]


@dataclass
class RawConnection:
    """One TCP connection to the emulator."""

    socket: socket.socket
    _file: BufferedReader

    def send(self, *lines: str, body: bytes = b"") -> None:
        """Send a request: its first line, its header lines, its body. Lines end as HTTP wants it."""
        self.socket.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode("latin-1") + body)

    def receive(self, *, to_head: bool = False) -> RawResponse:
        """Read the next response; ``to_head`` if it answers a HEAD request and so has no body."""
        status_line, *lines = iter(lambda: self._file.readline().decode("latin-1").rstrip("\r\n"), "")
        headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
        return RawResponse(status_line, headers, b"" if to_head else self._file.read(length))

    def is_at_end(self) -> bool:
        """Wait for the emulator to close the connection: nothing comes before that."""
        return self._file.read(1) == b""


@contextmanager
def raw_connection(emulator: Emulator) -> Iterator[RawConnection]:
    """Connect, and close at the end. Nothing is waited for longer than ten seconds."""
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=10) as client, client.makefile("rb") as file:
        yield RawConnection(client, file)
