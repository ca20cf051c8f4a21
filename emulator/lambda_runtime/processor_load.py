"""Whether the machine's processor has anything left to give."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable

import psutil

CORES = os.cpu_count() or 1
# With less than this share of all cores idle, more processes get nothing more done.
LEAST_IDLE = 0.1
# Over how many seconds, at least, it is looked at. The kernel counts in hundredths.
_SPAN_SECONDS = 0.1


def idle_seconds() -> float:
    """For how long the machine's cores have been idle since it started, added up."""
    times = psutil.cpu_times()
    return float(times.idle + getattr(times, "iowait", 0.0))


class ProcessorLoad:
    """What the processor did between the last two looks at it. Not thread-safe."""

    def __init__(self, idle: Callable[[], float] = idle_seconds, clock: Callable[[], float] = time.monotonic) -> None:
        self._idle = idle
        self._clock = clock
        self._looked_at = -math.inf
        self._idle_then = 0.0
        self._is_saturated = False

    def is_saturated(self) -> bool:
        """Whether it was at work all the time since the last look, or, if that was just now, before it."""
        now = self._clock()
        if now - self._looked_at >= _SPAN_SECONDS:
            idle = self._idle()
            # What was before the first look is not known: nothing says that it was busy.
            self._is_saturated = idle - self._idle_then < LEAST_IDLE * CORES * (now - self._looked_at) < math.inf
            self._looked_at, self._idle_then = now, idle
        return self._is_saturated
