"""The registry of open connections. Only the reactor thread touches it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from emulator.execute_api.websocket.connection import Connection

_open: dict[str, Connection] = {}


def add(connection: Connection) -> None:
    """The handshake is over: @connections finds it from now on (row A92)."""
    _open[connection.session.connection_id] = connection


def remove(connection: Connection) -> None:
    """It is closing: @connections answers 410 from now on (row A108)."""
    _open.pop(connection.session.connection_id, None)


def find(connection_id: str) -> Connection | None:
    """The open connection with this id."""
    return _open.get(connection_id)


def all_open() -> Iterator[Connection]:
    """Every open connection; the caller may close them while iterating."""
    return iter(list(_open.values()))
