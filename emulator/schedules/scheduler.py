"""Fires the rules that are due: one thread, which sleeps until the next of them.

While the emulator is down, or the machine asleep, nothing is due; what was missed is not made up for.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from emulator.schedules.expressions import Schedule, parse
from emulator.tracing.sources.schedules import firing

LOG = logging.getLogger(__name__)

# A clock may be set: look at it again at least this often, in seconds.
_LONGEST_SLEEP = 60.0
# Later than this, and the machine was asleep.
_TOO_LATE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class ScheduledRule:
    """A rule that has a schedule and is enabled, as of now."""

    arn: str
    expression: str
    fire: Callable[[], None]
    schedule: Schedule | None = None
    """when it is due, if the expression alone does not say"""
    since: datetime | None = None
    """when it began; None for when it is seen first"""


@dataclass(slots=True)
class _Waiting:
    rule: ScheduledRule
    schedule: Schedule
    begun: datetime
    due: datetime | None


class Scheduler:
    """``find_rules`` gives the rules that are scheduled and enabled. Call :meth:`look` when they may have changed."""

    def __init__(
        self, find_rules: Callable[[], list[ScheduledRule]], now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._find_rules = find_rules
        self._now = now
        self._began = self._looked = now()
        self._waiting: dict[str, _Waiting] = {}
        self._changed = threading.Event()
        self._stopped = False

    def start(self) -> None:
        """Begin to wait, in a thread."""
        threading.Thread(target=self._run, name="schedules", daemon=True).start()

    def stop(self) -> None:
        """Fire nothing any more."""
        self._stopped = True
        self._changed.set()

    def look(self) -> None:
        """Rules were put, enabled, disabled or deleted."""
        self._changed.set()

    def step(self) -> float:
        """Take note of changes, fire what is due; returns for how many seconds nothing will be."""
        now = self._now()
        if now < self._looked:
            self._begin_anew(now)
        self._looked = now
        self._take_note(now)
        for waiting in self._waiting.values():
            if waiting.due and waiting.due <= now:
                if now - waiting.due < _TOO_LATE:
                    threading.Thread(target=self._fire, args=(waiting.rule,), name="schedule", daemon=True).start()
                else:
                    LOG.info("Rule %s was due at %s, while this machine was asleep.", waiting.rule.arn, waiting.due)
                waiting.due = waiting.schedule.next_after(now, waiting.begun)
        next_due = min((waiting.due for waiting in self._waiting.values() if waiting.due), default=None)
        return max(0.0, (next_due - self._now()).total_seconds()) if next_due else _LONGEST_SLEEP

    def _run(self) -> None:
        while not self._stopped:
            self._changed.clear()
            try:
                seconds = self.step()
            except Exception:
                LOG.exception("Looking for scheduled rules failed")
                seconds = 1.0
            self._changed.wait(min(seconds, _LONGEST_SLEEP))

    def _begin_anew(self, now: datetime) -> None:
        """The clock was set back: what is due by the old one would not be for as long as that."""
        for waiting in self._waiting.values():
            waiting.begun = min(waiting.begun, now)
            waiting.due = waiting.schedule.next_after(now, waiting.begun)

    def _take_note(self, now: datetime) -> None:
        rules = {rule.arn: rule for rule in self._find_rules()}
        for arn in self._waiting.keys() - rules.keys():
            del self._waiting[arn]
        for arn, rule in rules.items():
            known = self._waiting.get(arn)
            if known and known.rule.expression == rule.expression:
                known.rule = rule
                continue
            try:
                schedule = rule.schedule or parse(rule.expression)
            except (ValueError, KeyError) as error:
                LOG.warning("Rule %s never fires: %s", arn, error)
                continue
            begun = rule.since or now
            # What was made a moment ago may have been due at once; what was there before this began may have fired.
            looked = begun - timedelta(microseconds=1) if rule.since and begun >= self._began else now
            self._waiting[arn] = _Waiting(rule, schedule, begun, schedule.next_after(looked, begun))

    @staticmethod
    def _fire(rule: ScheduledRule) -> None:
        LOG.info("EventBridge %s (%s) fires", rule.arn.rpartition(":")[2], rule.expression)
        try:
            with firing(rule.arn, rule.expression):
                rule.fire()
        except Exception:
            LOG.exception("Rule %s could not be fired", rule.arn)
