"""The engine's files have a write-ahead log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from emulator.dynamodb_local.databases import Databases


def journal_of(file: Path) -> str:
    """How SQLite keeps a file's changes safe."""
    with closing(sqlite3.connect(file)) as database:
        return str(database.execute("PRAGMA journal_mode").fetchone()[0])


def test_the_file_of_an_account_and_region_is_made(tmp_path: Path) -> None:
    Databases(tmp_path).prepare("000000000000", "eu-west-1")
    assert journal_of(tmp_path / "000000000000euwest1_eu-west-1.db") == "wal"


def test_what_an_older_version_has_left_is_converted(tmp_path: Path) -> None:
    file = tmp_path / "000000000000euwest1_eu-west-1.db"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE items (id)")
        database.execute("INSERT INTO items VALUES (1)")
    assert journal_of(file) == "delete"
    Databases(tmp_path).prepare_all()
    assert journal_of(file) == "wal"
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT id FROM items").fetchall() == [(1,)]


def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "broken.db").write_bytes(b"no database" * 100)
    Databases(tmp_path).prepare_all()
    assert (tmp_path / "broken.db").read_bytes() == b"no database" * 100
    assert "broken.db" in caplog.text


def engine_file(folder: Path, record_numbers: list[int], first_of_shard: int) -> Path:
    """A file as the engine leaves it: with records of these numbers, and a shard that begins there."""
    file = folder / "000000000000euwest1_eu-west-1.db"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(
            "CREATE TABLE us (StreamID TEXT, ShardID TEXT, SequenceNumber INTEGER PRIMARY KEY, CreationDateTime"
            " INTEGER, StreamRecord BLOB, OperationType TEXT)"
        )
        database.execute(
            "CREATE TABLE ss (StreamID TEXT, ShardID TEXT PRIMARY KEY, CreationDateTime INTEGER, DeletionDateTime"
            " INTEGER, InitialSequenceNumberStart INTEGER, SequenceNumberEnd INTEGER, ParentShardID TEXT)"
        )
        database.execute("INSERT INTO ss VALUES ('stream', 'shard', 0, NULL, ?, NULL, NULL)", [first_of_shard])
        for number in record_numbers:
            database.execute("INSERT INTO us VALUES ('stream', 'shard', ?, 0, '{}', 'INSERT')", [number])
    return file


def last_number(file: Path) -> int:
    """Where the engine goes on counting."""
    with closing(sqlite3.connect(file)) as database:
        return int(database.execute("SELECT max(SequenceNumber) FROM us").fetchone()[0])


@pytest.mark.parametrize(
    ("record_numbers", "first_of_shard", "read_up_to"),
    [([], 7, 0), ([5, 6, 7], 1, 0), ([], 1, 7), ([6], 7, 3)],
    ids=["a shard without records", "records", "records that are over", "all"],
)
def test_numbers_go_on_after_all_that_were_given(
    tmp_path: Path, record_numbers: list[int], first_of_shard: int, read_up_to: int
) -> None:
    file = engine_file(tmp_path, record_numbers, first_of_shard)
    for start in range(3):
        Databases(tmp_path, lambda: read_up_to).prepare_all()
        assert last_number(file) == 8 + start
