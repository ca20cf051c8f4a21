"""Records as mappings handle them, and settings of a mapping."""

from __future__ import annotations

import time
from typing import Any

from emulator.event_source_mappings.change import Change
from emulator.event_source_mappings.settings import Settings

MAPPING = {
    "UUID": "mapping",
    "EventSourceArn": "arn:aws:dynamodb:eu-west-1:000000000000:table/viruses/stream/2024-05-11T21:21:33.291",
    "FunctionArn": "arn:aws:lambda:eu-west-1:000000000000:function:kill",
    "BatchSize": 100,
}


def change(number: int, *, size: int = 10, shard_id: str = "shard", age_seconds: float = 0) -> Change:
    """The record with this sequence number."""
    return Change(shard_id, f"{number:021}", time.time() - age_seconds, b"x" * size)


def settings(**members: Any) -> Settings:
    """Of a mapping with these members."""
    return Settings.of(MAPPING | members)
