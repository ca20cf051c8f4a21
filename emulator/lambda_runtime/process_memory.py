"""How much memory a process has used."""

from __future__ import annotations

import os
from contextlib import suppress
from mmap import PAGESIZE

import psutil


def peak_memory(process_id: int) -> int:
    """The most memory the process has had resident, in bytes; as of now where the system does not note it.

    0 when the process has ended.
    """
    with suppress(psutil.Error, OSError, LookupError):
        if not psutil.LINUX:
            return int(psutil.Process(process_id).memory_info().rss)
        # rusage's high-water mark counts the emulator, from before exec.
        status = _read(f"/proc/{process_id}/status")
        after = status.split(b"VmHWM:", 1)[1]
        return int(after.split(None, 1)[0]) * 1024
    return 0


def takes_more_than(process_id: int, limit: int) -> bool:
    """Whether the process and its descendants have more than ``limit`` bytes in memory now.

    Pages shared with others, such as those that a forked process has from its zygote, count in proportion.
    """
    # Counting each page in full, which is too much at most, is a hundredth of the work.
    return _resident_memory(process_id) > limit and used_memory(process_id) > limit


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


def _resident_memory(process_id: int) -> int:
    with suppress(OSError, ValueError, LookupError):
        if psutil.LINUX:
            own = int(_read(f"/proc/{process_id}/statm").split(None, 2)[1]) * PAGESIZE
            return own + sum(_resident_memory(child) for child in _children(process_id))
    return used_memory(process_id)


def _proportional(process_id: int) -> int:
    rollup = _read(f"/proc/{process_id}/smaps_rollup")
    return int(rollup.split(b"\nPss:", 1)[1].split(None, 1)[0]) * 1024


def _children(process_id: int) -> list[int]:
    """Asked of the system, which knows; psutil would look at every process of the machine."""
    tasks = f"/proc/{process_id}/task"
    threads = os.listdir(tasks)  # noqa: PTH208 - as below
    return [int(child) for thread in threads for child in _read(f"{tasks}/{thread}/children").split()]


def _read(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - a third of what a Path takes
        return file.readall()
