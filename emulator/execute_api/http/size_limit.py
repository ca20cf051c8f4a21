"""Requests too large for the gateway or for Lambda."""

from __future__ import annotations

from emulator.execute_api.http.model import GatewayError, HttpCall

MAX_HEADER_BYTES = 10_240
MAX_LAMBDA_BODY_BYTES = 6 * 1024 * 1024


def check_size(call: HttpCall) -> None:
    """431 above 10,240 bytes of request line and headers; 413 for a body that was not even read (row B48)."""
    if call.request.header_bytes > MAX_HEADER_BYTES:
        raise GatewayError(431, "Request Header Fields Too Large")
    if call.request.body_refused:
        raise GatewayError(413, "Request Entity Too Large")


def check_lambda_size(call: HttpCall) -> None:
    """413 above Lambda's 6 MB (row B29)."""
    if len(call.request.body) > MAX_LAMBDA_BODY_BYTES:
        raise GatewayError(413, "Request Entity Too Large")
