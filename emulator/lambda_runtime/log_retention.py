"""A log stream keeps its newest events: LocalStack has them all in memory, for as long as the group exists."""

from __future__ import annotations

from localstack.services.logs.provider import get_moto_logs_backend
from moto.logs.models import LogEvent, LogStream

from emulator.lambda_runtime.log_allowance import EVENT_BYTES

# As `log_allowance` counts: a hundred thousand short lines.
MAX_STREAM = 64 * 1024 * 1024
# Then so much of it goes, that the next event is not one too many again.
_KEPT = 0.75

_NOTICE = f"Petri has dropped the older events of this log stream: it keeps {MAX_STREAM // 1024 // 1024} MB.\n"


def trim(account_id: str, region: str, group: str, stream: str) -> None:
    """Drop the oldest events of a stream that is too large; its first event says so."""
    groups = get_moto_logs_backend(account_id, region).groups
    found = groups[group].streams.get(stream) if group in groups else None
    if found and _size(found) > MAX_STREAM:
        drop_oldest(found, MAX_STREAM * _KEPT)


def drop_oldest(stream: LogStream, size: float) -> None:
    """Make a stream at most ``size`` large, but for the notice."""
    excess = _size(stream) - size
    dropped = 0
    for event in stream.events:
        if excess <= 0:
            break
        excess -= EVENT_BYTES + len(event.message)
        stream.stored_bytes -= len(event.message)
        dropped += 1
    oldest = stream.events[max(dropped - 1, 0)]
    notice = LogEvent(oldest.ingestion_time, {"timestamp": oldest.timestamp, "message": _NOTICE})
    stream.stored_bytes += len(_NOTICE)
    # Not in place: somebody may be reading.
    stream.events = [notice, *stream.events[dropped:]]


def _size(stream: LogStream) -> int:
    size: int = stream.stored_bytes + EVENT_BYTES * len(stream.events)
    return size
