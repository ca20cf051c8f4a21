"""Sends at once what a connection would send after another round of the reactor.

Twisted gathers what is written and waits until the system says that the socket takes more, which it nearly always does:
two changes of what is polled, a poll and an event for each answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from twisted.internet.tcp import Connection

if TYPE_CHECKING:
    from twisted.internet.interfaces import ITransport

_MAX_BYTES = 64 * 1024


def send_now(transport: ITransport) -> None:
    """Send what was written, if nothing waits before it. What the socket does not take is left to the reactor.

    ``transport`` is a protocol's, on the reactor's thread; one with TLS does as it always does.
    """
    # Below the choice between TLS and plain HTTP is the connection.
    connection = transport if isinstance(transport, Connection) else getattr(transport, "transport", None)
    if (
        isinstance(connection, Connection)
        and connection.connected
        and not connection.disconnecting
        and not connection.dataBuffer
        and 0 < connection._tempDataLen <= _MAX_BYTES
    ):
        # An error comes again when the reactor tries, which then ends the connection.
        connection.doWrite()
