"""Answers who asks for traces: JSON's values, times in milliseconds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from emulator.tracing.assemble import of_trace, trace_spans
from emulator.tracing.happenings import FunctionRan, Happening, Linked
from emulator.tracing.note import RING
from emulator.tracing.spans import Span, has_frame, milliseconds, spans_of, texts
from emulator.tracing.trace_ids import root_of

MAX_HAPPENINGS_SHOWN = 500
"""of one trace: nobody reads more, and the reactor has others to serve"""


def latest(limit: int, numbered: Iterable[tuple[int, Happening]] | None = None) -> list[dict[str, Any]]:
    """A line for each of the latest traces, the newest first."""
    traces: dict[str, list[tuple[int, Happening]]] = {}
    for number, happening in RING.numbered() if numbered is None else numbered:
        if happening.trace is not None and not isinstance(happening, Linked) and (root := root_of(happening.trace)):
            traces.setdefault(root, []).append((number, happening))
    starts = {root: min(each.started for _, each in members) for root, members in traces.items()}
    newest = sorted(traces, key=lambda root: starts[root], reverse=True)[:limit]
    return [_summary(root, traces[root]) for root in newest]


def _summary(root: str, members: list[tuple[int, Happening]]) -> dict[str, Any]:
    count = sum(1 + has_frame(happening) for _, happening in members)
    first = min(members, key=lambda member: (member[1].started, -member[1].ended))
    started, ended = first[1].started, max(happening.ended for _, happening in members)
    spans = (span for member in members[:MAX_HAPPENINGS_SHOWN] for span in spans_of(*member))
    return {
        "id": root,
        "name": next(spans_of(*first)).name,
        "startedAt": milliseconds(started),
        "durationMs": milliseconds(ended - started),
        "status": "error" if any(span.is_error for span in spans) else "ok",
        "spans": count,
    }


def one(trace_id: str, numbered: Iterable[tuple[int, Happening]] | None = None) -> dict[str, Any] | None:
    """A trace with its spans; None if there is none (any more).

    Of more than `MAX_HAPPENINGS_SHOWN` happenings, as a broadcast to thousands has, the first are there, and
    ``leftOut`` says how many are not.
    """
    mine = of_trace(trace_id, RING.numbered() if numbered is None else numbered)
    shown = trace_spans(trace_id, mine[:MAX_HAPPENINGS_SHOWN])
    if not shown:
        return None
    left_out = {"leftOut": len(mine) - MAX_HAPPENINGS_SHOWN} if len(mine) > MAX_HAPPENINGS_SHOWN else {}
    return {"id": trace_id, "spans": [_described(span) for span in shown], **left_out}


def traces_of(request_ids: Iterable[str], numbered: Iterable[tuple[int, Happening]] | None = None) -> dict[str, str]:
    """The traces of those of these invocations that are known (any more)."""
    wanted = frozenset(request_ids)
    return {
        happening.request_id: root
        for _, happening in (RING.numbered() if numbered is None else numbered)
        if isinstance(happening, FunctionRan) and happening.request_id in wanted and (root := root_of(happening.trace))
    }


def _described(span: Span) -> dict[str, Any]:
    request, response = texts(span)
    return {
        "id": span.id,
        "parentId": span.parent_id,
        "kind": span.kind,
        "name": span.name,
        "resource": span.resource,
        "startedAt": milliseconds(span.started),
        "durationMs": milliseconds(span.ended - span.started),
        "status": "error" if span.is_error else "ok",
        "request": request,
        "response": response,
        "attributes": {name: value for name, value in span.attributes.items() if value is not None},
    }
