"""State is pickled by the standard library's pickler where that can, and reads back either way."""

from __future__ import annotations

import pickle
import threading
from collections import defaultdict
from typing import Any

import dill
import pytest
from localstack.state import pickle as localstack_pickle

from emulator.persistence import pickler


class Numbers(defaultdict[str, int]):
    """As moto's: another constructor than `defaultdict` has."""

    def __init__(self, name: str) -> None:
        super().__init__(int)
        self.name = name


class Record:
    """Keeps locks, as LocalStack's records do."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.reentrant = threading.RLock()
        self.changed = threading.Condition()


@pytest.fixture
def without_dill(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> bytes:
        raise AssertionError("the slow pickler was used")

    monkeypatch.setattr(localstack_pickle, "dumps", fail)


@pytest.mark.usefixtures("without_dill")
def test_locks_come_back_free() -> None:
    record = Record()
    with record.lock, record.reentrant, record.changed:
        content = pickler.dumps(record)
    loaded = pickle.loads(content)
    for lock in (loaded.lock, loaded.reentrant, loaded.changed):
        assert lock.acquire(blocking=False)


@pytest.mark.usefixtures("without_dill")
def test_a_defaultdict_with_a_constructor_of_its_own() -> None:
    numbers = Numbers("a name")
    numbers["one"] = 1
    loaded = pickle.loads(pickler.dumps({"first": numbers, "again": numbers}))
    assert (loaded["first"], loaded["first"]["none"], loaded["first"].name) == ({"one": 1, "none": 0}, 0, "a name")
    assert loaded["again"] is loaded["first"]


def test_what_only_dill_can_pickle() -> None:
    numbers: Any = defaultdict(lambda: 7, {"one": 1})
    loaded = dill.loads(pickler.dumps(numbers))
    assert (loaded["one"], loaded["none"]) == (1, 7)
