"""How long a backend took, and what it said: for logs and metrics."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(slots=True)
class IntegrationOutcome:
    """One call of a backend."""

    latency_ms: int = 0
    status: int | None = None
    """the HTTP status that the backend chose, if it came to that"""
    error: str | None = None
    """why it did not"""


@contextmanager
def recorded() -> Iterator[IntegrationOutcome]:
    """The time of the block is the latency, and what it raises the error; what it returns it must tell itself."""
    outcome = IntegrationOutcome()
    started = time.monotonic_ns()
    try:
        yield outcome
    except Exception as error:
        outcome.error = str(error.__cause__ or error) or type(error).__name__
        raise
    finally:
        outcome.latency_ms = (time.monotonic_ns() - started) // 1_000_000
