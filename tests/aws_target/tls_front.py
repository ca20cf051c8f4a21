"""A proxy behind which are AWS's names of APIs, for functions that run elsewhere: TLS outside, plain HTTP inside."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path
from typing import Self

import trustme


class TlsFront:
    """Answers ``CONNECT`` to any name, and presents a certificate for ``name``."""

    def __init__(self, name: str, folder: Path) -> None:
        authority = trustme.CA()
        self.authority = folder / "ca.pem"
        """whom clients must trust"""
        authority.cert_pem.write_to_path(str(self.authority))
        self.upstream: tuple[str, int] | None = None
        """where requests go"""
        self.names: set[str] = set()
        """who was asked for"""
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(name).configure_cert(self._tls)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        # A thread that waits in accept() is not woken by close() alone.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            head += client.recv(4096)
        self.names.add(head.split()[1].decode().partition(":")[0])
        client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        assert self.upstream
        with (
            suppress(OSError),
            self._tls.wrap_socket(client, server_side=True) as outside,
            socket.create_connection(self.upstream) as inside,
        ):
            threading.Thread(target=_copy, args=(inside, outside), daemon=True).start()
            _copy(outside, inside)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while content := source.recv(65536):
            target.sendall(content)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
