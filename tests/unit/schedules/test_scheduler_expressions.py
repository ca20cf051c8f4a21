"""When schedules of EventBridge Scheduler are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from emulator.schedules.expressions import Schedule
from emulator.schedules.scheduler_expressions import parse_schedule

BEGUN = datetime(2026, 11, 25, 10, 20, 30, tzinfo=UTC)


def following(schedule: Schedule, count: int = 3, begun: datetime = BEGUN) -> list[str]:
    """The next times."""
    moment, found = begun - timedelta(microseconds=1), list[str]()
    while len(found) < count and (due := schedule.next_after(moment, begun)):
        found.append(f"{due:%Y-%m-%d %H:%M:%S}")
        moment = due
    return found


def test_a_rate_is_due_at_once_and_then_after_each_period() -> None:
    schedule = parse_schedule("rate(1 hour)", "UTC", None, None)
    assert following(schedule, 3) == ["2026-11-25 10:20:30", "2026-11-25 11:20:30", "2026-11-25 12:20:30"]


def test_a_rate_with_a_start_begins_there() -> None:
    start = BEGUN + timedelta(minutes=7)
    schedule = parse_schedule("rate(5 minutes)", "UTC", start, None)
    assert following(schedule, 2) == ["2026-11-25 10:27:30", "2026-11-25 10:32:30"]


def test_an_end_ends_it() -> None:
    schedule = parse_schedule("rate(5 minutes)", "UTC", None, BEGUN + timedelta(minutes=9))
    assert following(schedule) == ["2026-11-25 10:20:30", "2026-11-25 10:25:30"]


def test_once_is_once() -> None:
    assert following(parse_schedule("at(2026-11-25T12:00:00)", "UTC", None, None)) == ["2026-11-25 12:00:00"]
    assert following(parse_schedule("at(2026-11-25T10:00:00)", "UTC", None, None)) == []


def test_the_clock_of_a_time_zone_counts_also_when_it_changes() -> None:
    schedule = parse_schedule("cron(0 12 * * ? *)", "Europe/Berlin", None, None)
    assert following(schedule, 1) == ["2026-11-25 11:00:00"]
    before_summer = datetime(2027, 3, 27, 12, tzinfo=UTC)
    assert following(schedule, 1, before_summer) == ["2027-03-28 10:00:00"]
    assert following(parse_schedule("at(2026-11-25T12:00:00)", "America/New_York", None, None)) == [
        "2026-11-25 17:00:00"
    ]


@pytest.mark.parametrize(("expression", "zone"), [("sometimes", "UTC"), ("rate(1 minute)", "Mars/Olympus")])
def test_nonsense_is_refused(expression: str, zone: str) -> None:
    with pytest.raises(ValueError, match=r"neither|no time zone"):
        parse_schedule(expression, zone, None, None)
