"""Invocations of functions, and calls by which one function invokes another and waits."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from emulator.tracing.happenings import KEPT_BYTES, AwsCalled, FunctionRan
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


def note_invoke(
    trace: str | None, started: float, access_key_id: str, function_name: str, payload: bytes, result: bytes
) -> None:
    """A call of lambda.Invoke was answered on its lane, past LocalStack's gateway; ``trace`` is the caller's header."""
    if not ON or trace is None:
        return
    request = {"FunctionName": function_name, "InvocationType": "RequestResponse"}
    kept = payload[:KEPT_BYTES]
    if payload:
        request["Payload"] = kept.decode(errors="replace")
    answer = result[:KEPT_BYTES]
    happening = AwsCalled(
        trace, started, time.time(), "lambda", "Invoke", access_key_id, 200, None, request, answer, len(result)
    )
    note(happening, len(kept) + len(answer))
