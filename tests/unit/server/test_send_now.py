"""Answers are on their way when they are written, on a real socket and without a reactor that runs."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest
from twisted.internet.protocol import Protocol
from twisted.internet.tcp import Connection

from emulator.server.send_now import send_now

if TYPE_CHECKING:
    from collections.abc import Iterator


class Reactor:
    """Knows who waits until there is room to write."""

    def __init__(self) -> None:
        self.writers: set[Connection] = set()

    def addWriter(self, writer: Connection) -> None:  # noqa: N802 - Twisted's name
        self.writers.add(writer)

    def removeWriter(self, writer: Connection) -> None:  # noqa: N802 - Twisted's name
        self.writers.discard(writer)

    def removeReader(self, reader: Connection) -> None:  # noqa: N802 - Twisted's name
        pass


class Wrapper:
    """A protocol between a connection and another protocol."""

    def __init__(self, transport: object) -> None:
        self.transport = transport


@pytest.fixture
def ends() -> Iterator[tuple[Connection, socket.socket, Reactor]]:
    """A connection, the client's end of it, and its reactor."""
    ours, theirs = socket.socketpair()
    reactor = Reactor()
    connection = Connection(ours, Protocol(), reactor)
    connection.connected = True
    theirs.setblocking(False)
    with ours, theirs:
        yield connection, theirs, reactor


type Ends = tuple[Connection, socket.socket, Reactor]


def test_what_was_written_is_sent_in_one_piece(ends: Ends) -> None:
    connection, client, reactor = ends
    for transport in (connection, Wrapper(connection)):
        connection.writeSequence([b"head", b"\r\n"])
        connection.write(b"body")
        send_now(transport)
        assert client.recv(100) == b"head\r\nbody"
        assert not reactor.writers


def test_what_the_socket_does_not_take_waits_for_the_reactor(ends: Ends) -> None:
    connection, client, reactor = ends
    sent = b""
    while not connection.dataBuffer:
        connection.write(b"x" * 60_000)
        sent += b"x" * 60_000
        send_now(connection)
    connection.write(b"end")
    send_now(connection)  # not before the rest
    assert connection in reactor.writers
    received = b""
    while not received.endswith(b"end"):
        received += client.recv(1 << 20)
        connection.doWrite()
    assert received == sent + b"end"
    assert not reactor.writers


def test_an_end_is_left_to_the_reactor(ends: Ends) -> None:
    """It closes the connection after the last byte."""
    connection, _, reactor = ends
    connection.write(b"bye")
    connection.loseConnection()
    send_now(connection)
    assert connection in reactor.writers


def test_a_client_that_is_gone_is_noticed_by_the_reactor(ends: Ends) -> None:
    connection, client, reactor = ends
    client.close()
    connection.write(b"x")
    send_now(connection)
    assert connection in reactor.writers
    assert isinstance(connection.doWrite(), Exception)


def test_other_transports_do_as_they_do() -> None:
    send_now(Wrapper(Wrapper(None)))  # TLS above the connection
    send_now(object())
