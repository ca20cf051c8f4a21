"""JSON that people give: in a file, on the command line, or through a pipe."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from scripts.errors import PetriError


def read(path: str | None, data: str | None) -> str:
    """The JSON of ``--path`` (a file, ``-`` for standard input) or ``--data``; ``{}`` without both.

    Raises PetriError when both are given, the file is not there, or what it has is no JSON: with line and column.
    """
    if path is not None and data is not None:
        raise PetriError("Give the event by --path or by --data, not by both.")
    if path is not None:
        return checked(*_content(path))
    return checked(data if data is not None else "{}", "--data")


def checked(text: str, source: str) -> str:
    """``text``, if it is JSON. Raises PetriError, saying what of ``source`` is wrong, and where."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise PetriError(
            f"{source} is not valid JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        ) from error
    except RecursionError:
        raise PetriError(f"{source} is nested too deeply.") from None
    return text


def _content(path: str) -> tuple[str, str]:
    if path == "-":
        return sys.stdin.read(), "Standard input"
    file = Path(path)
    try:
        return file.read_text(encoding="utf-8-sig"), path
    except FileNotFoundError:
        raise PetriError(f"There is no file {path}.{_there_are(file)}") from None
    except UnicodeDecodeError as error:
        raise PetriError(f"{path} is not valid JSON: byte {error.start} is not UTF-8.") from error


def _there_are(file: Path) -> str:
    """What else is in the folder, for who has mistyped a name."""
    names = sorted(each.name for each in file.parent.glob("*.json")) if file.parent.is_dir() else []
    if not names:
        return ""
    from scripts.suggestions import did_you_mean

    return f" {did_you_mean(file.name, names)}"
