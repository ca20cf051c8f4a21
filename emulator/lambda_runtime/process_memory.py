"""How much memory a process has used."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import psutil


def peak_memory(process_id: int) -> int:
    """The most memory the process has had resident, in bytes; as of now where the system does not note it.

    0 when the process has ended.
    """
    with suppress(psutil.Error, OSError, LookupError):
        if not psutil.LINUX:
            return int(psutil.Process(process_id).memory_info().rss)
        # rusage's high-water mark counts the emulator, from before exec.
        status = Path(f"/proc/{process_id}/status").read_bytes()
        after = status.split(b"VmHWM:", 1)[1]
        return int(after.split(None, 1)[0]) * 1024
    return 0


def used_memory(process_id: int) -> int:
    """What the process and its descendants have in memory now, in bytes; 0 when it has ended.

    Pages shared with others, such as those that a forked process has from its zygote, count in proportion.
    """
    with suppress(psutil.Error, OSError, LookupError, ValueError):
        if not psutil.LINUX:
            process = psutil.Process(process_id)
            return sum(int(each.memory_info().rss) for each in (process, *process.children(recursive=True)))
        return _proportional(process_id) + sum(used_memory(child) for child in _children(process_id))
    return 0


def _proportional(process_id: int) -> int:
    rollup = Path(f"/proc/{process_id}/smaps_rollup").read_bytes()
    return int(rollup.split(b"\nPss:", 1)[1].split(None, 1)[0]) * 1024


def _children(process_id: int) -> list[int]:
    """Asked of the system, which knows; psutil would look at every process of the machine."""
    threads = Path(f"/proc/{process_id}/task").iterdir()
    return [int(child) for thread in threads for child in (thread / "children").read_bytes().split()]
