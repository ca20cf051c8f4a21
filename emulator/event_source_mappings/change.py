"""A stream record on its way to a function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Of a call's payload, as of any synchronous call; ``{"Records":[…]}`` and the commas need a little of it.
MAX_PAYLOAD_BYTES = 6 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Change:
    """One record, ready to be sent: it may be sent often, and is put into JSON once."""

    shard_id: str
    sequence_number: str
    """digits; AWS compares and repeats them as text"""
    created: float
    """seconds since 1970"""
    body: bytes
    """the record's JSON"""
    trace: str = ""
    """the ``X-Amzn-Trace-Id`` that it goes on with; empty if there is no tracing"""


def payload_of(changes: Sequence[Change]) -> bytes:
    """The event of a function: ``{"Records": […]}``."""
    return b'{"Records":[' + b",".join(change.body for change in changes) + b"]}"


def fits_in_batch(changes: Sequence[Change]) -> int:
    """How many of the first ``changes`` one call can take; at least one. A batch has records of one shard only."""
    size = len(payload_of(()))
    for number, change in enumerate(changes):
        size += len(change.body) + 1
        if number and (size > MAX_PAYLOAD_BYTES or change.shard_id != changes[0].shard_id):
            return number
    return len(changes)
