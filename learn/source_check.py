"""Looks whether Python can read the learner's functions, before they are deployed."""

from __future__ import annotations

from pathlib import Path

from learn.wrong import Place, Wrong


def require_readable(folder: Path) -> None:
    """Raise Wrong with file and line for the first source of a function that is not Python."""
    for source in sorted((folder / "lambdas").rglob("*.py")):
        place = source.relative_to(folder).as_posix()
        try:
            compile(source.read_bytes(), place, "exec")
        except (SyntaxError, ValueError) as error:
            line = getattr(error, "lineno", None)
            reason = getattr(error, "msg", None) or str(error)
            raise Wrong(f"Python cannot read {place}: {reason}.", Place(place, line)) from None
