from __future__ import annotations

import queue

from emulator.lambda_runtime.freezer import Freezer


class Frozen(queue.SimpleQueue[None]):
    """Something that notes how often it was frozen."""

    def freeze_if_idle(self) -> None:
        self.put(None)


def test_idle_ones_are_frozen_once_and_again_after_their_next_use() -> None:
    freezer = Freezer(idle_seconds=0.01)
    first, second = Frozen(), Frozen()
    for _ in range(3):
        freezer.watch(first)
        freezer.watch(second)
        first.get(timeout=10)
        second.get(timeout=10)
    assert first.empty()
    assert second.empty()


def test_use_puts_it_off() -> None:
    freezer = Freezer(idle_seconds=3600)
    busy, idle = Frozen(), Frozen()
    for _ in range(100):
        freezer.watch(busy)
        freezer.watch(idle)
    assert busy.empty()
    assert len(freezer._due) == 2, "however often it was used, it is waited for once"
