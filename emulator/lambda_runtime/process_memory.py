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
