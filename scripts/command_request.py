"""What the command server has to know to do a command as if it were the one that was started."""

from __future__ import annotations

import os
import socket

_LENGTH_BYTES = 4
_STREAMS = 3
_HERE_THEY_ARE = b"!"

# What a Python process has made use of before it could be told otherwise, and the application's own variable.
_FIXED = ("PYTHON", "LC_", "LANG", "ALLOWED_ORIGINS")


class Request:
    """A command line with its surroundings."""

    def __init__(self, arguments: list[str], folder: bytes, environment: dict[bytes, bytes]) -> None:
        self.arguments = arguments
        self.folder = folder
        self.environment = environment

    @classmethod
    def current(cls, arguments: list[str]) -> Request:
        """The request for a command line of this process. Raises OSError where its folder is gone."""
        return cls(arguments, os.getcwdb(), dict(os.environb))  # noqa: PTH109 - pathlib is slow to import

    def suits(self, environment: dict[bytes, bytes]) -> bool:
        """Whether a process that was started with ``environment`` can do the same as one with the request's."""
        return _fixed(self.environment) == _fixed(environment)

    def send(self, connection: socket.socket) -> None:
        """Send it. Raises OSError."""
        variables = [name + b"=" + value for name, value in self.environment.items()]
        arguments = [os.fsencode(each) for each in self.arguments]
        body = b"\0".join([self.folder, b"%d" % len(arguments), *arguments, *variables])
        connection.sendall(len(body).to_bytes(_LENGTH_BYTES) + body)

    @classmethod
    def receive(cls, connection: socket.socket) -> Request:
        """The request that comes. Raises OSError and ValueError when it is none."""
        with connection.makefile("rb") as file:
            body = file.read(int.from_bytes(file.read(_LENGTH_BYTES)))
        folder, count, *rest = body.split(b"\0")
        arguments, variables = rest[: int(count)], rest[int(count) :]
        environment = dict(variable.split(b"=", 1) for variable in variables)
        return cls([os.fsdecode(each) for each in arguments], folder, environment)


def send_streams(connection: socket.socket) -> None:
    """Send the standard streams, as they are: descriptors of open files. Raises OSError when one of them is closed."""
    socket.send_fds(connection, [_HERE_THEY_ARE], range(_STREAMS))


def receive_streams(connection: socket.socket) -> list[int]:
    """The standard streams of who asks. Raises OSError when they do not come."""
    _, streams, _, _ = socket.recv_fds(connection, len(_HERE_THEY_ARE), _STREAMS)
    if len(streams) != _STREAMS:
        raise ConnectionError("The caller did not wait.")
    return streams


def _fixed(environment: dict[bytes, bytes]) -> dict[bytes, bytes]:
    names = tuple(name.encode() for name in _FIXED)
    return {name: value for name, value in environment.items() if name.startswith(names)}
