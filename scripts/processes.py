"""Finds and ends the processes Petri has started.

There are no pid files, which lie after a crash: what a process is for stands in its command line, and whoever looks
asks the system what runs.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil

_SECONDS_TO_END = 12.0
_SECONDS_AFTER_KILL = 5.0
_LOOK_SECONDS = 0.02


def command_lines() -> Iterator[tuple[psutil.Process, list[str]]]:
    """Every process of this machine with its command line."""
    for process in psutil.process_iter():
        try:
            yield process, process.cmdline()
        except psutil.Error:
            continue  # ended meanwhile, or not ours to look at


def end(process: psutil.Process) -> None:
    """End a process with all it has started; returns when none of them is left.

    It is asked first, so that it can end its own children and write what it must, and killed if it does not.
    """
    tree = [process, *descendants(process)]
    _signal([process], psutil.Process.terminate)
    _wait([process], _SECONDS_TO_END)
    tree += descendants(process)
    _signal(tree, psutil.Process.kill)
    _wait(tree, _SECONDS_AFTER_KILL)


def descendants(process: psutil.Process) -> list[psutil.Process]:
    """Children, their children and so on; none when the process has ended."""
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def installed_at(packages: Path) -> float:
    """When set-up last installed the packages of an environment: what started before then has other ones loaded."""
    return max((stamp.stat().st_mtime for stamp in packages.glob(".petri-*.json")), default=0.0)


def resident_memory(processes: Sequence[psutil.Process]) -> int:
    """Bytes of physical memory of these processes together."""
    total = 0
    for process in processes:
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue
    return total


def _wait(ended: Sequence[psutil.Process], seconds: float) -> None:
    """Return when they have ended, or after so many seconds.

    psutil waits until they are reaped, which is for the parent to do: the first process of a container may take
    seconds, or never do it.
    """
    deadline = time.monotonic() + seconds
    while any(map(_runs, ended)) and time.monotonic() < deadline:
        time.sleep(_LOOK_SECONDS)


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _signal(processes: Sequence[psutil.Process], action: Callable[[psutil.Process], None]) -> None:
    for process in processes:
        try:
            action(process)
        except psutil.Error:
            continue
