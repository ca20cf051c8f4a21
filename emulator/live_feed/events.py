"""What happened, as the feed tells it: one or two events for a happening."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from emulator.tracing.happenings import (
    AwsCalled,
    ConnectionChanged,
    Fired,
    FunctionRan,
    Happening,
    HttpCalled,
    Posted,
    RecordRead,
    SocketCalled,
)
from emulator.tracing.mask import masked, masked_text, shown_bytes
from emulator.tracing.spans import POST_OPERATIONS, caller_of, invocation_facts, milliseconds, resource_of
from emulator.tracing.trace_ids import root_of


def events_of(happening: Happening) -> Iterator[dict[str, Any]]:
    """The members of each event."""
    for event in _events(happening):
        trace = root_of(happening.trace) if happening.trace is not None else None
        yield {"type": event.pop("type"), "at": round(happening.ended * 1000), "traceId": trace, **event}


def encoded(event: dict[str, Any]) -> bytes:
    """An event as the stream has it: a line of data, and an empty one."""
    return b"data: %s\n\n" % json.dumps(event, separators=(",", ":"), default=str).encode()


def _events(happening: Happening) -> Iterator[dict[str, Any]]:
    duration_ms = milliseconds(happening.ended - happening.started)
    match happening:
        case HttpCalled():
            yield {
                "type": "http",
                "apiId": happening.api_id,
                "stage": happening.stage,
                "method": happening.method,
                "path": masked_text(happening.path),
                "routeKey": happening.route_key,
                "status": happening.status,
                "durationMs": duration_ms,
            }
        case FunctionRan():
            name = {"type": "invocation", "functionName": happening.function_name}
            yield name | {"durationMs": duration_ms} | invocation_facts(happening)
        case AwsCalled():
            yield {
                "type": "call",
                "service": happening.service,
                "operation": happening.operation,
                "resource": resource_of(happening),
                "status": happening.status,
                "durationMs": duration_ms,
                "caller": caller_of(happening),
            }
        case RecordRead():
            change = happening.record["dynamodb"]
            yield {
                "type": "record",
                "table": happening.table,
                "eventName": happening.record["eventName"],
                "keys": masked(change.get("Keys")),
                "newImage": masked(change.get("NewImage")),
                "oldImage": masked(change.get("OldImage")),
                "sequenceNumber": change.get("SequenceNumber"),
            }
        case ConnectionChanged():
            yield {
                "type": "connection",
                "apiId": happening.api_id,
                "stage": happening.stage,
                "connectionId": happening.connection_id,
                "state": "open" if happening.code is None else "closed",
                "code": happening.code,
                "reason": happening.reason,
            }
        case SocketCalled() if happening.kind == "message":
            text = shown_bytes(happening.text.encode(), happening.text_bytes)
            yield _frame(happening, "in", happening.text_bytes, text) | {"routeKey": happening.route_key}
            if happening.answer is not None:
                yield _frame(
                    happening, "out", happening.answer_bytes, shown_bytes(happening.answer, happening.answer_bytes)
                )
        case Posted():
            if happening.trace is not None:
                yield {
                    "type": "call",
                    "service": "execute-api",
                    "operation": POST_OPERATIONS.get(happening.method, happening.method),
                    "resource": happening.api_id,
                    "status": happening.status,
                    "durationMs": duration_ms,
                    "caller": None,
                }
            if happening.method == "POST" and happening.status == 200:
                size = happening.payload_bytes
                yield _frame(happening, "out", size, shown_bytes(happening.payload, size))
        case Fired():
            yield {
                "type": "schedule",
                "rule": happening.arn.rpartition("/")[2],
                "time": round(happening.started * 1000),
            }


def _frame(happening: SocketCalled | Posted, direction: str, size: int, text: str) -> dict[str, Any]:
    return {
        "type": "frame",
        "apiId": happening.api_id,
        "connectionId": happening.connection_id,
        "direction": direction,
        "bytes": size,
        "text": text,
        "routeKey": None,
    }
