"""Payloads of the errors that Lambda answers in a function's place."""

from __future__ import annotations

import json
import signal

from emulator.lambda_runtime.runtime_api import MAX_RESPONSE


def exit_reason(status: int) -> str:
    """How a process ended: ``status`` is its exit status, or minus the signal that killed it (conformance D53)."""
    if status == 0:
        return "Runtime exited without providing a reason"
    if status > 0:
        return f"Runtime exited with error: exit status {status}"
    return f"Runtime exited with error: signal: {(signal.strsignal(-status) or str(-status)).lower()}"


def exit_error(request_id: str, reason: str) -> bytes:
    """The process ended before it answered."""
    return _payload("Runtime.ExitError", f"RequestId: {request_id} Error: {reason}")


def timed_out(request_id: str, timeout: int) -> bytes:
    """The function took longer than its timeout (conformance D54)."""
    return _payload("Sandbox.Timedout", f"RequestId: {request_id} Error: Task timed out after {timeout:.2f} seconds")


def response_too_large() -> bytes:
    """The function answered with more than Lambda passes on (conformance D60)."""
    return _payload(
        "Function.ResponseSizeTooLarge",
        f"Response payload size exceeded maximum allowed payload size ({MAX_RESPONSE} bytes).",
    )


def _payload(error_type: str, message: str) -> bytes:
    return json.dumps({"errorType": error_type, "errorMessage": message}, separators=(",", ":")).encode()
