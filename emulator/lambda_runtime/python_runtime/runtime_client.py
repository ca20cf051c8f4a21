"""Stands in for the native part of AWS's runtime interface client, which is built for glibc Linux only.

Loaded by the bootstrap on other systems (macOS). Same functions, same errors, over the standard library's HTTP client.
"""

from __future__ import annotations

import http.client
import os
import sys

_INVOCATION = "/2018-06-01/runtime/invocation"

_connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
_headers: dict[str, str] = {}


def initialize_client(user_agent: str) -> None:
    """Say who calls."""
    _headers["User-Agent"] = user_agent


def next() -> tuple[bytes, dict[str, str | int | None]]:
    """Wait for the next invocation: the event and the headers that describe it.

    Raises:
        RuntimeError: the Runtime API refused.
    """
    _connection.request("GET", f"{_INVOCATION}/next", headers=_headers)
    answer = _connection.getresponse()
    event = answer.read()
    if answer.status != http.HTTPStatus.OK:
        raise RuntimeError("Failed to get next")
    names = (
        "Lambda-Runtime-Aws-Request-Id",
        "Lambda-Runtime-Trace-Id",
        "Lambda-Runtime-Invoked-Function-Arn",
        "Lambda-Runtime-Client-Context",
        "Lambda-Runtime-Cognito-Identity",
        "Content-Type",
    )
    deadline = int(answer.headers["Lambda-Runtime-Deadline-Ms"])
    return event, {"Lambda-Runtime-Deadline-Ms": deadline, **{name: answer.headers[name] for name in names}}


def post_invocation_result(invoke_id: str, result: bytes, content_type: str, _invocation_id: str | None = None) -> None:
    """Tell what the function returned.

    Raises:
        RuntimeError: the Runtime API refused.
    """
    status = _post(f"{_INVOCATION}/{invoke_id}/response", result, content_type)
    if status != http.HTTPStatus.ACCEPTED:
        # The native client prints this too.
        message = f"[ERROR] LAMBDA_RUNTIME Failed to post handler success response. Http response code: {status}."
        print(message, file=sys.stderr)
        raise RuntimeError("Failed to post invocation response")


def post_error(invoke_id: str, error: str, _xray_fault: str, _invocation_id: str | None = None) -> None:
    """Tell what the function raised.

    Raises:
        RuntimeError: the Runtime API refused.
    """
    if _post(f"{_INVOCATION}/{invoke_id}/error", error.encode(), "application/json") != http.HTTPStatus.ACCEPTED:
        raise RuntimeError("Failed to post invocation error")


def _post(path: str, body: bytes, content_type: str) -> int:
    _connection.request("POST", path, body, {**_headers, "Content-Type": content_type})
    answer = _connection.getresponse()
    answer.read()
    return answer.status
