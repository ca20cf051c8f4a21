"""Whether a port is free, and if not, who has it."""

from __future__ import annotations

import errno
import socket

import psutil

from scripts.errors import PetriError


def require_free(host: str, port: int, *, advice: str) -> None:
    """Raise PetriError unless ``host:port`` can be listened on; ``advice`` says how to choose another."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, OverflowError) as error:
        raise PetriError(f"{host}:{port} is not an address of this machine ({error}). {advice}") from error
    with socket.socket(family, kind, protocol) as probe:
        # As servers do: connections that ended a moment ago do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PetriError(f"Port {port} is in use by {_holder(port)}. {advice}") from error
            raise PetriError(f"Petri cannot listen on {host}:{port} ({error.strerror}). {advice}") from error


def _holder(port: int) -> str:
    """The listening process as people know it. The system tells only about processes of the same user."""
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr[1:2] == (port,) and connection.pid:
                process = psutil.Process(connection.pid)
                return f"{process.name()} (process {process.pid}: {' '.join(process.cmdline())[:80]})"
    except psutil.Error:
        pass
    return "another program"
