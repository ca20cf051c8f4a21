"""Reads one stream of the engine from a starting position on."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

from localstack.aws.api import CommonServiceException
from localstack.utils.aws.arns import parse_arn

from emulator.dynamodb_local.client import EngineClient
from emulator.dynamodb_local.wake_up import Table

MAX_RECORDS = 1000
# The engine cuts creation times to the minute, and a record appears a moment after the time it has.
TIME_PRECISION = 120
ITERATOR_LOST = frozenset({"ExpiredIteratorException", "TrimmedDataAccessException", "ResourceNotFoundException"})

type Record = dict[str, Any]
type Shard = dict[str, Any]


class NothingToReadError(Exception):
    """The stream is gone, or disabled when its next record was asked for."""


@dataclass(frozen=True)
class Stream:
    """A stream: of which table, and which of the table's streams."""

    table: Table
    label: str

    @classmethod
    def from_arn(cls, arn: str) -> Self:
        """From ``arn:aws:dynamodb:{region}:{account}:table/{table}/stream/{label}``."""
        parts = parse_arn(arn)
        _, table, _, label = parts["resource"].split("/")
        return cls(Table(parts["account"], parts["region"], table), label)

    @property
    def engine_arn(self) -> str:
        """Its ARN in the engine, which knows neither regions nor accounts by name."""
        return f"arn:aws:dynamodb:ddblocal:000000000000:table/{self.table.name}/stream/{self.label}"


@dataclass(frozen=True)
class Page:
    """What one call read."""

    shard_id: str
    records: list[Record]
    more: bool
    """Whether to read on at once: the page is full, the next one is of another shard, or there was a write since."""


class ReadAhead(NamedTuple):
    """The engine's answer to GetRecords, before anybody has asked."""

    iterator: str
    body: bytes
    is_outdated: bool
    """whether something was written since"""


@dataclass(frozen=True)
class Position:
    """How far a stream is read."""

    shard_id: str
    iterator: str | None
    """The engine's shard iterator; ``None`` at the end of a closed stream. It expires, the other two do not."""
    after: int = 0
    """The sequence number of the last record that was read. The engine numbers the records of all streams in order."""
    since: float = 0.0
    """When nothing was left to read, in seconds since 1970: what counts as long as there was no record."""

    def is_past(self, record: Record) -> bool:
        """Whether an engine's record comes before this position. In doubt it does not: twice is better than never."""
        change = record["dynamodb"]
        if self.after:  # Clocks may be set back, numbers only grow.
            return int(change["SequenceNumber"]) <= self.after
        created: float = change["ApproximateCreationDateTime"]
        return created + TIME_PRECISION <= self.since


