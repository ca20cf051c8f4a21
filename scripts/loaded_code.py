"""What a process has loaded, to notice when that is no longer what the files say."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass

from scripts.setup.layout import ROOT, VENV

type Stamp = tuple[int, int]
"""modification time (ns) and size of a file"""

_UNKNOWN: Stamp = (-1, -1)


@dataclass(frozen=True)
class LoadedCode:
    """The sources of the checkout that were loaded, and the marks of what set-up has installed."""

    stamps: dict[str, Stamp]
    """by the file's path"""

    @classmethod
    def look(cls, started: float) -> LoadedCode:
        """What this process, which began to load at ``started`` (seconds of the epoch), has loaded by now."""
        now = time.time()
        files = [file for module in list(sys.modules.values()) if (file := getattr(module, "__file__", None))]
        sources = [
            file for file in files if file.startswith(f"{ROOT}{os.sep}") and not file.startswith(f"{VENV}{os.sep}")
        ]
        marks = [str(mark) for mark in VENV.glob(".petri-*.json")]
        stamps = {file: _stamp(file) for file in (*sources, *marks)}
        # Which content was loaded of a file that was saved meanwhile is not known.
        return cls({file: _UNKNOWN if started * 1e9 <= it[0] <= now * 1e9 else it for file, it in stamps.items()})

    def has_changed(self) -> bool:
        """Whether a file has changed since."""
        return any(_stamp(file) != stamp for file, stamp in self.stamps.items())


def _stamp(file: str) -> Stamp:
    try:
        status = os.stat(file)  # noqa: PTH116 - a hundred of them before each command
    except OSError:
        return _UNKNOWN
    return status.st_mtime_ns, status.st_size
