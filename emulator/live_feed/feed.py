"""The live feed: server-sent events, a line of JSON for each thing that happens.

Nothing is done while nobody listens. Happenings wait in a bounded queue until the reactor has its turn, are put into
JSON once for all readers, and are thinned out when there are more than a person could see. A reader that does not keep
up is left out until it does, and told how much it has missed.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

from __future__ import annotations

import logging
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from twisted.internet import reactor
from twisted.internet.task import LoopingCall

from emulator.live_feed.events import encoded, events_of
from emulator.live_feed.sampling import sample
from emulator.tracing import note

if TYPE_CHECKING:
    from twisted.web.server import Request

    from emulator.tracing.happenings import Happening

LOG = logging.getLogger(__name__)

TICK_SECONDS = 0.1
HAPPENINGS_A_TICK = 50
TICK_BUDGET_SECONDS = 0.01
MAX_WAITING = 2000
MAX_READERS = 64

# Proxies and browsers give up on a connection on which nothing comes.
_TICKS_TO_HEARTBEAT = int(15 / TICK_SECONDS)
_HEARTBEAT = b": still here\n\n"


class Reader:
    """One connection. A streaming producer for its transport, which says when its buffer is full."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._paused = False
        self._skipped = 0

    def open(self) -> None:
        """Send the head of the answer."""
        self._request.registerProducer(self, True)
        self._request.write(b"retry: 2000\n\n")

    def send(self, data: bytes, happenings: int, skipped: int) -> None:
        """Send events for so many happenings, of which ``skipped`` are not among them."""
        if self._paused:
            self._skipped += happenings
            return
        if skipped := skipped + self._skipped:
            data += encoded({"type": "skipped", "count": skipped})
            self._skipped = 0
        if data:
            self._request.write(data)

    def heartbeat(self) -> None:
        """Show that the connection is alive."""
        if not self._paused:
            self._request.write(_HEARTBEAT)

    def pauseProducing(self) -> None:  # noqa: N802 - Twisted's name
        """The client does not read what was sent."""
        self._paused = True

    def resumeProducing(self) -> None:  # noqa: N802 - Twisted's name
        """It has read all."""
        self._paused = False

    def stopProducing(self) -> None:  # noqa: N802 - Twisted's name
        """It is gone; `notifyFinish` says so too."""
        self._paused = True


class Feed:
    """All readers of this emulator. Of the reactor's thread, but for `offer`."""

    def __init__(self, clock: Any = None) -> None:
        self._readers: set[Reader] = set()
        self._waiting: deque[Happening] = deque()
        self._missed = 0
        self._ticks = 0
        self._loop = LoopingCall(self.tick)
        self._loop.clock = clock or reactor

    def offer(self, happening: Happening) -> None:
        """Something happened. For any thread."""
        if len(self._waiting) < MAX_WAITING:
            self._waiting.append(happening)
        else:
            self._missed += 1  # a count that races is good enough

    def is_full(self) -> bool:
        """Whether there can be no more readers."""
        return len(self._readers) >= MAX_READERS

    def add(self, reader: Reader) -> None:
        """Send to ``reader`` from now on."""
        self._readers.add(reader)
        if not self._loop.running:
            note.listen(self.offer)
            self._loop.start(TICK_SECONDS, now=False)

    def remove(self, reader: Reader) -> None:
        """Its client is gone. After the last one nothing is done any more."""
        self._readers.discard(reader)
        if not self._readers and self._loop.running:
            note.listen(None)
            self._loop.stop()
            self._waiting.clear()
            self._missed = 0

    def tick(self) -> None:
        """Tell what has happened since the last time."""
        self._ticks += 1
        if self._ticks % _TICKS_TO_HEARTBEAT == 0:
            for reader in self._readers:
                reader.heartbeat()
        happenings = [self._waiting.popleft() for _ in range(len(self._waiting))]
        missed, self._missed = self._missed, 0
        if not happenings and not missed:
            return
        chosen = sample(happenings, HAPPENINGS_A_TICK)
        pieces: list[bytes] = []
        enough = time.thread_time() + TICK_BUDGET_SECONDS
        for happening in chosen:
            pieces.append(_encoded(happening))
            if time.thread_time() > enough:
                break  # large ones; what has to be answered meanwhile comes first
        data, count = b"".join(pieces), len(happenings) + missed
        for reader in self._readers:
            reader.send(data, count, count - len(pieces))


def _encoded(happening: Happening) -> bytes:
    try:
        return b"".join(encoded(event) for event in events_of(happening))
    except Exception:
        # A loop that raises would stop.
        LOG.exception("The feed cannot tell of a %s", type(happening).__name__)
        return b""


FEED = Feed()
"""The one of this emulator."""
