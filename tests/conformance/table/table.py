"""Rows and tests joined: what is covered, what is explained, what is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tests.conformance.table.rows import Row, Section


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of some section there are of each state."""

    rows: int
    covered: int
    explained: int

    @property
    def open(self) -> int:
        """Rows with neither test nor reason."""
        return self.rows - self.covered - self.explained


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table."""

    sections: list[Section]
    files: Mapping[str, list[Path]]
    """by row id the files, relative to ``tests/``, with a test for it"""

    def rows(self) -> list[Row]:
        """All rows in order."""
        return [row for section in self.sections for row in section.rows()]

    def count(self, rows: Iterable[Row]) -> Count:
        """Count some rows by state."""
        rows = list(rows)
        covered = sum(row.id in self.files for row in rows)
        return Count(len(rows), covered, sum(row.id not in self.files and row.reason is not None for row in rows))

    def open(self, section: Section) -> list[str]:
        """The ids of a section's open rows."""
        return [row.id for row in section.rows() if row.id not in self.files and row.reason is None]

    def mistakes(self) -> list[str]:
        """What contradicts itself: tests of unknown rows, reasons of covered rows. Sentences for people."""
        known = {row.id for row in self.rows()}
        unknown = [
            f"{row_id} is no row, but a test in {', '.join(map(str, files))} has it in its name."
            for row_id, files in sorted(self.files.items())
            if row_id not in known
        ]
        needless = [
            f"{row.id} has a test in {', '.join(map(str, self.files[row.id]))}: take away the reason for having none."
            for row in self.rows()
            if row.reason is not None and row.id in self.files
        ]
        return unknown + needless
