"""Procedures go on when their backend answers, or when its time is over, and never both."""

from __future__ import annotations

import queue
import threading
from typing import Any

import pytest

from emulator.execute_api.procedures import Procedure, call_backend, start
from emulator.execute_api.workers import WorkerPool

ENOUGH_MS = 10_000


@pytest.fixture
def pool() -> WorkerPool:
    """Threads of a test's own."""
    return WorkerPool("test")


def result_of(pool: WorkerPool, procedure: Procedure[Any]) -> Any:
    """What a procedure ends with."""
    results: queue.SimpleQueue[Any] = queue.SimpleQueue()
    start(pool, procedure, results.put)
    return results.get(timeout=20)


def test_it_goes_on_with_the_result_in_the_same_thread(pool: WorkerPool) -> None:
    def procedure() -> Procedure[list[Any]]:
        threads = [threading.current_thread()]
        threads.append((yield from call_backend(threading.current_thread, ENOUGH_MS)))
        threads.append(threading.current_thread())
        return threads

    assert len(set(result_of(pool, procedure()))) == 1


def test_it_goes_on_with_what_the_backend_raises(pool: WorkerPool) -> None:
    def procedure() -> Procedure[str]:
        try:
            yield from call_backend(lambda: 1 / 0, ENOUGH_MS)
        except ZeroDivisionError:
            return "divided by zero"
        return "nothing raised"

    assert result_of(pool, procedure()) == "divided by zero"


def test_it_calls_one_backend_after_the_other(pool: WorkerPool) -> None:
    def procedure() -> Procedure[int]:
        total = 0
        for number in range(5):
            total += yield from call_backend(lambda number=number: number, ENOUGH_MS)  # type: ignore[misc]
        return total

    assert result_of(pool, procedure()) == 10


def test_it_goes_on_when_the_time_is_over_and_the_late_result_is_nobodys(pool: WorkerPool) -> None:
    let_go, went_on = threading.Event(), threading.Event()
    ends: queue.SimpleQueue[str] = queue.SimpleQueue()

    def work() -> str:
        let_go.wait(20)
        went_on.set()
        return "late"

    def procedure() -> Procedure[str]:
        try:
            return (yield from call_backend(work, 20))
        except TimeoutError:
            return "timed out"

    start(pool, procedure(), ends.put)
    assert ends.get(timeout=20) == "timed out"
    let_go.set()
    assert went_on.wait(20)
    # One that is in time comes after it, in the thread that the late one has left.
    start(pool, procedure(), ends.put)
    assert ends.get(timeout=20) == "late"
    assert ends.empty()


def test_a_procedure_that_calls_nobody_ends_too(pool: WorkerPool) -> None:
    def procedure() -> Procedure[str]:
        return "done"
        yield

    assert result_of(pool, procedure()) == "done"
