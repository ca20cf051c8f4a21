"""Rules and schedules that fire."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from emulator.execute_api.trace import trace_header_or_new
from emulator.tracing.happenings import Fired
from emulator.tracing.note import ON, note

if TYPE_CHECKING:
    from collections.abc import Iterator

_firing: ContextVar[tuple[str, str, float] | None] = ContextVar("firing", default=None)


@contextmanager
def firing(arn: str, expression: str) -> Iterator[None]:
    """Within the block, targets get what this rule or schedule sends."""
    token = _firing.set((arn, expression, time.time()))
    try:
        yield
    finally:
        _firing.reset(token)


def note_target(target_arn: str, trace: str) -> None:
    """A target is about to get an event with this trace; noted if it is a schedule that sends it."""
    if ON and (fired := _firing.get()):
        arn, expression, started = fired
        note(Fired(trace, started, time.time(), arn, expression, target_arn))


def add_trace(params: dict[str, Any], **_kwargs: object) -> None:
    """A hook for a client of Lambda: what a schedule invokes begins a trace."""
    if ON and _firing.get():
        trace = params["headers"]["X-Amzn-Trace-Id"] = trace_header_or_new(None)
        function = params["url_path"].partition("/functions/")[2].partition("/")[0]
        note_target(unquote(function), trace)
