"""The engine's files, one SQLite database for each account and region, made so that writes are quick.

The engine takes SQLite's defaults: each write waits four times for the disk, and longer when others use it. With a
write-ahead log it waits once, and an acknowledged write outlives any end all the same. That is a property of the file,
which SQLite keeps and the engine does not touch: so files are made here before the engine would make them.

https://www.sqlite.org/wal.html
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from localstack.services.dynamodb.utils import get_ddb_access_key

LOG = logging.getLogger(__name__)


class Databases:
    """The files in one folder. For any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: set[tuple[str, str]] = set()

    def prepare_all(self) -> None:
        """Have the files that are there use a write-ahead log. Not while the engine runs, which has them open."""
        for file in self._folder.glob("*.db"):
            _use_write_ahead_log(file)

    def prepare(self, account_id: str, region: str) -> None:
        """Make the file of an account and region, before the engine is asked for anything of theirs."""
        if (account_id, region) in self._known:
            return
        file = self._folder / f"{get_ddb_access_key(account_id, region)}_{region}.db"
        if not file.exists():
            _use_write_ahead_log(file)
        self._known.add((account_id, region))


def _use_write_ahead_log(file: Path) -> None:
    try:
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA journal_mode = WAL")
    except sqlite3.Error as error:
        # The engine has its own words for what is wrong, or gets along without.
        LOG.warning("Writes to %s will be slow: %s", file, error)
