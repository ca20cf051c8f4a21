"""Ends functions that take more memory than they may: AWS's sandbox does so at once, we look often.

One thread looks at all that runs. Whoever waits for a function would have to wake up for it, and with many functions
at work that alone would keep a processor busy.
"""

from __future__ import annotations

import threading
import time
from typing import Protocol

PERIOD = 0.05
# How long the thread looks at nothing before it sleeps: waking it costs more than a short invocation may.
_IDLE_PERIODS = 20


class Watched(Protocol):
    """A process with a limit."""

    def check_memory(self) -> None:
        """End it, if it has too much. From the watching thread, at any time."""


class MemoryWatch:
    """Looks at those that are busy. For any thread."""

    def __init__(self) -> None:
        self._busy: set[Watched] = set()
        self._wanted = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def enter(self, process: Watched) -> None:
        """Look at ``process`` from now on, if it is busy for longer than a moment."""
        self._busy.add(process)
        if not self._wanted.is_set():
            self._wanted.set()
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, name="lambda-memory", daemon=True)
                    self._thread.start()

    def leave(self, process: Watched) -> None:
        """No longer look at it."""
        self._busy.discard(process)

    def _run(self) -> None:
        idle = 0
        while True:
            time.sleep(PERIOD)
            busy = self._busy.copy()
            for process in busy:
                process.check_memory()
            idle = 0 if busy else idle + 1
            if idle > _IDLE_PERIODS:
                self._wanted.clear()
                if not self._busy:
                    self._wanted.wait()
                idle = 0


memory_watch = MemoryWatch()
"""the one of this emulator"""
