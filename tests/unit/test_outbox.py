"""Batches, and the end."""

from __future__ import annotations

import threading
from itertools import chain

import pytest

from emulator.outbox import Outbox
from tests.support import eventually

FOR_EVER = 3600.0


@pytest.fixture
def batches() -> list[list[int]]:
    return []


def test_items_arrive_in_order(batches: list[list[int]]) -> None:
    outbox: Outbox[int] = Outbox("test", 0, batches.append)
    for number in range(1000):
        outbox.put(number)
    eventually(lambda: list(chain(*batches)) == list(range(1000)))


def test_flush_delivers_what_waits_together(batches: list[list[int]]) -> None:
    """Nothing is lost at shutdown, however long items are gathered."""
    outbox: Outbox[int] = Outbox("test", FOR_EVER, batches.append)
    for number in range(3):
        outbox.put(number)
    outbox.flush()
    assert list(chain(*batches)) == [0, 1, 2]
    outbox.put(3)
    outbox.flush()
    assert batches[-1] == [3]


def test_flush_of_nothing(batches: list[list[int]]) -> None:
    outbox: Outbox[int] = Outbox("test", FOR_EVER, batches.append)
    outbox.flush()
    assert batches == []


def test_a_failure_loses_its_batch_only() -> None:
    delivered: list[int] = []

    def deliver(items: list[int]) -> None:
        if 0 in items:
            raise ValueError
        delivered.extend(items)

    outbox: Outbox[int] = Outbox("test", FOR_EVER, deliver)
    outbox.put(0)
    outbox.flush()
    outbox.put(1)
    outbox.flush()
    assert delivered == [1]


def test_many_threads_lose_nothing(batches: list[list[int]]) -> None:
    outbox: Outbox[int] = Outbox("test", 0.001, batches.append)

    def put_all(first: int) -> None:
        for number in range(first, first + 1000):
            outbox.put(number)

    threads = [threading.Thread(target=put_all, args=(first,)) for first in range(0, 8000, 1000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outbox.flush()
    assert sorted(chain(*batches)) == list(range(8000))
