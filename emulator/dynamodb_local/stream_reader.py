"""Reads one stream of records where the engine keeps them, in its SQLite file, as functions get them.

To ask the engine (GetRecords) takes twenty times as long, and needs iterators that expire. Its numbers of records only
grow, over all streams of a file and over the engine's restarts (see ``databases``): the last one says where to go on.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Self

from localstack.utils.aws.arns import parse_arn

from emulator.dynamodb_local.records import from_row
from emulator.dynamodb_local.wake_up import Table
from emulator.event_source_mappings.settings import RETENTION_SECONDS

# Where a page ends even if it could have more records: as GetRecords of AWS does.
MAX_PAGE_BYTES = 1024 * 1024
# Nobody holds the file for longer than an instant.
_PATIENCE = 5.0

_RECORDS = """
    SELECT ShardID, SequenceNumber, CreationDateTime, StreamRecord, OperationType FROM us
    WHERE SequenceNumber > ? AND StreamID = ? AND CreationDateTime > ? ORDER BY SequenceNumber LIMIT ?
"""

type Record = dict[str, Any]


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


class Page(NamedTuple):
    """What was read at once."""

    records: list[tuple[str, Record]]
    """each with the id of its shard"""
    last: int
    """Where the next page begins: the number of the last of these, or of any stream's last record if there are none."""
    more: bool
    """Whether there may be more to read now."""


class StreamReader:
    """Reads a stream, over the ends of its shards. For one thread at a time."""

    def __init__(self, file: Path, stream: Stream, page_size: int) -> None:
        """``file`` is the engine's that has the records; their region is the stream's."""
        self._file = file
        self._stream = stream
        self._page_size = page_size
        self._database: sqlite3.Connection | None = None
        self._inode = 0
        self.after: int | None = None
        """The number of the record after which to read: set by the two below, and by who has taken a page."""

    def start_at_latest(self) -> None:
        """Begin with the next record that is written. Raises :class:`NothingToReadError`."""
        with self._opened() as database:
            if self._described(database, "StreamStatus") != "ENABLED":
                raise NothingToReadError(f"{self._stream} is disabled.")
            self.after = _newest(database)

    def start_at_oldest(self) -> None:
        """Begin with the oldest record (TRIM_HORIZON). Raises :class:`NothingToReadError`."""
        with self._opened() as database:
            self._described(database, "StreamStatus")
        self.after = 0

    def read(self) -> Page:
        """What is there now, without waiting. The next page is the same, unless `after` is set meanwhile.

        Raises :class:`NothingToReadError` if there is no starting position.
        """
        if self.after is None:
            raise NothingToReadError(f"{self._stream} has no starting position.")
        with self._opened() as database:
            # Before the page: what comes meanwhile has a higher number. So records of other streams are looked through
            # once only.
            newest = _newest(database)
            if newest <= self.after:
                return Page([], self.after, more=False)
            page = self._page(database, self.after)
            return page if page.records else page._replace(last=newest)

    def _page(self, database: sqlite3.Connection, after: int) -> Page:
        oldest = int((time.time() - RETENTION_SECONDS) * 1000)
        records: list[tuple[str, Record]] = []
        last, size = after, 0
        with closing(database.execute(_RECORDS, (after, self._stream.engine_arn, oldest, self._page_size))) as rows:
            for shard_id, number, created, content, operation in rows:
                records.append((shard_id, from_row(number, created, content, operation, self._stream.table.region)))
                last = number
                size += len(content)
                if size >= MAX_PAGE_BYTES:
                    break
        return Page(records, last, more=len(records) >= self._page_size or size >= MAX_PAGE_BYTES)

    def partition_key(self) -> str:
        """The name of the table's partition key. Raises :class:`NothingToReadError`."""
        with self._opened() as database:
            keys = json.loads(self._described(database, "StreamInfo"))["keySchema"]
        return next(key["AttributeName"] for key in keys if key["KeyType"] == "HASH")

    def close(self) -> None:
        """Let go of the file; reading opens it again."""
        if self._database:
            self._database.close()
        self._database = None

    def _described(self, database: sqlite3.Connection, column: str) -> Any:
        found = database.execute(
            f"SELECT {column} FROM sm WHERE StreamID = ?",  # noqa: S608 - the column is one of ours
            [self._stream.engine_arn],
        ).fetchone()
        if not found:
            raise NothingToReadError(f"There is no {self._stream}.")
        return found[0]

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """The file, for reading. Raises :class:`NothingToReadError` when the engine has none, or no streams in it."""
        try:
            inode = self._file.stat().st_ino
        except FileNotFoundError:
            raise NothingToReadError(f"There is no {self._stream}.") from None
        if inode != self._inode:
            self.close()  # what was open is another file, which has been replaced
        if not self._database:
            # "rw" never makes the file, and can read it while the engine does not run.
            uri = f"{self._file.absolute().as_uri()}?mode=rw"
            self._database = sqlite3.connect(
                uri, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            self._inode = inode
        try:
            yield self._database
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                raise NothingToReadError(f"There is no {self._stream}.") from error
            raise


def _newest(database: sqlite3.Connection) -> int:
    """The number of the last record of all. The engine writes one after the other, in the order of their numbers."""
    number: int = database.execute("SELECT ifnull(max(SequenceNumber), 0) FROM us").fetchone()[0]
    return number
