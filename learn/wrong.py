"""The one thing that is wrong, in the learner's terms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where to look: a file of the learner's folder, and a line if there is one."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


class Wrong(Exception):  # noqa: N818 - what it says is said as its name
    """A check found something. ``str()`` is what the learner reads: what happened, and what was expected."""

    def __init__(self, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.place = place
