from __future__ import annotations

import threading

import pytest

from emulator.execute_api.workers import WorkerPool, call_with_timeout
from tests.support import eventually


def test_work_that_waits_for_other_work_gets_its_thread() -> None:
    pool = WorkerPool("test", max_threads=20)
    meeting = threading.Barrier(20)
    met = threading.Semaphore(0)

    def meet() -> None:
        meeting.wait(10)
        met.release()

    for _ in range(20):
        pool.callInThread(meet)
    for _ in range(20):
        assert met.acquire(timeout=10)


def test_no_more_threads_than_allowed_and_all_work_is_done() -> None:
    pool = WorkerPool("test", max_threads=3)
    threads: set[int] = set()
    done = threading.Semaphore(0)

    def work() -> None:
        threads.add(threading.get_ident())
        done.release()

    for _ in range(500):
        pool.callInThread(work)
    for _ in range(500):
        assert done.acquire(timeout=10)
    assert len(threads) <= 3


def test_idle_threads_end_and_new_ones_come() -> None:
    pool = WorkerPool("short-lived", idle_seconds=0.01)
    for _ in range(3):
        done = threading.Event()
        pool.callInThread(done.set)
        assert done.wait(10)
        eventually(lambda: not [thread for thread in threading.enumerate() if thread.name == "short-lived"])


def test_work_that_fails_harms_no_other() -> None:
    pool = WorkerPool("test", max_threads=1)
    done = threading.Event()
    pool.callInThread(lambda: 1 / 0)
    pool.callInThread(done.set)
    assert done.wait(10)


def test_results_and_failures_for_twisted() -> None:
    pool = WorkerPool("test")
    outcomes: list[tuple[bool, object]] = []
    pool.callInThreadWithCallback(lambda *outcome: outcomes.append(outcome), lambda: 1)
    eventually(lambda: outcomes == [(True, 1)])
    pool.callInThreadWithCallback(lambda *outcome: outcomes.append(outcome), lambda: 1 / 0)
    eventually(lambda: len(outcomes) == 2)
    succeeded, failure = outcomes[1]
    assert not succeeded
    assert isinstance(failure.value, ZeroDivisionError)  # type: ignore[attr-defined]


def test_call_with_timeout() -> None:
    assert call_with_timeout(lambda: "done", 10_000) == "done"
    with pytest.raises(ZeroDivisionError):
        call_with_timeout(lambda: 1 / 0, 10_000)
    for_ever = threading.Event()
    with pytest.raises(TimeoutError):
        call_with_timeout(for_ever.wait, 10)
    for_ever.set()
