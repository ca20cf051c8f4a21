"""Connections without a first byte."""

from __future__ import annotations

from typing import Any

import pytest
from twisted.internet import ssl
from twisted.internet.protocol import Factory, Protocol
from twisted.internet.task import Clock

from emulator.server.silent_connections import FIRST_BYTE_SECONDS, TalkingMultiplexerFactory
from tests.unit.transports import FakeTransport


class Recorder(Protocol):  # type: ignore[misc]
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.heard = b""

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        self.heard += data


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def connection(clock: Clock) -> Any:
    factory = TalkingMultiplexerFactory(ssl.CertificateOptions(), False, Factory.forProtocol(Recorder))
    connection = factory.buildProtocol(None)
    connection.callLater = clock.callLater
    connection.makeConnection(FakeTransport())
    return connection


def test_a_silent_connection_is_closed(clock: Clock, connection: Any) -> None:
    clock.advance(FIRST_BYTE_SECONDS - 1)
    assert not connection.transport.aborted
    clock.advance(2)
    assert connection.transport.aborted


def test_one_that_speaks_is_not(clock: Clock, connection: Any) -> None:
    connection.dataReceived(b"GET ")
    clock.advance(FIRST_BYTE_SECONDS * 10)
    assert not connection.transport.aborted
    assert connection.wrappedProtocol.heard == b"GET "


def test_one_that_has_gone_is_forgotten(clock: Clock, connection: Any) -> None:
    connection.connectionLost(None)
    assert not clock.getDelayedCalls()
