"""Instants as API Gateway writes them."""

from __future__ import annotations

from datetime import UTC, datetime

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clf(epoch_ms: int) -> str:
    """Common log format, always UTC: ``12/Mar/2020:19:03:58 +0000`` (rows A27, B21). Locale must not matter."""
    at = datetime.fromtimestamp(epoch_ms / 1000, UTC)
    return f"{at:%d}/{_MONTHS[at.month - 1]}/{at:%Y:%H:%M:%S} +0000"


def iso8601(epoch_ms: int) -> str:
    """``2020-03-12T19:03:58.123Z`` (row A88)."""
    return datetime.fromtimestamp(epoch_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
