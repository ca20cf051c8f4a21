"""Transports without a network, for protocols of Twisted."""

from __future__ import annotations

from twisted.internet.address import IPv4Address


class FakeTransport:
    """Keeps what is written to it, and what has become of it."""

    def __init__(self) -> None:
        self.written = b""
        self.disconnecting = False
        self.aborted = False
        self.reading = True
        self.protocol: object = None

    @property
    def cut_off(self) -> bool:
        """Whether the connection was ended."""
        return self.disconnecting or self.aborted

    def take(self) -> bytes:
        """What was written since the last time."""
        written, self.written = self.written, b""
        return written

    def write(self, data: bytes) -> None:
        self.written += data

    def writeSequence(self, pieces: list[bytes]) -> None:  # noqa: N802 - Twisted's name
        self.write(b"".join(pieces))

    def loseConnection(self) -> None:  # noqa: N802 - Twisted's name
        self.disconnecting = True

    def abortConnection(self) -> None:  # noqa: N802 - Twisted's name
        self.aborted = True

    def pauseProducing(self) -> None:  # noqa: N802 - Twisted's name
        self.reading = False

    def resumeProducing(self) -> None:  # noqa: N802 - Twisted's name
        self.reading = True

    def registerProducer(self, producer: object, streaming: bool) -> None:  # noqa: N802 - Twisted's name
        pass

    def unregisterProducer(self) -> None:  # noqa: N802 - Twisted's name
        pass

    def getPeer(self) -> IPv4Address:  # noqa: N802 - Twisted's name
        return IPv4Address("TCP", "127.0.0.1", 50_000)

    def getHost(self) -> IPv4Address:  # noqa: N802 - Twisted's name
        return IPv4Address("TCP", "127.0.0.1", 4566)
