"""Event source mappings of DynamoDB streams: a reader that is woken by writes, where LocalStack's asks every second."""

from __future__ import annotations

import json
import logging
import os
import threading
import zlib
from collections.abc import Callable
from typing import Any

from localstack.services.dynamodb.v2.provider import DynamoDBProvider
from localstack.services.lambda_.event_source_mapping.pollers.poller import EmptyPollResultsException, Poller

from emulator.dynamodb_local.engine import the_engine
from emulator.dynamodb_local.positions import POSITIONS
from emulator.dynamodb_local.records import as_event
from emulator.dynamodb_local.stream_reader import NothingToReadError, Record, Stream, StreamReader
from emulator.dynamodb_local.wake_up import WAKE_UPS
from emulator.event_source_mappings.change import Change
from emulator.event_source_mappings.delivery import Delivery
from emulator.event_source_mappings.lane import Lane, ReadersLane, ThreadLane
from emulator.event_source_mappings.progress import Progress
from emulator.event_source_mappings.settings import Settings
from emulator.tracing.sources.streams import note_record

LOG = logging.getLogger(__name__)

# Writes are told of. A look all the same: for items that have expired, which the engine deletes by itself, and should a
# write be missed. Tests look less often, and so notice when one is.
LOOK_SECONDS = float(os.environ.get("PETRI_STREAM_LOOK_SECONDS", "1"))
# How many records are read at once, however few a batch may have.
SMALLEST_PAGE = 200


class PushPoller(Poller):
    """Reads one stream for one mapping whenever something was written to its table, and has it delivered."""

    def __init__(self, esm_uuid: str, **settings: Any) -> None:
        """With the arguments of LocalStack's ``DynamoDBPoller``."""
        super().__init__(**settings)
        self._mapping = esm_uuid
        stream = Stream.from_arn(self.source_arn)
        # A replica of a global table has its data, and its writes, in the table's first region.
        home = DynamoDBProvider.get_global_table_region(stream.table, stream.table.name)
        self._table = stream.table._replace(region=home)
        self._parameters: dict[str, Any] = self.source_parameters["DynamoDBStreamParameters"]
        file = the_engine().databases.file(self._table.account_id, home)
        page_size = max(self._parameters["BatchSize"], SMALLEST_PAGE)
        self._reader = StreamReader(file, stream, page_size)
        self._written = threading.Event()
        self._closed = threading.Event()
        self._progress = Progress(lambda position: POSITIONS.set(self._mapping, position))
        self._lanes: dict[int, Lane] = {}
        self._partition_key = ""

    def prepare(self, settings: Settings, note_result: Callable[[str], None]) -> None:
        """Deliver by these settings, and tell ``note_result`` how each call ended. Before anything else."""
        self._settings = settings
        self._delivery = Delivery(settings, self._progress, note_result, self._closed)

    def event_source(self) -> str:
        """What kind of source this is."""
        return "aws:dynamodb"

    def open(self) -> None:
        """Take the starting position, or the one an earlier poller of this mapping had come to.

        What is written from then on is not missed. Raises :class:`NothingToReadError`.
        """
        WAKE_UPS.add(self._table, self._written.set)
        if (position := POSITIONS.get(self._mapping)) is not None:
            self._reader.after = position
        elif self._parameters["StartingPosition"] == "LATEST":
            self._reader.start_at_latest()
        else:
            self._reader.start_at_oldest()
        if self._reader.after is not None:
            self._progress.read((), self._reader.after)

    def close(self) -> None:
        """Stop reading and retrying. From any thread, and more than once."""
        self._closed.set()
        WAKE_UPS.remove(self._table, self._written.set)
        self._written.set()
        self._progress.wake()
        for lane in list(self._lanes.values()):
            lane.close()

    def join(self) -> None:
        """After :meth:`close`, in the thread that reads: wait for the calls that are under way."""
        for lane in list(self._lanes.values()):
            lane.join()
        self._reader.close()

    def poll_events(self) -> None:
        """Read until :meth:`close`. After an error it can be called again, and goes on."""
        try:
            if self._reader.after is None:
                self.open()
            while not self._closed.is_set():
                self._written.clear()
                if not self._read():
                    self._written.wait(LOOK_SECONDS)
                self._progress.wait_for_room(self._closed.is_set)
        except NothingToReadError as error:
            raise EmptyPollResultsException(self.event_source(), self.source_arn) from error
        except Exception:
            self._reader.close()  # what is wrong may be wrong with what is open
            raise

    def _read(self) -> bool:
        """Read a page and hand it on; returns whether there may be more to read."""
        page = self._reader.read()
        by_lane: dict[int, list[Change]] = {}
        changes = []
        for shard_id, record in page.records:
            event = as_event(record, self.source_arn)
            trace = note_record(self._table, event)
            if self._is_wanted(event):
                change = self._change(shard_id, event, trace)
                changes.append(change)
                by_lane.setdefault(self._lane_of(event), []).append(change)
        self._progress.read(changes, page.last)
        self._reader.after = page.last
        for number, its_changes in by_lane.items():
            self._lane(number).add(its_changes)
        return page.more

    @staticmethod
    def _change(shard_id: str, record: Record, trace: str) -> Change:
        return Change(
            shard_id=shard_id,
            sequence_number=record["dynamodb"]["SequenceNumber"],
            created=record["dynamodb"]["ApproximateCreationDateTime"],
            body=json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode(),
            trace=trace,
        )

    def _is_wanted(self, record: Record) -> bool:
        try:
            return bool(self.filter_events([record]))
        except Exception:
            LOG.exception("Event source mapping %s: a filter cannot be applied, and lets nothing pass", self._mapping)
            return False

    def _lane_of(self, record: Record) -> int:
        """Records of one partition key are delivered one after the other."""
        if self._settings.lanes == 1:
            return 0
        if not self._partition_key:
            self._partition_key = self._reader.partition_key()
        value = json.dumps(record["dynamodb"]["Keys"][self._partition_key])
        return zlib.crc32(value.encode()) % self._settings.lanes

    def _lane(self, number: int) -> Lane:
        if number not in self._lanes:
            self._lanes[number] = self._new_lane(f"event-source-mapping-lane-{number}-{self._mapping}")
            if self._closed.is_set():
                self._lanes[number].close()
        return self._lanes[number]

    def _new_lane(self, name: str) -> Lane:
        if self._settings.lanes == 1 and not self._settings.window_seconds:
            return ReadersLane(self._settings, self._delivery.deliver)
        return ThreadLane(self._settings, self._delivery.deliver, name)
