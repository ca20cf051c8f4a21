"""How many messages of one connection are handled at the same time.

AWS handles them all (row A65) and throttles whoever sends thousands a second. Here each takes a thread and perhaps a
process, on a laptop: one client that floods must not leave none to the others. What is above the bound waits in the
client, which is not read from: no message is lost.
"""

from __future__ import annotations

from threading import Lock

MAX_IN_FLIGHT = 32

# One for all connections: it is held for two lines.
_lock = Lock()


class InFlight:
    """The count of one connection. It goes up on the reactor and down in worker threads."""

    __slots__ = ("_count", "_one_waits")

    def __init__(self) -> None:
        self._count = 0
        self._one_waits = False

    def start(self) -> bool:
        """Take a place for a message. False: there is none now, and ``finish`` will tell when there is."""
        with _lock:
            self._one_waits = self._count >= MAX_IN_FLIGHT
            self._count += not self._one_waits
            return not self._one_waits

    def finish(self) -> bool:
        """Give a place back. True: somebody waits for it."""
        with _lock:
            self._count -= 1
            one_waits, self._one_waits = self._one_waits, False
            return one_waits
