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
from typing import Protocol

from localstack.runtime import events

from emulator.event_source_mappings.change import MAX_PAYLOAD_BYTES, Change, fits_in_batch
from emulator.event_source_mappings.settings import Settings

LOG = logging.getLogger(__name__)

_PAUSE_AFTER_ERROR = 1.0


class Lane(Protocol):
    """A queue of records on their way to the function."""

    def add(self, changes: Iterable[Change]) -> None:
        """Deliver these after those before."""

    def close(self) -> None:
        """Begin no other batch. From any thread."""

    def join(self) -> None:
        """Wait until the batch that is under way is over."""


class ReadersLane:
    """Delivers in the thread that reads the stream: what is written meanwhile becomes the next batch.

    That saves the way from one thread to another, which takes as long as a third of a short function's call.
    """

    def __init__(self, settings: Settings, deliver: Callable[[list[Change]], None]) -> None:
        """``deliver`` returns when a batch is done, or when this is closed."""
        self._settings = settings
        self._deliver = deliver
        self._closed = threading.Event()

    def add(self, changes: Iterable[Change]) -> None:
        """Return when they are delivered, or this is closed."""
        queue = deque(changes)
        while queue:
            _deliver_patiently(_take_batch(queue, self._settings), self._settings, self._deliver, self._closed)

    def close(self) -> None:
        """Begin no other batch."""
        self._closed.set()

    def join(self) -> None:
        """Nothing to wait for: whoever reads the stream comes here when `add` has returned."""


class ThreadLane:
    """Delivers in a thread of its own: reading goes on, and records are gathered for a batching window."""

    def __init__(self, settings: Settings, deliver: Callable[[list[Change]], None], name: str) -> None:
        """``deliver`` returns when a batch is done, or when this is closed; ``name`` is the thread's."""
        self._settings = settings
        self._deliver = deliver
        self._changed = threading.Condition()
        self._queue: deque[Change] = deque()
        self._bytes = 0
        self._first_came = 0.0
        self._closed = threading.Event()
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
            self._closed.set()
            self._changed.notify_all()

    def join(self) -> None:
        """Wait until the batch that is under way is over."""
        self._thread.join()

    def _run(self) -> None:
        while batch := self._next_batch():
            _deliver_patiently(batch, self._settings, self._deliver, self._closed)

    def _next_batch(self) -> list[Change]:
        """Wait for a batch; an empty one means that it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed.is_set() or self._queue)
            if not self._closed.is_set() and self._settings.window_seconds:
                window = self._first_came + self._settings.window_seconds - time.monotonic()
                self._changed.wait_for(lambda: self._closed.is_set() or self._is_full(), max(0.0, window))
            if self._closed.is_set():
                return []
            batch = _take_batch(self._queue, self._settings)
            self._bytes -= sum(len(change.body) for change in batch)
            self._first_came = time.monotonic()
            return batch

    def _is_full(self) -> bool:
        return len(self._queue) >= self._settings.batch_size or self._bytes >= MAX_PAYLOAD_BYTES


def _take_batch(queue: deque[Change], settings: Settings) -> list[Change]:
    candidates = list(islice(queue, settings.batch_size))
    batch = candidates[: fits_in_batch(candidates)]
    for _ in batch:
        queue.popleft()
    return batch


def _deliver_patiently(
    batch: list[Change], settings: Settings, deliver: Callable[[list[Change]], None], closed: threading.Event
) -> None:
    """Deliver a batch, whatever goes wrong."""
    while not closed.is_set():
        try:
            deliver(batch)
        except Exception:
            # An emulator that ends, ends the functions first; the batch is delivered after the next start.
            if not events.infra_stopping.is_set():
                LOG.exception("Event source mapping %s: a batch could not be delivered", settings.mapping)
            closed.wait(_PAUSE_AFTER_ERROR)
        else:
            return
