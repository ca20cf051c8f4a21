"""Invocations of functions."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from emulator.tracing.happenings import KEPT_BYTES, FunctionRan
from emulator.tracing.note import ON, note
from emulator.tracing.trace_ids import new_span_id, with_parent

if TYPE_CHECKING:
    from emulator.lambda_runtime.execution_environment import Answer
    from emulator.lambda_runtime.runtime_process import Invocation


def for_function(header: str) -> tuple[str, str]:
    """The id of an invocation's span, and the header that the function sends on: its Parent is that span."""
    if not ON:
        return "", header
    span_id = new_span_id()
    return span_id, with_parent(header, span_id)


def note_invocation(function_name: str, span_id: str, invocation: Invocation, answer: Answer, started: float) -> None:
    """An invocation has ended."""
    if not ON:
        return
    payload, result = invocation.payload[:KEPT_BYTES], answer.payload[:KEPT_BYTES]
    happening = FunctionRan(
        invocation.trace_id,
        started,
        time.time(),
        span_id,
        function_name,
        invocation.request_id,
        payload,
        len(invocation.payload),
        result,
        len(answer.payload),
        answer.is_error,
        answer.invoked,
    )
    note(happening, len(payload) + len(result))
