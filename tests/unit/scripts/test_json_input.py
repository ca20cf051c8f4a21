from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from scripts import json_input
from scripts.errors import PetriError

if TYPE_CHECKING:
    from pathlib import Path


def test_without_anything_the_event_is_empty() -> None:
    assert json_input.read(None, None) == "{}"


def test_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    file.write_bytes(b'\xef\xbb\xbf{"a": 1}')
    assert json_input.read(str(file), None) == '{"a": 1}'


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("[1]"))
    assert json_input.read("-", None) == "[1]"


def test_what_is_wrong_and_where(tmp_path: Path) -> None:
    file = tmp_path / "event.json"
    file.write_text('{\n  "a": 1,\n}')
    with pytest.raises(PetriError, match=r"event\.json is not valid JSON: line \d, column \d"):
        json_input.read(str(file), None)
    with pytest.raises(PetriError, match="--data is not valid JSON: line 1, column 7"):
        json_input.read(None, '{"a": oops}')
    file.write_bytes(b'{"a": "\xff"}')
    with pytest.raises(PetriError, match="byte 7 is not UTF-8"):
        json_input.read(str(file), None)
    with pytest.raises(PetriError, match=r"There is no file .*evnt\.json\. Did you mean event\.json\?"):
        json_input.read(str(tmp_path / "evnt.json"), None)
    with pytest.raises(PetriError, match="not by both"):
        json_input.read(str(file), "{}")
    with pytest.raises(PetriError, match="nested too deeply"):
        json_input.read(None, "[" * 1_000_000)
