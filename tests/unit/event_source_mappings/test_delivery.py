"""What comes after a call, for the cases that take too long with a real function."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from emulator.event_source_mappings import delivery
from emulator.event_source_mappings.change import Change
from emulator.event_source_mappings.delivery import Delivery
from emulator.event_source_mappings.function_call import Called, NotCalledError
from emulator.event_source_mappings.progress import Progress
from tests.unit.event_source_mappings.changes import change, settings


class Calls:
    """In the place of the function and the destination."""

    def __init__(self) -> None:
        self.closed = threading.Event()
        self.decide: Callable[[], bool] = lambda: False
        """Whether the next call fails."""
        self.number = 0
        self.given_up: list[tuple[list[int], dict[str, Any]]] = []
        self.saved: list[int] = []

    def call(self, _function_arn: str, _payload: bytes, _traces: Sequence[str]) -> Called:
        self.number += 1
        return Called("request", "$LATEST", b"null", self.decide())

    def tell(self, _settings: object, record: dict[str, Any], changes: list[Change], _now: object) -> None:
        self.given_up.append(([int(each.sequence_number) for each in changes], record["requestContext"]))

    def deliver(self, changes: list[Change], **mapping: Any) -> None:
        progress = Progress(self.saved.append)
        progress.read((), 0)
        progress.read(changes, 99)
        Delivery(settings(**mapping), progress, lambda _result: None, self.closed).deliver(changes)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    calls = Calls()
    monkeypatch.setattr(delivery, "call_function", calls.call)
    monkeypatch.setattr(delivery, "send_to_destination", calls.tell)
    return calls


def test_old_records_are_given_up_and_the_others_delivered_d32(calls: Calls) -> None:
    calls.deliver([change(1, age_seconds=61), change(2)], MaximumRecordAgeInSeconds=60)
    ((numbers, context),) = calls.given_up
    assert (numbers, context["condition"], context["approximateInvokeCount"]) == ([1], "RecordAgeExceeded", 1)
    assert calls.number == 1


def test_records_that_grow_too_old_while_they_are_tried_again_d32(calls: Calls) -> None:
    calls.decide = lambda: True
    calls.deliver([change(1, age_seconds=59)], MaximumRecordAgeInSeconds=60)
    ((_, context),) = calls.given_up
    assert context["condition"] == "RecordAgeExceeded"
    assert context["approximateInvokeCount"] == calls.number >= 1


def test_what_is_older_than_a_day_is_given_up_in_any_case_d22(calls: Calls) -> None:
    calls.deliver([change(1, age_seconds=24 * 60 * 60)])
    assert [numbers for numbers, _ in calls.given_up] == [[1]]
    assert calls.number == 0


def test_a_call_that_is_not_made_is_no_try_d23(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    refusals = iter([NotCalledError("Rate Exceeded.")] * 3)

    def call(function_arn: str, payload: bytes, traces: Sequence[str]) -> Called:
        if refusal := next(refusals, None):
            raise refusal
        return calls.call(function_arn, payload, traces)

    monkeypatch.setattr(delivery, "call_function", call)
    calls.deliver([change(1)], MaximumRetryAttempts=0)
    assert (calls.number, calls.given_up) == (1, [])
    assert calls.saved[-1] == 99


def test_what_is_closed_meanwhile_is_not_done(calls: Calls) -> None:
    def fail() -> bool:
        calls.closed.set()
        return True

    calls.decide = fail
    calls.deliver([change(1)])
    assert calls.number == 1
    assert calls.saved == [0]
