"""Connections to the engine, without an engine."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.dynamodb_local.fast_lane.engine_connections import EngineConnection, EngineConnections
from tests.unit.transports import FakeTransport

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/x-amz-json-1.0\r\n\r\n{}"


class Transport(FakeTransport):
    """A TCP transport that takes so many bytes at once."""

    takes = 1000

    def writeSomeData(self, data: bytes) -> int:  # noqa: N802 - Twisted's name
        self.write(data[: self.takes])
        return min(len(data), self.takes)

    def setTcpNoDelay(self, _on: bool) -> None:  # noqa: N802 - Twisted's name
        pass


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> EngineConnections:
    """Connections that are made at once."""
    pool = EngineConnections(port=1)
    pool.made = []  # type: ignore[attr-defined]

    def connect() -> None:
        pool._open += 1
        connection = EngineConnection(pool)
        pool.made.append(connection)  # type: ignore[attr-defined]
        connection.makeConnection(Transport())
        pool.is_free(connection)

    monkeypatch.setattr(pool, "_connect", connect)
    return pool


def made(connections: EngineConnections) -> list[Any]:
    """The connections so far."""
    return list(connections.made)  # type: ignore[attr-defined]
