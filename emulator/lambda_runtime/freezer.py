"""Execution environments that nobody needs get no processor time, as on AWS, where they are frozen between invocations.

Not at once, as on AWS: under load that would cost every invocation two switches and gain nothing.
"""

from __future__ import annotations

import threading
import time
from typing import Protocol

IDLE_SECONDS = 0.1


class Freezable(Protocol):
    """Something that can be frozen, if it is still idle when its time has come."""

    def freeze_if_idle(self) -> None:
        """Freeze it, unless it is in use."""


class Freezer:
    """Freezes what has been idle for a while. Thread-safe; one thread for all."""

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        # In the order of their times, as the wait is the same for all.
        self._due: dict[Freezable, float] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def watch(self, idle: Freezable) -> None:
        """``idle`` is idle from now on; whoever takes it into use need not tell."""
        with self._changed:
            if not self._due:
                # Otherwise the thread wakes by itself, not later than it has to.
                self._changed.notify()
            self._due.pop(idle, None)
            self._due[idle] = time.monotonic() + self._idle_seconds
            if not self._thread:
                self._thread = threading.Thread(target=self._run, name="lambda-freezer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._next().freeze_if_idle()

    def _next(self) -> Freezable:
        """Wait for the first whose time has come."""
        with self._changed:
            while True:
                self._changed.wait_for(lambda: self._due)
                idle, due = next(iter(self._due.items()))
                wait = due - time.monotonic()
                if wait <= 0:
                    del self._due[idle]
                    return idle
                # In use meanwhile, it moves to the end: then there is another, or a longer wait.
                self._changed.wait(wait)


freezer = Freezer()
