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


def in_turns(one: Callable[[], object], other: Callable[[], object]) -> tuple[list[float], list[float]]:
    """The same of two actions, one after the other each round: what the machine does meanwhile, it does to both."""
    for _ in range(WARM_UP_ROUNDS):
        one()
        other()
    rounds = [(milliseconds(one), milliseconds(other)) for _ in range(ROUNDS)]
    return [first for first, _ in rounds], [second for _, second in rounds]


def milliseconds(action: Callable[[], object]) -> float:
    """How long one call of ``action`` takes."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000
