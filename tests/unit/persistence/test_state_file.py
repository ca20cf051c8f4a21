"""State files: whole, or refused with the reason."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from emulator.persistence import state_file
from emulator.persistence.state_file import StateFileError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A state file with content."""
    written = tmp_path / "services" / "iam.state"
    state_file.write(written, b"content\nof two lines")
    return written


def test_what_was_written_is_read(file: Path) -> None:
    assert state_file.read(file) == b"content\nof two lines"


def test_it_is_for_nobody_else(file: Path) -> None:
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_no_draft_is_left(file: Path) -> None:
    assert list(file.parent.iterdir()) == [file]


def test_a_new_content_replaces_the_old(file: Path) -> None:
    state_file.write(file, b"new")
    assert state_file.read(file) == b"new"


def test_a_truncated_file(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5])
    with pytest.raises(StateFileError, match="it has 15 of 20 bytes"):
        state_file.read(file)


def test_an_empty_file(file: Path) -> None:
    file.write_bytes(b"")
    with pytest.raises(StateFileError, match="no state file of Petri"):
        state_file.read(file)


def test_a_damaged_file(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"content", b"CONTENT"))
    with pytest.raises(StateFileError, match="checksum differs"):
        state_file.read(file)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [({"format": 2}, "a newer Petri has written it"), ({"localstack": "2027.1.0"}, "LocalStack 2027.1.0 has written")],
)
def test_a_file_of_another_version(file: Path, changed: dict[str, object], reason: str) -> None:
    header, _, content = file.read_bytes().partition(b"\n")
    file.write_bytes(json.dumps(json.loads(header) | changed).encode() + b"\n" + content)
    with pytest.raises(StateFileError, match=reason):
        state_file.read(file)


def test_set_aside_overwrites_nothing(file: Path) -> None:
    assert state_file.set_aside(file).name == "iam.state.refused-1"
    state_file.write(file, b"again")
    assert state_file.set_aside(file).name == "iam.state.refused-2"
    assert not file.exists()
