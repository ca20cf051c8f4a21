"""Waiting for AWS: quick at first, so that a fast endpoint is not slowed down, and patient afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from infra.errors import StackError

FIRST_PAUSE = 0.02
LONGEST_PAUSE = 3.0
PATIENCE = 180.0


def wait_for[T](find: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """Ask until there is an answer, and return it.

    ``what`` names what is awaited, for the StackError that says it did not come within ``patience`` seconds.
    """
    for _ in _pauses(patience):
        if answer := find():
            return answer
    raise StackError(f"Waited {patience:.0f} seconds in vain until {what}. Run the command again to go on.")


def retry[T](operation: Callable[[], T], is_transient: Callable[[Exception], bool], patience: float = PATIENCE) -> T:
    """Repeat an operation while it fails with a transient error; any other error, or the last one, is raised."""
    last_error: Exception | None = None
    for _ in _pauses(patience):
        try:
            return operation()
        except Exception as error:
            if not is_transient(error):
                raise
            last_error = error
    assert last_error is not None
    raise last_error


def _pauses(patience: float) -> Iterator[None]:
    deadline = time.monotonic() + patience
    pause = FIRST_PAUSE
    yield
    while (left := deadline - time.monotonic()) > 0:
        time.sleep(min(pause, left))
        pause = min(pause * 2, LONGEST_PAUSE)
        yield
