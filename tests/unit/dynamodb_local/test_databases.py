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
