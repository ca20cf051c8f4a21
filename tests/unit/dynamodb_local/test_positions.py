"""Positions of event source mappings outlive the process."""

from __future__ import annotations

from pathlib import Path

import pytest

from emulator.dynamodb_local.positions import Positions


def test_a_position_is_there_after_a_restart(tmp_path: Path) -> None:
    Positions(tmp_path).set("mapping", 7)
    assert Positions(tmp_path).get("mapping") == 7


def test_before_the_first_record_is_a_position_too(tmp_path: Path) -> None:
    Positions(tmp_path).set("mapping", 0)
    assert Positions(tmp_path).get("mapping") == 0
    assert Positions(tmp_path).get("another") is None


def test_a_look_without_news_writes_nothing(tmp_path: Path) -> None:
    positions = Positions(tmp_path)
    positions.set("mapping", 7)
    (file,) = tmp_path.iterdir()
    written = file.stat().st_ino
    positions.set("mapping", 7)
    assert file.stat().st_ino == written


def test_the_furthest_of_all_mappings_is_known(tmp_path: Path) -> None:
    Positions(tmp_path).set("earlier", 9)
    positions = Positions(tmp_path)
    positions.set("mapping", 7)
    assert positions.furthest() == 9


def test_a_deleted_mapping_has_none(tmp_path: Path) -> None:
    positions = Positions(tmp_path)
    positions.set("mapping", 7)
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
        positions.set("mapping", number)
    assert positions.get("mapping") == 8
    (warning,) = caplog.messages
    assert "after a restart it delivers records again" in warning
