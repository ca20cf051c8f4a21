"""When schedule expressions are due: EventBridge's examples, and what is odd about its cron."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.schedules.expressions import check, parse

BEGUN = datetime(2026, 11, 25, 10, 20, 30, tzinfo=UTC)  # a Wednesday


def following(expression: str, count: int = 3, begun: datetime = BEGUN) -> list[str]:
    """The next times."""
    schedule, moment, found = parse(expression), begun, []
    for _ in range(count):
        due = schedule.next_after(moment, begun)
        if due is None:
            break
        found.append(f"{due:%Y-%m-%d %H:%M:%S}")
        moment = due
    return found


def test_a_rate_counts_from_its_beginning_d90() -> None:
    assert following("rate(1 minute)") == ["2026-11-25 10:21:30", "2026-11-25 10:22:30", "2026-11-25 10:23:30"]
    assert following("rate(2 hours)", 1) == ["2026-11-25 12:20:30"]
    assert following("rate(7 days)", 1) == ["2026-12-02 10:20:30"]


def test_a_rate_that_was_asleep_goes_on_in_its_rhythm() -> None:
    late = BEGUN + timedelta(hours=3, seconds=5)
    assert parse("rate(1 minute)").next_after(late, BEGUN) == BEGUN + timedelta(hours=3, minutes=1)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("cron(0 12 * * ? *)", ["2026-11-25 12:00:00", "2026-11-26 12:00:00", "2026-11-27 12:00:00"]),
        ("cron(15 12 * * ? *)", ["2026-11-25 12:15:00", "2026-11-26 12:15:00", "2026-11-27 12:15:00"]),
        ("cron(0 18 ? * MON-FRI *)", ["2026-11-25 18:00:00", "2026-11-26 18:00:00", "2026-11-27 18:00:00"]),
        ("cron(0 8 1 * ? *)", ["2026-12-01 08:00:00", "2027-01-01 08:00:00", "2027-02-01 08:00:00"]),
        ("cron(0/15 * * * ? *)", ["2026-11-25 10:30:00", "2026-11-25 10:45:00", "2026-11-25 11:00:00"]),
        ("cron(*/20 9 ? * 2 *)", ["2026-11-30 09:00:00", "2026-11-30 09:20:00", "2026-11-30 09:40:00"]),
        ("cron(0 0 ? * 1 *)", ["2026-11-29 00:00:00", "2026-12-06 00:00:00", "2026-12-13 00:00:00"]),
        ("cron(0 0 L * ? *)", ["2026-11-30 00:00:00", "2026-12-31 00:00:00", "2027-01-31 00:00:00"]),
        ("cron(0 0 ? * 6L *)", ["2026-11-27 00:00:00", "2026-12-25 00:00:00", "2027-01-29 00:00:00"]),
        ("cron(0 0 ? * 6#3 *)", ["2026-12-18 00:00:00", "2027-01-15 00:00:00", "2027-02-19 00:00:00"]),
        ("cron(0 0 1W * ? *)", ["2026-12-01 00:00:00", "2027-01-01 00:00:00", "2027-02-01 00:00:00"]),
        ("cron(0 0 15W 8 ? *)", ["2027-08-16 00:00:00", "2028-08-15 00:00:00", "2029-08-15 00:00:00"]),
        ("cron(0 0 LW * ? *)", ["2026-11-30 00:00:00", "2026-12-31 00:00:00", "2027-01-29 00:00:00"]),
        ("cron(0 0 29 2 ? *)", ["2028-02-29 00:00:00", "2032-02-29 00:00:00", "2036-02-29 00:00:00"]),
        ("cron(5,35 14 * * ? 2026)", ["2026-11-25 14:05:00", "2026-11-25 14:35:00", "2026-11-26 14:05:00"]),
        ("cron(0 0 ? JAN,JUL FRI-MON *)", ["2027-01-01 00:00:00", "2027-01-02 00:00:00", "2027-01-03 00:00:00"]),
        ("cron(0 0 1 1 ? 2025)", []),
    ],
)
def test_cron(expression: str, expected: list[str]) -> None:
    assert following(expression) == expected


def test_cron_is_never_due_at_the_moment_it_was_due() -> None:
    due = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    assert parse("cron(0 12 * * ? *)").next_after(due, BEGUN) == due + timedelta(days=1)


@pytest.mark.parametrize(
    "expression", ["", "rate(5)", "rate(5 weeks)", "cron(0 12 * *)", "cron(61 * * * ? *)", "at(now)"]
)
def test_what_is_no_schedule(expression: str) -> None:
    with pytest.raises(ValueError):
        parse(expression)


@given(
    st.builds(
        lambda *f: f"cron({' '.join(f)})",
        *[st.sampled_from(["*", "0", "5", "1/2", "3-4"])] * 2,
        st.sampled_from(["*", "L", "3W", "15", "31", "29"]),
        st.sampled_from(["*", "2", "1-6", "FEB"]),
        st.just("?"),
        st.sampled_from(["*", "2027-2030"]),
    ),
    st.integers(0, 700 * 24 * 3600).map(lambda seconds: BEGUN + timedelta(seconds=seconds)),
)
def test_the_next_time_is_later_and_whole(expression: str, moment: datetime) -> None:
    due = parse(expression).next_after(moment, moment)
    if due is not None:
        assert due > moment
        assert (due.second, due.microsecond) == (0, 0)


@pytest.mark.parametrize(
    "expression",
    [
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 minutes)",
        "rate(-1 minutes)",
        "rate(1.5 hours)",
        "rate(5 seconds)",
        "rate(5  minutes)",
        "rate(minute)",
        "5 minutes",
        "cron(0 12 * * * *)",
        "cron(0 12 1 * 1 *)",
        "cron(0 12 * * ?)",
        "cron(61 12 * * ? *)",
        "cron(0 12 ? * FOO *)",
        "",
    ],
)
def test_what_is_no_expression_d87(expression: str) -> None:
    with pytest.raises(ValueError):
        check(expression)


@pytest.mark.parametrize("expression", ["rate(1 minute)", "rate(2 minutes)", "rate(1 day)", "cron(0/5 8-17 ? * 2-6 *)"])
def test_what_is_an_expression_d87(expression: str) -> None:
    check(expression)