class StreamReader:
    """Reads a stream, from shard to shard: the engine has one open shard a stream, and replaces it every few hours.

    Shard iterators last 15 minutes, while a reader may wait for longer and computers sleep: if its iterator has
    expired, it goes on after the last record it had. If there was none, or its shard is gone, it reads the stream again
    from the oldest record, and leaves out those it had.
    """

    def __init__(self, client: EngineClient, stream: Stream, page_size: int) -> None:
        self._client = client
        self._stream = stream
        self.page_size = min(page_size, MAX_RECORDS)
        """how many records are read at once"""
        self._read_again_to: Position | None = None
        self.position: Position | None = None
        """Where the next record is read; to be set, to go on where another reader was, or by the two below."""

    def start_at_latest(self) -> None:
        """Begin with the next record that is written. Raises :class:`NothingToReadError`."""
        now = time.time()
        open_shards = [shard for shard in self._shards() if "EndingSequenceNumber" not in shard["SequenceNumberRange"]]
        self.position = replace(self._position_in(open_shards, "LATEST"), since=now)

    def start_at_oldest(self) -> None:
        """Begin with the oldest record (TRIM_HORIZON). Raises :class:`NothingToReadError`."""
        self.position = self._oldest()

    def read(self, ahead: ReadAhead | None = None) -> Page:
        """What is there now, without waiting; ``ahead`` is what the engine has answered for the next page, if it has.

        Raises :class:`NothingToReadError` if the stream is gone.
        """
        asked_at = time.time()
        if ahead and self.position and self.position.iterator == ahead.iterator:
            answer, position = json.loads(ahead.body), self.position
        else:
            ahead = None
            answer, position = self._get_records()
        records = [r for r in answer["Records"] if not (self._read_again_to and self._read_again_to.is_past(r))]
        more = len(answer["Records"]) >= self.page_size or bool(ahead and ahead.is_outdated)
        following = replace(position, iterator=answer.get("NextShardIterator"))
        if following.iterator is None and (children := self._children(position.shard_id)):
            following = self._position_in(children, "TRIM_HORIZON")
            more = True
        self.position = replace(
            following,
            after=int(records[-1]["dynamodb"]["SequenceNumber"]) if records else position.after,
            since=position.since if more else asked_at,
        )
        return Page(position.shard_id, records, more)

    def _get_records(self) -> tuple[dict[str, Any], Position]:
        """The engine's answer and the position that it was asked for."""
        if self.position is None:
            raise NothingToReadError(f"{self._stream} has no starting position.")
        if self.position.iterator is not None:
            try:
                return self._call(
                    "GetRecords", ShardIterator=self.position.iterator, Limit=self.page_size
                ), self.position
            except CommonServiceException as error:
                if error.code not in ITERATOR_LOST:
                    raise
        lost = self._read_again_to = self.position
        found = self._find_again(lost)
        again = replace(found, after=lost.after, since=lost.since)
        return self._records_at(again.iterator), again

    def _records_at(self, iterator: str | None) -> dict[str, Any]:
        return self._call("GetRecords", ShardIterator=iterator, Limit=self.page_size)

    def _find_again(self, lost: Position) -> Position:
        """A position with an iterator for one whose own is lost: there, or before it."""
        if lost.after:
            try:
                answer = self._call(
                    "GetShardIterator",
                    StreamArn=self._stream.engine_arn,
                    ShardId=lost.shard_id,
                    ShardIteratorType="AFTER_SEQUENCE_NUMBER",
                    SequenceNumber=f"{lost.after:021}",
                )
                return Position(lost.shard_id, answer["ShardIterator"])
            except CommonServiceException as error:
                if error.status_code >= 500:
                    raise
                # The shard is gone, or the number is not of it.
        return self._oldest()

    def _oldest(self) -> Position:
        shards = self._shards()
        ids = {shard["ShardId"] for shard in shards}
        eldest = [shard for shard in shards if shard.get("ParentShardId") not in ids]
        return self._position_in(eldest, "TRIM_HORIZON")

    def _children(self, shard_id: str) -> list[Shard]:
        return [shard for shard in self._shards() if shard.get("ParentShardId") == shard_id]

    def partition_key(self) -> str:
        """The name of the table's partition key. Raises :class:`NothingToReadError`."""
        return next(key["AttributeName"] for key in self._description()["KeySchema"] if key["KeyType"] == "HASH")

    def _shards(self) -> list[Shard]:
        """The stream's shards, the oldest first."""
        shards: list[Shard] = self._description()["Shards"]
        return shards

    def _description(self) -> dict[str, Any]:
        try:
            answer = self._call("DescribeStream", StreamArn=self._stream.engine_arn)
        except CommonServiceException as error:
            if error.code == "ResourceNotFoundException":
                raise NothingToReadError(f"There is no {self._stream}.") from error
            raise
        description: dict[str, Any] = answer["StreamDescription"]
        return description

    def _position_in(self, shards: list[Shard], iterator_type: str) -> Position:
        if not shards:
            raise NothingToReadError(f"{self._stream} is disabled.")
        shard_id = shards[0]["ShardId"]
        answer = self._call(
            "GetShardIterator",
            StreamArn=self._stream.engine_arn,
            ShardId=shard_id,
            ShardIteratorType=iterator_type,
        )
        return Position(shard_id, answer["ShardIterator"])

    def _call(self, operation: str, **request: Any) -> dict[str, Any]:
        return self._client.call(
            f"DynamoDBStreams_20120810.{operation}", self._stream.table.account_id, self._stream.table.region, request
        )
