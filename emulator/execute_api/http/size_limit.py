"""Requests too large for the gateway or for Lambda."""

from __future__ import annotations

from emulator.execute_api.http.model import GatewayError, HttpCall

MAX_BODY_BYTES = 10 * 1024 * 1024
MAX_LAMBDA_BODY_BYTES = 6 * 1024 * 1024


def check_size(call: HttpCall) -> None:
    """413 above 10 MB, whatever the integration (row B48)."""
    _check(call, MAX_BODY_BYTES)


def check_lambda_size(call: HttpCall) -> None:
    """413 above Lambda's 6 MB (row B29)."""
    _check(call, MAX_LAMBDA_BODY_BYTES)


def _check(call: HttpCall, limit: int) -> None:
    if len(call.request.body) > limit:
        raise GatewayError(413, "Request Entity Too Large")
