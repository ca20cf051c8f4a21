"""Idle execution environments are given back early when the machine runs out of memory."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

LOG = logging.getLogger(__name__)

# Environments are ended while less of the machine's memory is available.
LEAST_AVAILABLE = 0.05

_CGROUP = Path("/sys/fs/cgroup")


def available_share(cgroup: Path = _CGROUP) -> float:
    """The part of the memory that is available, from 0 to 1: of the machine's, or of a container's if that is less."""
    memory = psutil.virtual_memory()
    machine = float(memory.available / memory.total)
    with suppress(OSError, ValueError, KeyError):
        limit = int((cgroup / "memory.max").read_text())  # "max" where there is none
        used = int((cgroup / "memory.current").read_text())
        kept = dict(line.split() for line in (cgroup / "memory.stat").read_text().splitlines())
        # The cache of files goes as soon as somebody needs its place.
        used -= int(kept["inactive_file"])
        return min(machine, max(0.0, 1 - used / limit))
    return machine


def relieve(end_least_recently_used: Callable[[], bool], available: Callable[[], float] = available_share) -> int:
    """End idle environments until enough memory is available or none is left. Returns how many.

    ``end_least_recently_used`` says whether there was one to end.
    """
    ended = 0
    while available() < LEAST_AVAILABLE and end_least_recently_used():
        ended += 1
    if ended:
        LOG.warning("Memory is short: %d idle execution environments were ended", ended)
    return ended
