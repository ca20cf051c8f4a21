"""Up to where all records of a stream are done, while some are under way.

Batches are done in any order when a mapping has several lanes. What is written down is the number before that of the
first record that is not done: whoever goes on after it skips nothing, and delivers again what was done since.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable

from emulator.event_source_mappings.change import Change

# What may be read ahead of a function that is slow, or fails.
MOST_CHANGES = 10_000
MOST_BYTES = 64 * 1024 * 1024


class Progress:
    """Of one mapping. ``save`` keeps a position: the number of a record. For any thread."""

    def __init__(self, save: Callable[[int], None]) -> None:
        self._save = save
        self._lock = threading.Condition()
        self._open: OrderedDict[int, int] = OrderedDict()
        """By the sequence number of those not done, in order: how many bytes they have."""
        self._bytes = 0
        self._settled: int | None = None
        self._read_to: int | None = None

    def read(self, changes: Iterable[Change], position: int) -> None:
        """These were read, and everything else up to ``position`` is none of the function's business."""
        with self._lock:
            for change in changes:
                self._open[int(change.sequence_number)] = len(change.body)
                self._bytes += len(change.body)
            self._read_to = position
            if not self._open:
                self._settle(position)

    def done(self, changes: Iterable[Change]) -> None:
        """These are delivered, or given up."""
        with self._lock:
            for change in changes:
                self._bytes -= self._open.pop(int(change.sequence_number), 0)
            if not self._open and self._read_to is not None:
                self._settle(self._read_to)
            elif self._settled is not None:
                first = next(iter(self._open))
                self._settle(max(self._settled, first - 1))
            self._lock.notify_all()

    def wait_for_room(self, is_closed: Callable[[], bool]) -> None:
        """Return when there is not too much under way, or :meth:`wake` was called and it is closed."""
        with self._lock:
            self._lock.wait_for(lambda: is_closed() or (len(self._open) < MOST_CHANGES and self._bytes < MOST_BYTES))

    def wake(self) -> None:
        """Have those who wait look again whether it is closed."""
        with self._lock:
            self._lock.notify_all()

    def _settle(self, position: int) -> None:
        self._settled = position
        self._save(position)
