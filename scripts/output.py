"""How commands answer: in colours to people, as JSON to scripts.

Nothing here needs Rich, whose import takes as long as a quick command does; tables and progress use it.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any, TextIO

_CODES = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "magenta": 35, "cyan": 36}


def print_json(value: Any) -> None:
    """An answer as JSON, indented."""
    print(json.dumps(value, indent=2, ensure_ascii=False, default=str))


def print_json_line(value: Any) -> None:
    """One of many answers as JSON, on a line of its own, at once."""
    print(json.dumps(value, ensure_ascii=False, default=str), flush=True)


def painted(text: str, style: str, stream: TextIO | None = None) -> str:
    """``text`` in a style, where ``stream`` (standard output) shows it: on a terminal, unless NO_COLOR is set."""
    stream = stream or sys.stdout
    if not stream.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m"


def done(text: str) -> None:
    """Tell that something is done."""
    print(f"{painted('✓', 'green')} {text}")


def complain(text: str) -> None:
    """Tell what went wrong, on standard error."""
    print(painted(text, "red", sys.stderr), file=sys.stderr)


def complain_json(text: str, exit_code: int) -> None:
    """Tell it to a script, on a line of its own."""
    print(json.dumps({"error": {"message": text, "exitCode": exit_code}}, ensure_ascii=False), file=sys.stderr)


def printable(text: str, allowed: str = "\n\t\xa0") -> str:
    """Without control characters: what others have sent shall not command this terminal."""
    return "".join(letter if letter.isprintable() or letter in allowed else "�" for letter in text)
