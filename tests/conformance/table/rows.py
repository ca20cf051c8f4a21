"""The rows: what AWS does, one line each, as it was gathered from documentation and recordings."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROWS = Path(__file__).parent / "rows"
CONFIDENCE = frozenset({"H", "M", "L", "H/M", "H/L", "M/L"})


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that AWS does."""

    id: str
    """section letter and number: ``A07``, ``A120``"""
    confidence: str
    """H documented or recorded, M one report or inferred, L believed; two marks when parts of the row differ"""
    behaviour: str
    reason: str | None = None
    """why no test covers it, if none can or needs to"""


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one file."""

    letter: str
    title: str
    groups: dict[str, list[Row]]
    """by heading, in the file's order"""

    def rows(self) -> list[Row]:
        """All rows in order."""
        return [row for rows in self.groups.values() for row in rows]


def read_sections(folder: Path = ROWS) -> list[Section]:
    """Read every file of ``folder``, in the order of the sections' letters.

    Raises:
        ValueError: a row is malformed; the message names it.
    """
    sections = [_read(file) for file in folder.glob("*.toml")]
    return sorted(sections, key=lambda section: section.letter)


def _read(file: Path) -> Section:
    content = tomllib.loads(file.read_text())
    letter = content["letter"]
    groups = {
        heading: [_row(letter, row_id, cells) for row_id, cells in rows.items()]
        for heading, rows in content["groups"].items()
    }
    return Section(letter, content["title"], groups)


def _row(letter: str, row_id: str, cells: list[str]) -> Row:
    number = row_id.removeprefix(letter)
    if not number.isdecimal() or len(number) < 2:
        raise ValueError(f"Row {row_id}: an id of this file is {letter} and at least two digits.")
    if len(cells) not in (2, 3) or cells[0] not in CONFIDENCE:
        raise ValueError(f"Row {row_id}: a row is [confidence, behaviour] or [confidence, behaviour, reason].")
    return Row(row_id, *cells)
