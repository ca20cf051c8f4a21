"""Puts the spans of one trace below each other: who has caused whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from emulator.tracing.happenings import AwsCalled, FunctionRan, Happening, Linked, RecordRead
from emulator.tracing.spans import Span, resource_of, spans_of
from emulator.tracing.trace_ids import parent_of, root_of

_STARTS_FUNCTIONS = frozenset({"http", "connect", "message", "schedule", "record"})


def of_trace(trace_id: str, numbered: Iterable[tuple[int, Happening]]) -> list[tuple[int, Happening]]:
    """What belongs to a trace, or links another to it, in the order in which it began."""
    mine = [member for member in numbered if _belongs(trace_id, member[1])]
    return sorted(mine, key=lambda member: member[1].started)


def _belongs(trace_id: str, happening: Happening) -> bool:
    if happening.trace is None:
        return False
    if root_of(happening.trace) == trace_id:
        return True
    return isinstance(happening, Linked) and any(root_of(other) == trace_id for other in happening.others)


def trace_spans(trace_id: str, members: Iterable[tuple[int, Happening]]) -> list[Span]:
    """The spans of a trace that has these members, in the order in which they began, each with its parent."""
    spans: list[Span] = []
    links: list[Linked] = []
    for number, happening in members:
        if isinstance(happening, Linked):
            links.append(happening)
        else:
            spans += spans_of(number, happening)
    # What ends later contains what begins at the same time.
    spans.sort(key=lambda span: (span.started, -span.ended))
    functions = {span.happening.span_id: span for span in spans if isinstance(span.happening, FunctionRan)}
    for index, span in enumerate(spans):
        if span.parent_id is None:
            parent = _parent(spans, index, functions) or _enclosing(span, spans)
            span.parent_id = parent.id if parent else None
    _note_links(trace_id, spans, links)
    return spans


def _parent(spans: Sequence[Span], index: int, functions: dict[str, Span]) -> Span | None:
    span = spans[index]
    happening = span.happening
    match span.kind:
        case "call" | "delivery":
            sender = parent_of(happening.trace or "")
            return functions.get(sender) if sender else None
        case "record":
            assert isinstance(happening, RecordRead)
            return next((each for each in spans[:index] if _is_write(each, happening)), None)
        case "function":
            # The latest cause counts: a function may be called by one that was called by the request.
            return next((each for each in reversed(spans[:index]) if _causes(each, span)), None)
        case _:
            return None


def _is_write(span: Span, record: RecordRead) -> bool:
    return isinstance(span.happening, AwsCalled) and span.started == record.write_started


def _causes(span: Span, function: Span) -> bool:
    """Whether ``span`` is one by which this function may have been invoked."""
    happening = span.happening
    if isinstance(happening, AwsCalled):
        if happening.operation not in ("Invoke", "InvokeAsync", "InvokeWithResponseStream"):
            return False
        return resource_of(happening).removesuffix(":$LATEST").rpartition(":")[2] == function.resource
    if span.kind not in _STARTS_FUNCTIONS:
        return False
    # Who waits for its answer has waited till its end; streams and schedules do not.
    return span.kind in ("record", "schedule") or function.started <= span.ended


def _enclosing(span: Span, spans: Sequence[Span]) -> Span | None:
    """The shortest span around this one, or else the first of the trace."""
    around = [
        each
        for each in spans
        if each is not span
        and each.kind in ("function", *_STARTS_FUNCTIONS)
        and each.started <= span.started
        and span.ended <= each.ended
        and (each.started, each.ended) != (span.started, span.ended)
    ]
    if around:
        return min(around, key=lambda each: each.ended - each.started)
    return None if span is spans[0] else spans[0]


def _note_links(trace_id: str, spans: Sequence[Span], links: Iterable[Linked]) -> None:
    """A batch goes on with the trace of its first record: say so here and there."""
    for link in links:
        roots = [root_of(other) for other in link.others]
        if root_of(link.trace) == trace_id:
            for span in spans:
                if isinstance(span.happening, FunctionRan) and span.happening.request_id == link.request_id:
                    span.attributes["links"] = roots
        elif trace_id in roots:
            for span in spans:
                if span.kind == "record" and span.started <= link.started:
                    span.attributes["continuedIn"] = root_of(link.trace)
