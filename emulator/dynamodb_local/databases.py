"""The engine's files, one SQLite database for each account and region, made so that writes are quick, and prepared so
that numbers of stream records go on where they were.

The engine takes SQLite's defaults: each write waits four times for the disk, and longer when others use it. With a
write-ahead log it waits once, and an acknowledged write outlives any end all the same; and whoever reads (see
``stream_reader``) does not stand in its way. That is a property of the file, which SQLite keeps and the engine does not
touch: so files are made here before the engine would make them.

https://www.sqlite.org/wal.html

The engine numbers records in order, and goes on after the highest number that it has a record of. Records live for a
day, and shards begin with a number that no record has: a restart would give numbers again that readers are past, and
they would miss those records. So there is a record of the highest number, in no stream, that never ends.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from localstack.services.dynamodb.utils import get_ddb_access_key

LOG = logging.getLogger(__name__)


_LAST_NUMBER = """
    SELECT max(
        ifnull((SELECT max(SequenceNumber) FROM us), 0),
        ifnull((SELECT max(InitialSequenceNumberStart) FROM ss), 0),
        ifnull((SELECT max(SequenceNumberEnd) FROM ss), 0)
    )
"""
_NO_STREAM = "petri"
_NEVER = 4_102_444_800_000  # the year 2100, in milliseconds since 1970


class Databases:
    """The files in one folder. For any thread."""

    def __init__(self, folder: Path, read_up_to: Callable[[], int] = lambda: 0) -> None:
        """``read_up_to`` gives the highest number of a record that a reader remembers."""
        self._folder = folder
        self._read_up_to = read_up_to
        self._known: set[tuple[str, str]] = set()

    def file(self, account_id: str, region: str) -> Path:
        """The one of an account and region, whether it is there or not."""
        return self._folder / f"{get_ddb_access_key(account_id, region)}_{region}.db"

    def prepare_all(self) -> None:
        """Prepare the files that are there. Not while the engine runs, which has them open."""
        for file in self._folder.glob("*.db"):
            _use_write_ahead_log(file)
            _keep_last_number(file, self._read_up_to())

    def prepare(self, account_id: str, region: str) -> None:
        """Make the file of an account and region, before the engine is asked for anything of theirs."""
        if (account_id, region) in self._known:
            return
        file = self.file(account_id, region)
        if not file.exists():
            _use_write_ahead_log(file)
        self._known.add((account_id, region))


def _use_write_ahead_log(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as database:
            (journal,) = database.execute("PRAGMA journal_mode = WAL").fetchone()
        if journal != "wal":
            LOG.warning(
                "%s has no write-ahead log, because its file system cannot share memory: writes will be slow, and may "
                "fail while a stream is read. Have the state on a disk of this machine.",
                file,
            )
    except sqlite3.Error as error:
        # The engine has its own words for what is wrong, or gets along without.
        LOG.warning("Writes to %s will be slow: %s", file, error)


def _keep_last_number(file: Path, read_up_to: int) -> None:
    try:
        with closing(sqlite3.connect(file)) as database, database:
            if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'us'").fetchone():
                return  # the engine has not used it yet
            last = max(database.execute(_LAST_NUMBER).fetchone()[0], read_up_to)
            database.execute("DELETE FROM us WHERE StreamID = ?", [_NO_STREAM])
            record = (_NO_STREAM, _NO_STREAM, last + 1, _NEVER, b"{}", "INSERT")
            database.execute("INSERT INTO us VALUES (?, ?, ?, ?, ?, ?)", record)
    except sqlite3.Error as error:
        LOG.warning("Readers may miss the next records of streams in %s: %s", file, error)
