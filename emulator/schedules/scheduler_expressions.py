"""When a schedule of EventBridge Scheduler is due: expressions in a time zone, between two dates, or once.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from emulator.schedules.expressions import Schedule, parse

_AT = re.compile(r"at\((?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")


def parse_schedule(expression: str, time_zone: str, start: datetime | None, end: datetime | None) -> Schedule:
    """Read ``at(2026-11-25T10:00:00)``, or what rules have; ``start`` and ``end`` limit all but ``at``.

    Raises ValueError for what is none of these, or no time zone.
    """
    try:
        zone = ZoneInfo(time_zone)
    except (KeyError, OSError) as error:
        raise ValueError(f"there is no time zone {time_zone}") from error
    if once := _AT.fullmatch(expression):
        return _Once(datetime.fromisoformat(once["time"]).replace(tzinfo=zone).astimezone(UTC))
    if expression.startswith("rate("):
        return _Between(_FromTheStart(parse(expression)), start, end)
    return _Between(_InZone(parse(expression), zone), start, end)


@dataclass(frozen=True, slots=True)
class _Once:
    time: datetime

    def next_after(self, moment: datetime, begun: datetime) -> datetime | None:  # noqa: ARG002
        return self.time if self.time > moment else None


@dataclass(frozen=True, slots=True)
class _FromTheStart:
    """A rate whose first time is its beginning: rules have theirs one period later."""

    rate: Schedule

    def next_after(self, moment: datetime, begun: datetime) -> datetime | None:
        return begun if moment < begun else self.rate.next_after(moment, begun)


@dataclass(frozen=True, slots=True)
class _InZone:
    """A cron expression is about the clock on the wall."""

    cron: Schedule
    zone: ZoneInfo

    def next_after(self, moment: datetime, begun: datetime) -> datetime | None:
        due = self.cron.next_after(moment.astimezone(self.zone).replace(tzinfo=UTC), begun)
        return due.replace(tzinfo=self.zone).astimezone(UTC) if due else None


@dataclass(frozen=True, slots=True)
class _Between:
    """Not before ``start``, nor after ``end``."""

    schedule: Schedule
    start: datetime | None
    end: datetime | None

    def next_after(self, moment: datetime, begun: datetime) -> datetime | None:
        if self.start:
            begun = self.start
            # A schedule that is due at its start is due then.
            moment = max(moment, self.start - timedelta(microseconds=1))
        due = self.schedule.next_after(moment, begun)
        return None if due is None or (self.end and due > self.end) else due
