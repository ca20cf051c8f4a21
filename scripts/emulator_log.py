"""The emulator's log: one line for each call, and what went wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

_SECONDS_BETWEEN_LOOKS = 0.2
# 2026-11-25T21:33:00.275  INFO --- [     gateway] localstack.request.aws     : AWS iam.DeleteRole => 200
_LINE = re.compile(
    r"(?P<time>\d{4}-\S+)\s+(?P<level>[A-Z]+) --- \[\s*(?P<thread>.*?)\] (?P<logger>\S+)\s*: (?P<message>.*)"
)


def lines(log: Path, since: datetime | None, *, tail: bool) -> Iterator[str]:
    """Its lines, with their ends, from ``since`` on; with ``tail`` also those to come."""
    shown = since is None
    with log.open(errors="replace") as file:
        while True:
            for line in file:
                if since and (written := _LINE.match(line)):
                    shown = datetime.fromisoformat(written["time"]).astimezone() >= since
                if shown:
                    yield line
            if not tail:
                return
            time.sleep(_SECONDS_BETWEEN_LOOKS)


def described(line: str) -> dict[str, Any]:
    """A line's parts; of one that goes on with the line before, the message alone."""
    if written := _LINE.match(line):
        return {**written.groupdict(), "time": datetime.fromisoformat(written["time"]).astimezone().isoformat()}
    return {"message": line.rstrip("\n")}
