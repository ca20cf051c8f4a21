"""How much of one connection is read and handled at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from websockets.frames import Frame, Opcode

from emulator.execute_api.websocket import connection as connection_module
from emulator.execute_api.websocket import disconnect, messages
from emulator.execute_api.websocket.connection import FRAMES_A_TURN, Connection
from emulator.execute_api.websocket.in_flight import MAX_IN_FLIGHT
from emulator.execute_api.websocket.session import Session
from tests.unit.execute_api.snapshots import deployed_api, snapshot
from tests.unit.transports import FakeTransport

if TYPE_CHECKING:
    from collections.abc import Callable


class FakeReactor:
    """Runs what comes from threads at once, and what comes later when told."""

    def __init__(self) -> None:
        self.later: list[Callable[[], object]] = []

    def callFromThread(self, work: Callable[[], object]) -> None:  # noqa: N802 - Twisted's name
        work()

    def callLater(self, _seconds: float, work: Callable[[], object]) -> None:  # noqa: N802 - Twisted's name
        self.later.append(work)

    def turn(self) -> None:
        later, self.later = self.later, []
        for work in later:
            work()


class Client:
    """An open connection, and what has become of what it was sent."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.handled: list[str] = []
        self.closed: list[tuple[int, str]] = []
        self.reactor = FakeReactor()
        self.transport = FakeTransport()
        monkeypatch.setattr(connection_module, "reactor", self.reactor)
        monkeypatch.setattr(messages, "dispatch", lambda _connection, body: self.handled.append(body))
        monkeypatch.setattr(disconnect, "dispatch", lambda _session, code, reason: self.closed.append((code, reason)))
        session = Session(deployed_api(snapshot()), "dev", "127.0.0.1", None, "localhost")
        self.connection: Any = Connection(session, [])
        self.connection.makeConnection(self.transport)

    def send(self, *frames: Frame) -> None:
        self.connection.dataReceived(b"".join(frame.serialize(mask=True) for frame in frames))


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    return Client(monkeypatch)


def texts(*bodies: str) -> list[Frame]:
    return [Frame(Opcode.TEXT, body.encode()) for body in bodies]


CLOSE = Frame(Opcode.CLOSE, (1000).to_bytes(2))


def test_messages_in_order(client: Client) -> None:
    client.send(*texts("a", "b"), Frame(Opcode.TEXT, b"c", fin=False), Frame(Opcode.CONT, b"d"))
    assert client.handled == ["a", "b", "cd"]
    assert client.transport.reading


def test_a_frame_in_many_pieces(client: Client) -> None:
    for byte in Frame(Opcode.TEXT, b"hello").serialize(mask=True):
        client.connection.dataReceived(bytes([byte]))
    assert client.handled == ["hello"]


def test_messages_above_the_bound_wait_in_order(client: Client) -> None:
    """The client is not read from until there is room; none is lost, and each that ends lets one in."""
    bodies = [str(number) for number in range(MAX_IN_FLIGHT + 3)]
    client.send(*texts(*bodies))
    assert client.handled == bodies[:MAX_IN_FLIGHT]
    assert not client.transport.reading
    client.connection.message_handled()
    assert client.handled == bodies[: MAX_IN_FLIGHT + 1]
    assert not client.transport.reading
    client.connection.message_handled()
    client.connection.message_handled()
    assert client.handled == bodies
    assert client.transport.reading


def test_what_comes_while_others_are_handled_is_kept(client: Client) -> None:
    """TLS may have decrypted more before it stops reading."""
    client.send(*texts(*["x"] * (MAX_IN_FLIGHT + 1)))
    client.send(*texts("last"))
    for _ in range(MAX_IN_FLIGHT + 1):
        client.connection.message_handled()
    assert client.handled[-1] == "last"


def test_a_close_comes_after_the_messages_before_it(client: Client) -> None:
    client.send(*texts(*["x"] * (MAX_IN_FLIGHT + 1)), CLOSE)
    assert client.closed == []
    client.connection.message_handled()
    assert len(client.handled) == MAX_IN_FLIGHT + 1
    assert client.closed == [(1000, "Connection Closed Normally")]


def test_many_small_frames_take_turns(client: Client) -> None:
    """None of one client's 64 KB of pings keeps the others waiting for long."""
    ping = Frame(Opcode.PING, b"")
    client.send(*[ping] * (FRAMES_A_TURN * 3))
    answered = client.transport.written.count(b"\x8a\x00")
    assert answered < FRAMES_A_TURN * 2
    assert not client.transport.reading
    while client.reactor.later:
        client.reactor.turn()
    assert client.transport.written.count(b"\x8a\x00") == FRAMES_A_TURN * 3
    assert client.transport.reading


def test_a_client_that_does_not_read_is_not_read_from(client: Client) -> None:
    client.connection.pauseProducing()
    assert not client.transport.reading
    client.connection.resumeProducing()
    assert client.transport.reading


def test_nothing_counts_behind_a_binary_frame_a63(client: Client) -> None:
    client.send(*texts("a"), Frame(Opcode.BINARY, b"b"), *texts("c"))
    assert client.handled == ["a"]
    assert client.closed == [(1003, "")]


def test_empty_fragments_need_no_memory(client: Client) -> None:
    client.send(Frame(Opcode.TEXT, b"", fin=False))
    for _ in range(1000):
        client.send(*[Frame(Opcode.CONT, b"", fin=False)] * 100)
        while client.reactor.later:
            client.reactor.turn()
    assert len(client.connection._fragments) == 0
    client.send(Frame(Opcode.CONT, b"end"))
    assert client.handled == ["end"]


def test_a_connection_that_is_lost_forgets_what_waits(client: Client) -> None:
    client.send(*texts(*["x"] * (MAX_IN_FLIGHT + 5)))
    client.connection.connectionLost(None)
    for _ in range(MAX_IN_FLIGHT):
        client.connection.message_handled()
    assert len(client.handled) == MAX_IN_FLIGHT
    assert client.closed == [(1006, "")]
