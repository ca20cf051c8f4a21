from __future__ import annotations

import pytest

from emulator.lambda_runtime.asynchronous.retries import (
    EVENT_AGE_EXCEEDED,
    RETRIES_EXHAUSTED,
    Again,
    GivenUp,
    RetryPolicy,
    retry_delay,
)

HOURS = 60 * 60


def test_a_failing_function_is_tried_after_one_and_two_minutes_d79() -> None:
    policy = RetryPolicy()
    assert policy.after_error(1, age=0) == Again(60)
    assert policy.after_error(2, age=61) == Again(120)
    assert policy.after_error(3, age=182) == GivenUp(RETRIES_EXHAUSTED)


def test_fewer_retries_d79() -> None:
    assert RetryPolicy(maximum_retries=0).after_error(1, age=0) == GivenUp(RETRIES_EXHAUSTED)
    assert RetryPolicy(maximum_retries=1).after_error(2, age=61) == GivenUp(RETRIES_EXHAUSTED)


@pytest.mark.parametrize(("age", "step"), [(0, Again(60)), (1, GivenUp(EVENT_AGE_EXCEEDED))])
def test_no_retry_is_waited_for_that_would_be_too_late_d82(age: float, step: object) -> None:
    assert RetryPolicy(maximum_age=60).after_error(1, age) == step


def test_back_off_grows_from_a_second_to_five_minutes_for_six_hours_d80() -> None:
    policy = RetryPolicy()
    delays = []
    age, refusals = 0.0, 1
    while isinstance(step := policy.after_refusal(refusals, age), Again):
        delays.append(step.delay)
        age += step.delay
        refusals += 1
    assert delays[:11] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert step == GivenUp(EVENT_AGE_EXCEEDED)
    assert age == 6 * HOURS
    assert policy.after_refusal(10**6, age=0) == Again(300)


def test_a_short_life_is_used_to_its_end_d80() -> None:
    policy = RetryPolicy(maximum_age=60)
    assert policy.after_refusal(6, age=31) == Again(29)
    assert policy.after_refusal(7, age=60) == GivenUp(EVENT_AGE_EXCEEDED)


@pytest.mark.parametrize(
    ("setting", "seconds"),
    [(None, 60), ("", 60), ("0", 0), ("0.5", 0.5), ("5m", 60), ("-1", 60), ("nan", 60), ("inf", 60)],
)
def test_the_setting_for_impatient_people(setting: str | None, seconds: float) -> None:
    assert retry_delay(setting) == seconds
