"""What follows the failure of an asynchronous invocation: another try, or the end (conformance D79, D80, D82)."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass

LOG = logging.getLogger(__name__)

# Seconds. The second retry waits twice as long as the first.
RETRY_DELAY = 60.0
FIRST_BACK_OFF = 1.0
LONGEST_BACK_OFF = 300.0

SUCCESS = "Success"
RETRIES_EXHAUSTED = "RetriesExhausted"
EVENT_AGE_EXCEEDED = "EventAgeExceeded"
ZERO_RESERVED_CONCURRENCY = "ZeroReservedConcurrency"


@dataclass(frozen=True, slots=True)
class Again:
    """Try the event once more."""

    delay: float
    """seconds from now"""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """The event is done with."""

    condition: str
    """the word for it in the destination's record"""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """A function's event invoke configuration, and what AWS takes where there is none."""

    maximum_retries: int = 2
    maximum_age: float = 6 * 60 * 60
    """seconds"""
    retry_delay: float = RETRY_DELAY
    """seconds"""

    def after_error(self, errors: int, age: float) -> Again | GivenUp:
        """The function has failed, for the ``errors``-th time; the event is ``age`` seconds old."""
        if errors > self.maximum_retries:
            return GivenUp(RETRIES_EXHAUSTED)
        delay = errors * self.retry_delay
        # AWS does not wait for a try that would come too late.
        return GivenUp(EVENT_AGE_EXCEEDED) if age + delay > self.maximum_age else Again(delay)

    def after_refusal(self, refusals: int, age: float) -> Again | GivenUp:
        """Lambda could not run it, for the ``refusals``-th time in a row: throttling, or an error of its own."""
        remaining = self.maximum_age - age
        if remaining <= 0:
            return GivenUp(EVENT_AGE_EXCEEDED)
        exponent = min(refusals - 1, 30)  # no matter how long it goes on
        return Again(min(FIRST_BACK_OFF * 2**exponent, LONGEST_BACK_OFF, remaining))


def retry_delay(setting: str | None) -> float:
    """In seconds, what ``PETRI_LAMBDA_RETRY_DELAY`` asks for; AWS's where that is nothing or no such number."""
    try:
        seconds = float(setting or RETRY_DELAY)
    except ValueError:
        seconds = -1
    if 0 <= seconds < math.inf:
        return seconds
    LOG.warning("PETRI_LAMBDA_RETRY_DELAY=%s is no number of seconds: retries wait for %d s.", setting, RETRY_DELAY)
    return RETRY_DELAY
