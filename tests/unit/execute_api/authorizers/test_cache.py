"""Kept answers of authorizers (row B72)."""

from __future__ import annotations

import pytest

from emulator.execute_api.authorizers import cache
from emulator.execute_api.authorizers.answer import Answer
from emulator.execute_api.authorizers.cache import AnswerCache, Key
from emulator.execute_api.authorizers.grants import LambdaGrant

YES = Answer(decision=True, grant=LambdaGrant(None, None, None))


def key(identity: str = "a", stage: str = "dev", api: str = "api") -> Key:
    return Key(api, stage, "auth", (identity,))


def test_until_its_time_is_over_b72(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(cache, "monotonic", lambda: now)
    answers = AnswerCache()
    answers.put(key(), YES, 300)
    assert answers.get(key()) is YES
    assert answers.get(key("b")) is None
    now = 1299.9
    assert answers.get(key()) is YES
    now = 1300.0
    assert answers.get(key()) is None


def test_forgotten_with_its_stage_or_api_b72() -> None:
    answers = AnswerCache()
    keys = [key(), key(stage="prod"), key(api="other")]
    for one in keys:
        answers.put(one, YES, 300)
    answers.forget("api", "dev")
    assert [answers.get(one) for one in keys] == [None, YES, YES]
    answers.forget("api")
    assert [answers.get(one) for one in keys] == [None, None, YES]


def test_the_oldest_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_ANSWERS", 2)
    answers = AnswerCache()
    for identity in "abc":
        answers.put(key(identity), YES, 300)
    assert [answers.get(key(identity)) for identity in "abc"] == [None, YES, YES]
