"""What functions print, as CloudWatch Logs has it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_logs.type_defs import FilteredLogEventTypeDef

_SECONDS_BETWEEN_LOOKS = 0.3
# A line may reach the log a little after lines that are later.
_LATE = timedelta(seconds=10)


@dataclass(frozen=True)
class LogLine:
    """One event of a log."""

    at: datetime
    function: str
    """its name in the account"""
    stream: str
    message: str


def lines(client: CloudWatchLogsClient, functions: Sequence[str], start: datetime, *, tail: bool) -> Iterator[LogLine]:
    """What functions have printed since ``start``, in order of time; with ``tail`` also what they print from now on."""
    seen: dict[str, datetime] = {}
    while True:
        found = [each for function in functions for each in _events(client, function, start)]
        for event_id, line in sorted(found, key=lambda each: each[1].at):
            if event_id not in seen:
                seen[event_id] = line.at
                yield line
        if not tail:
            return
        time.sleep(_SECONDS_BETWEEN_LOOKS)
        start = max(start, datetime.now(UTC) - _LATE)
        seen = {event_id: at for event_id, at in seen.items() if at >= start}


def _events(client: CloudWatchLogsClient, function: str, start: datetime) -> Iterator[tuple[str, LogLine]]:
    pages = client.get_paginator("filter_log_events").paginate(
        logGroupName=f"/aws/lambda/{function}", startTime=int(start.timestamp() * 1000)
    )
    try:
        for page in pages:
            for event in page["events"]:
                yield event["eventId"], _line(function, event)
    except client.exceptions.ResourceNotFoundException:
        return  # it has never run


def _line(function: str, event: FilteredLogEventTypeDef) -> LogLine:
    at = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
    return LogLine(at, function, event["logStreamName"], event["message"].rstrip("\n"))
