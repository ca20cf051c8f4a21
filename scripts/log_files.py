"""Log files: begun anew at each start, and quoted when something fails."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

_LINES_QUOTED = 12
_BYTES_READ = 16_384


def begin(log: Path) -> BinaryIO:
    """Open an empty log for appending; the previous one is kept as ``<name>.1``."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists():
        log.replace(log.with_name(f"{log.name}.1"))
    return log.open("ab")


def quote_end(log: Path) -> str:
    """The last lines of a log, indented, under its name: for the end of an error message."""
    try:
        with log.open("rb") as content:
            content.seek(max(0, log.stat().st_size - _BYTES_READ))
            lines = content.read().decode(errors="replace").split("\n")
    except OSError:
        lines = []
    last = [line.rstrip() for line in lines if line.strip()][-_LINES_QUOTED:]
    if not last:
        return f"The log {log} is empty."
    return "\n".join([f"The end of {log}:", *(f"    {line}" for line in last)])
