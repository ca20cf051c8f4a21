"""How long things take."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 200
WARM_UP_ROUNDS = 20


def repeat(action: Callable[[], object]) -> list[float]:
    """Milliseconds of each of ``ROUNDS`` calls of ``action``, after some that do not count."""
    for _ in range(WARM_UP_ROUNDS):
        action()
    return [milliseconds(action) for _ in range(ROUNDS)]


def in_turns(*actions: Callable[[], object]) -> list[list[float]]:
    """The same of several actions, one after the other each round: what the machine does meanwhile, it does to all."""
    for _ in range(WARM_UP_ROUNDS):
        for action in actions:
            action()
    rounds = [[milliseconds(action) for action in actions] for _ in range(ROUNDS)]
    return [list(each) for each in zip(*rounds, strict=True)]


def milliseconds(action: Callable[[], object]) -> float:
    """How long one call of ``action`` takes."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000
