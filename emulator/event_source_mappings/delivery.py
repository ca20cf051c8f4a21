"""Calls a function with a batch of records until each of them is delivered, or given up."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from localstack.utils.backoff import ExponentialBackoff

from emulator.event_source_mappings.change import Change, payload_of
from emulator.event_source_mappings.destinations import send_to_destination
from emulator.event_source_mappings.failure_record import Condition, failure_record
from emulator.event_source_mappings.function_call import Called, NotCalledError, call_function
from emulator.event_source_mappings.item_failures import first_failure
from emulator.event_source_mappings.progress import Progress
from emulator.event_source_mappings.settings import Settings

LOG = logging.getLogger(__name__)

# Between tries, in seconds. AWS waits for longer; here somebody is mending the function meanwhile.
_LONGEST_PAUSE = 10.0

# Values of LastProcessingResult (row D03).
SUCCESS = "OK"
FAILURE = "PROBLEM: Function call failed"


@dataclass(slots=True)
class _Batch:
    """Records that are tried together."""

    changes: list[Change]
    calls: int = 0
    """how often these very records were tried"""
    last: Called | None = None


class Delivery:
    """Of one mapping, for all its lanes.

    ``note_result`` hears how each call ended, ``progress`` which records are done. ``closed`` ends it after the call
    that is under way.
    """

    def __init__(
        self, settings: Settings, progress: Progress, note_result: Callable[[str], None], closed: threading.Event
    ) -> None:
        self._settings = settings
        self._progress = progress
        self._note_result = note_result
        self._closed = closed

    def deliver(self, changes: list[Change]) -> None:
        """Return when all are done, in order, or when it is closed."""
        waiting = [_Batch(changes)]
        """What is left, the last first."""
        pauses = ExponentialBackoff(max_interval=_LONGEST_PAUSE)
        while waiting and not self._closed.is_set():
            batch = waiting.pop()
            self._give_up_old_ones(batch)
            if not batch.changes:
                continue
            try:
                called = call_function(
                    self._settings.function_arn,
                    payload_of(batch.changes),
                    [change.trace for change in batch.changes],
                )
            except NotCalledError as error:
                LOG.info("Stream %s => %s is not called: %s", *self._names(), error)
                waiting.append(batch)
                self._closed.wait(pauses.next_backoff())
                continue
            batch.calls += 1
            batch.last = called
            failed_at = self._failed_at(called, batch)
            self._report(batch, failed_at)
            left = self._what_is_left(batch, failed_at)
            waiting += left
            if left == [batch]:
                self._closed.wait(pauses.next_backoff())
            else:
                pauses.reset()

    def _failed_at(self, called: Called, batch: _Batch) -> int | None:
        """The index of the first record that failed."""
        if called.failed:
            return 0
        if not self._settings.reports_item_failures:
            return None
        return first_failure(called.result, [change.sequence_number for change in batch.changes])

    def _what_is_left(self, batch: _Batch, failed_at: int | None) -> list[_Batch]:
        """Which batches come next in the place of one that was tried, the last first.

        What is smaller than the batch that failed has its tries all before it: that splitting costs no try is
        documented, that a partial success does not is recorded from AWS.
        """
        if failed_at is None:
            self._progress.done(batch.changes)
            return []
        if failed_at > 0:
            self._progress.done(batch.changes[:failed_at])
            return [_Batch(batch.changes[failed_at:])]
        if self._settings.bisects and len(batch.changes) > 1:
            middle = len(batch.changes) // 2
            return [_Batch(batch.changes[middle:]), _Batch(batch.changes[:middle])]
        if 0 <= self._settings.retries < batch.calls:
            self._give_up(batch, batch.changes, Condition.RETRIES)
            return []
        return [batch]

    def _give_up_old_ones(self, batch: _Batch) -> None:
        oldest = time.time() - self._settings.record_age_seconds
        old = [change for change in batch.changes if change.created <= oldest]
        if old:
            self._give_up(batch, old, Condition.AGE)
            batch.changes = batch.changes[len(old) :]

    def _give_up(self, batch: _Batch, changes: list[Change], condition: Condition) -> None:
        table, function = self._names()
        LOG.warning("Stream %s => %s: %d records are given up (%s)", table, function, len(changes), condition)
        now = datetime.now(UTC)
        record = failure_record(self._settings, changes, condition, batch.calls, batch.last, now)
        send_to_destination(self._settings, record, changes, now)
        self._progress.done(changes)

    def _report(self, batch: _Batch, failed_at: int | None) -> None:
        outcome = "OK" if failed_at is None else "failed"
        LOG.info("Stream %s => %s (%d records): %s", *self._names(), len(batch.changes), outcome)
        self._note_result(SUCCESS if failed_at is None else FAILURE)

    def _names(self) -> tuple[str, str]:
        """The table and the function, for people."""
        return self._settings.stream_arn.split("/")[1], self._settings.function_arn.partition(":function:")[2]
