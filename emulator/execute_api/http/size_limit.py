"""Requests too large for the gateway or for Lambda."""

from __future__ import annotations

from emulator.execute_api.http.model import GatewayError, HttpCall

MAX_BODY_BYTES = 10 * 1024 * 1024
MAX_LAMBDA_BODY_BYTES = 6 * 1024 * 1024


def check_size(call: HttpCall) -> None:
    """413 above 10 MB (row B48) and, as every integration is a function, above Lambda's 6 MB (row B29)."""
    if len(call.request.body) > min(MAX_BODY_BYTES, MAX_LAMBDA_BODY_BYTES):
        raise GatewayError(413, "Request Entity Too Large")
