"""Clocks for many calls at once, on one thread that sleeps until the first is due."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable

LOG = logging.getLogger(__name__)


class Deadline:
    """One clock that runs."""

    __slots__ = ("_on_expiry",)

    def __init__(self, on_expiry: Callable[[], object]) -> None:
        self._on_expiry: Callable[[], object] | None = on_expiry

    def stop(self) -> None:
        """It is not needed any more. When it is just about to expire, it may still."""
        self._on_expiry = None  # the rest of the clock is forgotten when its time has come

    def expire(self) -> None:
        """Its time has come."""
        if on_expiry := self._on_expiry:
            on_expiry()


class Deadlines:
    """All clocks. For any thread."""

    def __init__(self) -> None:
        self._running: list[tuple[float, int, Deadline]] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def start(self, seconds: float, on_expiry: Callable[[], object]) -> Deadline:
        """Call ``on_expiry`` in ``seconds``, unless the clock is stopped. It must return at once."""
        deadline = Deadline(on_expiry)
        entry = (time.monotonic() + seconds, next(self._numbers), deadline)
        with self._changed:
            heapq.heappush(self._running, entry)
            if self._running[0] is entry:
                self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="deadlines", daemon=True)
                self._thread.start()
        return deadline

    def _run(self) -> None:
        while True:
            self._next_due().expire()

    def _next_due(self) -> Deadline:
        with self._changed:
            while True:
                remaining = self._running[0][0] - time.monotonic() if self._running else None
                if remaining is not None and remaining <= 0:
                    return heapq.heappop(self._running)[2]
                self._changed.wait(remaining)


deadlines = Deadlines()
"""those of this emulator"""
