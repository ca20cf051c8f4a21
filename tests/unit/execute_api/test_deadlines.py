"""Clocks expire in their order, unless they are stopped."""

from __future__ import annotations

import queue

from emulator.execute_api.deadlines import Deadlines


def test_they_expire_in_the_order_of_their_times() -> None:
    deadlines = Deadlines()
    expired: queue.SimpleQueue[str] = queue.SimpleQueue()
    deadlines.start(0.2, lambda: expired.put("last"))
    deadlines.start(0.1, lambda: expired.put("second"))
    deadlines.start(0.0, lambda: expired.put("first"))
    assert [expired.get(timeout=20) for _ in range(3)] == ["first", "second", "last"]


def test_one_that_is_stopped_does_not_expire() -> None:
    deadlines = Deadlines()
    expired: queue.SimpleQueue[str] = queue.SimpleQueue()
    deadlines.start(0.05, lambda: expired.put("stopped")).stop()
    deadlines.start(0.1, lambda: expired.put("not stopped"))
    assert expired.get(timeout=20) == "not stopped"
    assert expired.empty()
