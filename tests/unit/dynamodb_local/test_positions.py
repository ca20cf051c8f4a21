"""Positions of event source mappings outlive the process."""

from __future__ import annotations

from pathlib import Path

import pytest

from emulator.dynamodb_local.positions import Positions
from emulator.dynamodb_local.stream_reader import Position


def test_a_position_is_there_after_a_restart_without_its_iterator(tmp_path: Path) -> None:
    Positions(tmp_path).set("mapping", Position("shard", "iterator", after=7, since=1.5))
    assert Positions(tmp_path).get("mapping") == Position("shard", None, after=7, since=1.5)


def test_a_position_keeps_its_iterator_in_the_process(tmp_path: Path) -> None:
    positions = Positions(tmp_path)
    positions.set("mapping", Position("shard", "iterator", after=7))
    assert positions.get("mapping") == Position("shard", "iterator", after=7)


def test_a_look_without_news_writes_nothing(tmp_path: Path) -> None:
    positions = Positions(tmp_path)
    positions.set("mapping", Position("shard", "1", after=7, since=1.0))
    positions.set("mapping", Position("shard", "2", after=7, since=2.0))
    assert Positions(tmp_path).get("mapping") == Position("shard", None, after=7, since=1.0)


def test_a_deleted_mapping_has_none(tmp_path: Path) -> None:
    positions = Positions(tmp_path)
    positions.set("mapping", Position("shard", None))
    positions.forget("mapping")
    assert positions.get("mapping") is None
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_no_position(tmp_path: Path) -> None:
    (tmp_path / "mapping.json").write_text("{")
    assert Positions(tmp_path).get("mapping") is None


def test_a_position_that_cannot_be_written_is_known_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    positions = Positions(tmp_path / "file")
    for number in (7, 8):
        positions.set("mapping", Position("shard", "iterator", after=number))
    assert positions.get("mapping") == Position("shard", "iterator", after=8)
    (warning,) = caplog.messages
    assert "after a restart it delivers records again" in warning
