"""Up to where all records of a stream are done, while some are under way.

Batches are done in any order when a mapping has several lanes. What is written down is the position before the first
record that is not done: whoever begins there skips nothing, and delivers again what was done after it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace

from emulator.dynamodb_local.stream_reader import Position
from emulator.event_source_mappings.change import Change

# What may be read ahead of a function that is slow, or fails.
MOST_CHANGES = 10_000
MOST_BYTES = 64 * 1024 * 1024


class Progress:
    """Of one mapping. ``save`` keeps a position. For any thread."""

    def __init__(self, save: Callable[[Position], None]) -> None:
        self._save = save
        self._lock = threading.Condition()
        self._open: OrderedDict[int, int] = OrderedDict()
        """By the sequence number of those not done, in order: how many bytes they have."""
        self._bytes = 0
        self._settled: Position | None = None
        self._read_to: Position | None = None

    def read(self, changes: Iterable[Change], position: Position) -> None:
        """These were read, and everything else before ``position`` is none of the function's business."""
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
            if not self._open and self._read_to:
                self._settle(self._read_to)
            elif self._settled:
                first = next(iter(self._open))
                # Without an iterator, which is ahead already: the sequence number says where to go on.
                self._settle(replace(self._settled, iterator=None, after=max(self._settled.after, first - 1)))
            self._lock.notify_all()

    def wait_for_room(self, is_closed: Callable[[], bool]) -> None:
        """Return when there is not too much under way, or :meth:`wake` was called and it is closed."""
        with self._lock:
            self._lock.wait_for(lambda: is_closed() or (len(self._open) < MOST_CHANGES and self._bytes < MOST_BYTES))

    def wake(self) -> None:
        """Have those who wait look again whether it is closed."""
        with self._lock:
            self._lock.notify_all()

    def _settle(self, position: Position) -> None:
        self._settled = position
        self._save(position)
