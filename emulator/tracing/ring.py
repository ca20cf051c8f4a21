"""The latest happenings in memory, as many as fit. Thread-safe."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulator.tracing.happenings import Happening

MAX_HAPPENINGS = 10_000
MAX_BYTES = 32 * 1024 * 1024

# What a happening takes beside the bytes of its bodies, about.
_OVERHEAD_BYTES = 1024


class Ring:
    """Forgets the oldest when there are too many, or too large ones."""

    def __init__(self, max_happenings: int = MAX_HAPPENINGS, max_bytes: int = MAX_BYTES) -> None:
        self._max_happenings = max_happenings
        self._max_bytes = max_bytes
        self._kept: deque[tuple[Happening, int]] = deque()
        self._bytes = 0
        self._forgotten = 0
        self._lock = threading.Lock()

    def add(self, happening: Happening, size: int) -> None:
        """Keep this; ``size`` is what its bodies take, in bytes."""
        size += _OVERHEAD_BYTES
        with self._lock:
            self._kept.append((happening, size))
            self._bytes += size
            while self._bytes > self._max_bytes or len(self._kept) > self._max_happenings:
                self._bytes -= self._kept.popleft()[1]
                self._forgotten += 1

    def numbered(self) -> list[tuple[int, Happening]]:
        """What there is, the oldest first, each with a number that stays its own."""
        with self._lock:
            kept, first = list(self._kept), self._forgotten
        return [(number, happening) for number, (happening, _) in enumerate(kept, first)]
