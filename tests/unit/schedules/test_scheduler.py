"""The scheduler with a clock that is set by hand."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from emulator.schedules.scheduler import ScheduledRule, Scheduler
from emulator.schedules.scheduler_expressions import parse_schedule

START = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


class World:
    """Rules, a clock, and what was fired."""

    def __init__(self, *expressions: str) -> None:
        self.now = START
        self.fired: list[str] = []
        self.rules = {expression: self._rule(expression) for expression in expressions}
        self.scheduler = Scheduler(lambda: list(self.rules.values()), lambda: self.now)

    def _rule(self, expression: str) -> ScheduledRule:
        return ScheduledRule(f"arn:rule/{expression}", expression, lambda: self.fired.append(expression))

    def at(self, **later: float) -> float:
        """Let the scheduler look so much later; returns for how many seconds it wants to sleep."""
        self.now = START + timedelta(**later)
        seconds = self.scheduler.step()
        for thread in threading.enumerate():
            if thread.name == "schedule":
                thread.join()
        return seconds

    def add(self, expression: str) -> None:
        """Another rule."""
        self.rules[expression] = self._rule(expression)


def test_it_sleeps_until_the_next_rule_is_due() -> None:
    world = World("rate(1 minute)", "rate(5 minutes)")
    assert world.at() == 60
    assert world.at(seconds=20) == 40
    assert world.fired == []
    assert world.at(seconds=60) == 60
    assert world.fired == ["rate(1 minute)"]


def test_each_rule_fires_once_each_time() -> None:
    world = World("rate(1 minute)")
    for second in range(0, 181, 20):
        world.at(seconds=second)
    assert world.fired == ["rate(1 minute)"] * 3


def test_a_disabled_rule_fires_no_more_and_an_enabled_one_begins_anew() -> None:
    world = World("rate(1 minute)")
    world.at()
    rule = world.rules.pop("rate(1 minute)")
    world.at(seconds=61)
    assert world.fired == []
    world.rules["rate(1 minute)"] = rule
    assert world.at(seconds=90) == 60
    world.at(seconds=150)
    assert world.fired == ["rate(1 minute)"]


def test_what_was_due_while_the_machine_slept_is_not_made_up_for() -> None:
    world = World("rate(1 minute)")
    world.at()
    assert world.at(hours=8, seconds=45) == 15
    assert world.fired == []
    world.at(hours=8, minutes=1)
    assert world.fired == ["rate(1 minute)"]


def test_a_rule_that_fails_harms_no_other() -> None:
    world = World("rate(1 minute)")
    world.rules["broken"] = ScheduledRule("arn:rule/broken", "cron(nonsense)", lambda: None)
    world.add("rate(2 minutes)")
    world.at()
    world.at(minutes=1)
    world.at(minutes=2)
    assert world.fired == ["rate(1 minute)", "rate(1 minute)", "rate(2 minutes)"]


def test_what_was_due_when_it_was_made_fires_at_once() -> None:
    world = World()
    made = START + timedelta(seconds=1)
    schedule = parse_schedule("rate(1 minute)", "UTC", None, None)
    world.rules["made"] = ScheduledRule(
        "arn:made", "rate(1 minute)", lambda: world.fired.append("made"), schedule, made
    )
    world.at(seconds=2)
    assert world.fired == ["made"]
    assert world.at(seconds=3) == 58


def test_what_was_made_before_the_start_keeps_its_rhythm() -> None:
    world = World()
    made = START - timedelta(seconds=50)
    schedule = parse_schedule("rate(1 minute)", "UTC", None, None)
    world.rules["made"] = ScheduledRule(
        "arn:made", "rate(1 minute)", lambda: world.fired.append("made"), schedule, made
    )
    assert world.at() == 10
    assert world.fired == []


def test_a_clock_that_is_set_back_stops_nothing() -> None:
    world = World("rate(1 minute)", "cron(0 10 * * ? *)")
    world.at()
    assert world.at(hours=-1, seconds=1) == 60
    world.at(hours=-1, seconds=61)
    assert world.fired == ["rate(1 minute)"]
    assert world.rules.keys() == {"rate(1 minute)", "cron(0 10 * * ? *)"}


def test_a_clock_that_is_set_forward_makes_up_for_nothing() -> None:
    world = World("rate(1 minute)")
    world.at()
    world.at(days=1, seconds=45)
    assert world.fired == []
    world.at(days=1, seconds=60)
    assert world.fired == ["rate(1 minute)"]
