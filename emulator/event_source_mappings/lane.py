"""One batch at a time: gathers records and has them delivered in their order.

A mapping has one lane, or as many as its ``ParallelizationFactor``; records of one partition key share a lane.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from itertools import islice

from emulator.event_source_mappings.change import MAX_PAYLOAD_BYTES, Change, fits_in_batch
from emulator.event_source_mappings.settings import Settings

LOG = logging.getLogger(__name__)

_PAUSE_AFTER_ERROR = 1.0


class Lane:
    """A queue and a thread. ``deliver`` returns when a batch is done, or when this is closed."""

    def __init__(self, settings: Settings, deliver: Callable[[list[Change]], None], name: str) -> None:
        self._settings = settings
        self._deliver = deliver
        self._changed = threading.Condition()
        self._queue: deque[Change] = deque()
        self._bytes = 0
        self._first_came = 0.0
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def add(self, changes: Iterable[Change]) -> None:
        """Deliver these after those before."""
        with self._changed:
            if not self._queue:
                self._first_came = time.monotonic()
            for change in changes:
                self._queue.append(change)
                self._bytes += len(change.body)
            self._changed.notify_all()

    def close(self) -> None:
        """Begin no other batch."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def join(self) -> None:
        """Wait until the batch that is under way is over."""
        self._thread.join()

    def _run(self) -> None:
        while batch := self._next_batch():
            while not self._closed:
                try:
                    self._deliver(batch)
                    break
                except Exception:
                    LOG.exception("Event source mapping %s: a batch could not be delivered", self._settings.mapping)
                    with self._changed:
                        self._changed.wait_for(lambda: self._closed, _PAUSE_AFTER_ERROR)

    def _next_batch(self) -> list[Change]:
        """Wait for a batch; an empty one means that it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._queue)
            if not self._closed and self._settings.window_seconds:
                window = self._first_came + self._settings.window_seconds - time.monotonic()
                self._changed.wait_for(lambda: self._closed or self._is_full(), max(0.0, window))
            if self._closed:
                return []
            candidates = list(islice(self._queue, self._settings.batch_size))
            batch = candidates[: fits_in_batch(candidates)]
            for change in batch:
                self._queue.popleft()
                self._bytes -= len(change.body)
            self._first_came = time.monotonic()
            return batch

    def _is_full(self) -> bool:
        return len(self._queue) >= self._settings.batch_size or self._bytes >= MAX_PAYLOAD_BYTES
