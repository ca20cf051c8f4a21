"""Connections that never say a word are closed: each would keep a descriptor for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localstack.aws.serving.twisted import TLSMultiplexer, TLSMultiplexerFactory
from twisted.protocols.policies import TimeoutMixin

if TYPE_CHECKING:
    from twisted.internet.interfaces import ITransport
    from twisted.python.failure import Failure

# As long as an idle HTTP connection may stay open. Browsers open connections ahead of their requests.
FIRST_BYTE_SECONDS = 60


class TalkingMultiplexer(TLSMultiplexer, TimeoutMixin):
    """LocalStack's choice between TLS and plain HTTP by the first byte, with a limit on the time to that byte."""

    def makeConnection(self, transport: ITransport) -> None:  # noqa: N802 - Twisted's name
        """A client has connected. What it speaks is known at its first byte, so no protocol looks after it yet."""
        super().makeConnection(transport)
        self.setTimeout(FIRST_BYTE_SECONDS)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Bytes from the client: the protocol that is chosen now has its own limits."""
        if not self._isInitialized:
            self.setTimeout(None)
        super().dataReceived(data)

    def timeoutConnection(self) -> None:  # noqa: N802 - Twisted's name
        """The time is over."""
        self.transport.abortConnection()

    def connectionLost(self, reason: Failure) -> None:  # noqa: N802 - Twisted's name
        """The client is gone."""
        self.setTimeout(None)
        super().connectionLost(reason)


class TalkingMultiplexerFactory(TLSMultiplexerFactory):
    """What listens on the port."""

    protocol = TalkingMultiplexer
