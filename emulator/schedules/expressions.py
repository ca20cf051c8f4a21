"""When a schedule expression is due: ``rate(5 minutes)`` and ``cron(0 20 ? * MON-FRI *)``.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

_RATE = re.compile(r"rate\((?P<value>\d+) (?P<unit>minute|hour|day)s?\)")
_CRON = re.compile(r"cron\((?P<fields>[^)]*)\)")
_MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}
_WEEKDAYS = {name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), 1)}
_YEARS = range(1970, 2200)

type _Days = Callable[[date], bool]


class Schedule(Protocol):
    """Tells when it is due."""

    def next_after(self, moment: datetime, begun: datetime) -> datetime | None:
        """The first time after ``moment``, None if there is none, for a rule that works since ``begun``."""


def check(expression: str) -> None:
    """Raise ValueError for an expression that EventBridge refuses (row D87)."""
    if rate := _RATE.fullmatch(expression):
        value = int(rate["value"])
        if value < 1 or (value == 1) == expression.endswith("s)"):
            raise ValueError(f"{expression}: a rate is 1 minute, or 2 minutes and more")
        return
    cron = _CRON.fullmatch(expression)
    fields = cron["fields"].split() if cron else []
    if len(fields) == 6 and "?" not in (fields[2], fields[4]):
        raise ValueError(f"{expression}: of the days of month and week one must be ?")
    try:
        parse(expression)
    except KeyError as error:
        raise ValueError(f"{expression}: {error}") from None


def parse(expression: str) -> Schedule:
    """Read a schedule expression, which EventBridge has accepted.

    Raises ValueError for one that it should not have.
    """
    if rate := _RATE.fullmatch(expression.strip()):
        return _Rate(timedelta(**{f"{rate['unit']}s": int(rate["value"])}))
    if cron := _CRON.fullmatch(expression.strip()):
        return _Cron.of(cron["fields"])
    raise ValueError(f"{expression} is neither rate(…) nor cron(…)")


@dataclass(frozen=True, slots=True)
class _Rate:
    """The first time one period after the rule was made or enabled (row D90)."""

    period: timedelta

    def next_after(self, moment: datetime, begun: datetime) -> datetime:
        periods = max(0, (moment - begun) // self.period) + 1
        return begun + periods * self.period


@dataclass(frozen=True, slots=True)
class _Cron:
    """Minutes, hours and so on that are due, in UTC."""

    minutes: frozenset[int]
    hours: frozenset[int]
    day_of_month: _Days
    months: frozenset[int]
    day_of_week: _Days
    years: frozenset[int]

    @classmethod
    def of(cls, text: str) -> _Cron:
        fields = text.upper().split()
        if len(fields) != 6:
            raise ValueError(f"cron({text}) has {len(fields)} fields, and not the six of EventBridge")
        minutes, hours, day_of_month, months, day_of_week, years = fields
        return cls(
            _numbers(minutes, range(60)),
            _numbers(hours, range(24)),
            _days_of_month(day_of_month),
            _numbers(months, range(1, 13), _MONTHS),
            _days_of_week(day_of_week),
            _numbers(years, _YEARS),
        )

    def next_after(self, moment: datetime, begun: datetime) -> datetime | None:  # noqa: ARG002
        earliest = (moment + timedelta(minutes=1)).replace(second=0, microsecond=0)
        for day in self._days(earliest.date()):
            for hour in sorted(self.hours):
                for minute in sorted(self.minutes):
                    due = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
                    if due >= earliest:
                        return due
        return None

    def _days(self, day: date) -> Iterator[date]:
        last = date(max(self.years, default=day.year), 12, 31)
        # A 29 February that is a certain weekday comes every 28 years, or 40 around a century.
        for _ in range(366 * 41):
            if day > last:
                return
            if day.year in self.years and day.month in self.months and self.day_of_month(day) and self.day_of_week(day):
                yield day
            day += timedelta(days=1)


def _numbers(field: str, allowed: range, names: dict[str, int] | None = None) -> frozenset[int]:
    """``*``, ``5``, ``1-5``, ``0/15``, ``MON,WED``."""
    found: set[int] = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        if span in ("*", "?"):
            first, last = allowed[0], allowed[-1]
        else:
            begin, dash, end = span.partition("-")
            first = _number(begin, names)
            last = _number(end, names) if dash else (allowed[-1] if step else first)
        if first not in allowed or last not in allowed:
            raise ValueError(f"{part} is not within {allowed[0]} and {allowed[-1]}")
        # FRI-MON goes around the end of the week.
        span_of_numbers = (
            range(first, last + 1) if first <= last else [*range(first, allowed[-1] + 1), *range(allowed[0], last + 1)]
        )
        found.update(span_of_numbers[:: int(step or 1)])
    return frozenset(found)


def _number(text: str, names: dict[str, int] | None) -> int:
    return names[text] if names and text in names else int(text)


def _days_of_month(field: str) -> _Days:
    if field == "L":
        return lambda day: day.day == _last_of_month(day)
    if field == "LW":
        return lambda day: day.day == _nearest_weekday(day, _last_of_month(day))
    if field.endswith("W"):
        wanted = int(field[:-1])
        return lambda day: wanted <= _last_of_month(day) and day.day == _nearest_weekday(day, wanted)
    days = _numbers(field, range(1, 32))
    return lambda day: day.day in days


def _days_of_week(field: str) -> _Days:
    if "#" in field:
        name, _, which = field.partition("#")
        weekday, number = _number(name, _WEEKDAYS), int(which)
        return lambda day: _weekday(day) == weekday and (day.day - 1) // 7 + 1 == number
    if field.endswith("L") and field != "L":
        weekday = _number(field[:-1], _WEEKDAYS)
        return lambda day: _weekday(day) == weekday and day.day + 7 > _last_of_month(day)
    days = _numbers("SAT" if field == "L" else field, range(1, 8), _WEEKDAYS)
    return lambda day: _weekday(day) in days


def _weekday(day: date) -> int:
    """1 is Sunday, 7 is Saturday."""
    return day.isoweekday() % 7 + 1


def _last_of_month(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _nearest_weekday(day: date, number: int) -> int:
    """The weekday nearest to a day of the month, without leaving the month."""
    weekday = day.replace(day=number).isoweekday()
    if weekday == 6:
        return number - 1 if number > 1 else number + 2
    if weekday == 7:
        return number + 1 if number < _last_of_month(day) else number - 2
    return number
