"""Event source mappings of DynamoDB streams that are woken by writes, in place of LocalStack's that poll every second.

LocalStack's classes keep their parts: state of the mapping, filters, retries, destinations.
"""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from localstack import config
from localstack.services.dynamodb.v2.provider import DynamoDBProvider
from localstack.services.lambda_.event_source_mapping.esm_worker import EsmWorker
from localstack.services.lambda_.event_source_mapping.pollers.dynamodb_poller import DynamoDBPoller
from localstack.services.lambda_.event_source_mapping.pollers.poller import EmptyPollResultsException
from localstack.services.lambda_.event_source_mapping.senders.sender_utils import batched
from localstack.utils.batching import Batcher

from emulator.dynamodb_local.engine import the_engine
from emulator.dynamodb_local.positions import Positions
from emulator.dynamodb_local.records import as_aws
from emulator.dynamodb_local.stream_reader import NothingToReadError, Record, Stream, StreamReader
from emulator.dynamodb_local.wake_up import WAKE_UPS

LOG = logging.getLogger(__name__)

# The engine's shard iterators last 15 minutes; reading renews them.
IDLE_SECONDS = 300.0

POSITIONS = Positions(Path(config.dirs.data) / "stream-positions")


class PushPoller(DynamoDBPoller):
    """Reads one stream for one mapping whenever something was written to its table."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        stream = Stream.from_arn(self.source_arn)
        # A replica of a global table has its data, and its writes, in the table's first region.
        home = DynamoDBProvider.get_global_table_region(stream.table, stream.table.name)
        self._table = stream.table._replace(region=home)
        self._batch_size: int = self.stream_parameters["BatchSize"]
        self._batcher: Batcher[Record] = Batcher(
            self._batch_size, self.stream_parameters["MaximumBatchingWindowInSeconds"]
        )
        client = the_engine().client
        self._reader = StreamReader(client, replace(stream, table=self._table), self._batch_size)
        self._written = threading.Event()

    def open(self) -> None:
        """Take the starting position, or the one an earlier poller of this mapping had come to.

        What is written from then on is not missed. Raises :class:`NothingToReadError`.
        """
        WAKE_UPS.add(self._table, self._written)
        if position := POSITIONS.get(self.esm_uuid):
            self._reader.position = position
        elif self.stream_parameters["StartingPosition"] == "LATEST":
            self._reader.start_at_latest()
        else:
            self._reader.start_at_oldest()
        if self._reader.position:
            POSITIONS.set(self.esm_uuid, self._reader.position)

    def close(self) -> None:
        """Stop reading and retrying. From any thread, and more than once."""
        super().close()
        WAKE_UPS.remove(self._table, self._written)
        self._written.set()

    def poll_events(self) -> None:
        """Read and deliver until :meth:`close`. An error ends it; LocalStack's worker calls it again after a while."""
        try:
            if self._reader.position is None:
                self.open()
            while not self._is_shutdown.is_set():
                self._written.clear()
                if not self._read():
                    self._written.wait(self._idle_seconds())
        except NothingToReadError as error:
            raise EmptyPollResultsException(self.event_source(), self.source_arn) from error

    def transform_into_events(self, records: list[Record], shard_id: str) -> list[Record]:  # noqa: ARG002
        """Lambda's form of the records, which they have already."""
        return list(records)

    def get_approximate_arrival_time(self, record: Record) -> float:
        """When a record was made, for the maximum age of records and for failure destinations."""
        return float(record["dynamodb"]["ApproximateCreationDateTime"])

    def _read(self) -> bool:
        """Read a page and deliver what is due; returns whether there is more to read."""
        page = self._reader.read()
        if not self._batcher.get_current_size():
            self._batcher.flush()  # A batching window begins with its first record, not with the last batch.
        read_at = time.time()
        if self._batcher.add([as_aws(record, self.aws_region, read_at) for record in page.records]):
            for batch in batched(self._batcher.flush(), self._batch_size):
                self.forward_events_to_target(page.shard_id, batch)
        if self._reader.position and not self._batcher.get_current_size() and not self._is_shutdown.is_set():
            POSITIONS.set(self.esm_uuid, self._reader.position)
        return page.more

    def _idle_seconds(self) -> float:
        """How long to wait for a write: to the end of the batching window, or until the iterator needs renewal."""
        if self._batcher.get_current_size():
            return max(0.0, float(self._batcher.duration_until_next_batch()))
        return IDLE_SECONDS


class PushWorker(EsmWorker):
    """LocalStack's worker of a mapping, with what a poller needs that waits for writes."""

    def poller_loop(self, *args: Any, **kwargs: Any) -> None:
        """The worker's thread. The position is taken before the mapping says it is enabled, so that nothing is lost."""
        if isinstance(self.poller, PushPoller):
            try:
                self.poller.open()
            except Exception as error:  # The loop tries again, and reports.
                LOG.debug("Mapping %s has no position yet: %s", self.uuid, error)
        super().poller_loop(*args, **kwargs)

    def stop(self) -> None:
        """Disable the mapping."""
        super().stop()
        self._close()

    def delete(self) -> None:
        """Delete the mapping."""
        super().delete()
        self._close()
        POSITIONS.forget(self.uuid)

    def stop_for_shutdown(self) -> None:
        """End because the emulator does."""
        super().stop_for_shutdown()
        self._close()

    def _close(self) -> None:
        """Wake the poller up to end, also out of its retries."""
        if isinstance(self.poller, PushPoller):
            self.poller.close()
