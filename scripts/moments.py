"""Points in time as people type them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from scripts.errors import PetriError

_AGO = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def since(text: str, now: datetime | None = None) -> datetime:
    """``5m`` before ``now``, or a date and time in ISO 8601, in this machine's zone if it names none.

    Raises PetriError for anything else.
    """
    now = now or datetime.now(UTC)
    try:
        if ago := _AGO.fullmatch(text.strip()):
            return now - timedelta(seconds=float(ago[1]) * _SECONDS[ago[2]])
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        raise PetriError(f"{text} is no point in time: write 30s, 5m, 2h, 1d, or 2026-11-25T21:30.") from None
