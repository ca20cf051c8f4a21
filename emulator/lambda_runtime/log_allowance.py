"""How much an execution environment may log: enough for everybody but a function that writes without end."""

from __future__ import annotations

import time
from collections.abc import Callable

# Logs are in the emulator's memory. What is written counts by its bytes, and each line for what an event takes there.
EVENT_BYTES = 500
# At once, and then each second: 30,000 short lines, then 2,000 a second.
BURST = 16 * 1024 * 1024
PER_SECOND = 1024 * 1024

# Who writes on has to wait so long for each read: his pipe is full, and the processor is for others.
_PAUSE = 0.01


class LogAllowance:
    """A token bucket for the output of one environment's processes. For one thread at a time."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._pause = pause
        self._left = float(BURST)
        self._looked = clock()

    def admits(self, data: bytes) -> bool:
        """Whether ``data`` may be logged; it is then counted. If not, returns a moment later."""
        now = self._clock()
        self._left = min(BURST, self._left + (now - self._looked) * PER_SECOND)
        self._looked = now
        if self._left <= 0:
            self._pause(_PAUSE)
            return False
        self._left -= len(data) + EVENT_BYTES * data.count(b"\n")  # a debt delays the next
        return True
