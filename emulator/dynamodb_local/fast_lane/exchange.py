"""One question to the engine, and an answer that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.dynamodb_local.commit import NEXT_BODY, NEXT_TARGET, is_answered_early
from emulator.dynamodb_local.engine_protocol import STREAMS_TARGET_PREFIX, TARGET_PREFIX
from emulator.dynamodb_local.fast_lane.engine_connections import EngineHungUpError
from emulator.dynamodb_local.fast_lane.engine_request import engine_request

if TYPE_CHECKING:
    from emulator.dynamodb_local.fast_lane.engine_connections import EngineConnections, OnAnswer, Result
    from emulator.dynamodb_local.fast_lane.item_request import ItemRequest

_PREFIXES = {"dynamodb": TARGET_PREFIX, "dynamodbstreams": STREAMS_TARGET_PREFIX}


def ask(connections: EngineConnections, asked: ItemRequest, on_answer: OnAnswer) -> None:
    """Send a request to the engine; ``on_answer`` gets the answer when what was written is committed."""
    target = f"{_PREFIXES[asked.service]}.{asked.operation}"

    def on_first(result: Result) -> None:
        if isinstance(result, Exception) or not is_answered_early(target, result[0]):
            on_answer(result)
            return
        then = _request(asked, NEXT_TARGET, NEXT_BODY)
        connections.ask(then, lambda committed: on_answer(_unless_lost(result, committed)))

    connections.ask(_request(asked, target, asked.body), on_first)


def _request(asked: ItemRequest, target: str, body: bytes) -> bytes:
    return engine_request(target, asked.caller.account_id, asked.caller.region, body)


def _unless_lost(result: Result, committed: Result) -> Result:
    """``result``, if the engine was still there after it; otherwise nobody knows what became of it."""
    return EngineHungUpError(str(committed)) if isinstance(committed, Exception) else result
