"""Connections from the reactor to the engine, kept open, one request at a time on each."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from httptools import HttpParserError, HttpResponseParser
from twisted.internet import reactor
from twisted.internet.endpoints import TCP4ClientEndpoint
from twisted.internet.protocol import Factory, Protocol

if TYPE_CHECKING:
    from twisted.internet.tcp import Connection
    from twisted.python.failure import Failure

MAX_CONNECTIONS = 64
"""more requests than that wait: the engine works on one or two at a time anyhow"""


class EngineUnreachableError(Exception):
    """The request was not sent: there is no connection, and none could be made."""


class EngineHungUpError(Exception):
    """The request was sent; whether it was carried out is not known."""


class EngineConnection(Protocol):
    """One connection, speaking as much HTTP/1.1 as the engine does."""

    transport: Connection

    def __init__(self, pool: EngineConnections) -> None:
        self._pool = pool
        self._on_answer: OnAnswer | None = None
        self._parser = HttpResponseParser(self)
        self._body: list[bytes] = []

    def connectionMade(self) -> None:  # noqa: N802 - Twisted's name
        """Ready."""
        self.transport.setTcpNoDelay(True)

    def ask(self, request: bytes, on_answer: OnAnswer) -> None:
        """Send a request; ``on_answer`` gets the answer, or why there is none."""
        self._on_answer = on_answer
        self._parser = HttpResponseParser(self)
        self._body = []
        # At once, not after another round of the reactor: nothing else is on its way on this connection.
        sent = self.transport.writeSomeData(request)
        if not isinstance(sent, int):
            self.transport.abortConnection()
        elif sent < len(request):
            self.transport.write(request[sent:])

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Bytes of an answer."""
        try:
            self._parser.feed_data(data)
        except HttpParserError:
            self.transport.abortConnection()

    def on_body(self, data: bytes) -> None:
        """A piece of the body, from the parser."""
        self._body.append(data)

    def on_message_complete(self) -> None:
        """The end of the answer, from the parser."""
        on_answer, self._on_answer = self._on_answer, None
        status, body = self._parser.get_status_code(), b"".join(self._body)
        if self._parser.should_keep_alive():
            self._pool.is_free(self)
        else:
            self.transport.loseConnection()
        if on_answer:
            on_answer((status, body))

    def connectionLost(self, reason: Failure) -> None:  # noqa: N802 - Twisted's name
        """The engine has ended, or closes what nobody has used for a while."""
        self._pool.is_lost(self)
        on_answer, self._on_answer = self._on_answer, None
        if on_answer:
            on_answer(EngineHungUpError(f"DynamoDB Local does not answer: {reason.getErrorMessage()}"))


type Result = tuple[int, bytes] | EngineUnreachableError | EngineHungUpError
"""status and body of an answer, or why there is none"""
type OnAnswer = Callable[[Result], None]


@lru_cache(maxsize=1)
def connections_to(port: int) -> EngineConnections:
    """Those to the engine that listens on ``port`` now. For the reactor's thread."""
    return EngineConnections(port)


class EngineConnections:
    """The connections to the engine on one port. For the reactor's thread."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._endpoint = TCP4ClientEndpoint(reactor, "127.0.0.1", port)
        self._free: list[EngineConnection] = []
        self._open = 0
        self._waiting: deque[tuple[bytes, OnAnswer]] = deque()

    def ask(self, request: bytes, on_answer: OnAnswer) -> None:
        """Send ``request``, the bytes of an HTTP request, as soon as a connection is free."""
        if self._free:
            self._free.pop().ask(request, on_answer)
            return
        self._waiting.append((request, on_answer))
        if self._open < MAX_CONNECTIONS:
            self._connect()

    def is_free(self, connection: EngineConnection) -> None:
        """A connection has nothing to do."""
        if self._waiting:
            connection.ask(*self._waiting.popleft())
        else:
            self._free.append(connection)

    def is_lost(self, connection: EngineConnection) -> None:
        """A connection is closed."""
        self._open -= 1
        if connection in self._free:
            self._free.remove(connection)
        if self._waiting:
            self._connect()

    def _connect(self) -> None:
        self._open += 1
        connecting = self._endpoint.connect(Factory.forProtocol(lambda: EngineConnection(self)))
        connecting.addCallbacks(self.is_free, self._is_refused)

    def _is_refused(self, failure: Failure) -> None:
        self._open -= 1
        waiting, self._waiting = self._waiting, deque()
        for _, on_answer in waiting:
            on_answer(EngineUnreachableError(failure.getErrorMessage()))
