"""A function's result as an HTTP response: payload format 2.0 (rows B34 to B40)."""

from __future__ import annotations

import base64
import binascii
import json
import logging
from typing import Any

from emulator.execute_api.http.model import HttpResponse, InternalServerError

LOG = logging.getLogger(__name__)


def respond(payload: bytes) -> HttpResponse:
    """Turn the JSON ``payload`` a function returned into the response.

    Without ``statusCode`` the result itself is the body (rows B34, B35); with it, the object says all (row B36).

    Raises:
        InternalServerError: the object is malformed (rows B37, B38).
    """
    try:
        result = json.loads(payload)
    except ValueError:
        return _inferred(payload)
    if isinstance(result, dict) and "statusCode" in result:
        try:
            return _structured(result)
        except ValueError as error:
            LOG.warning("The function's response is malformed: %s", error)
            raise InternalServerError from error
    return _inferred(result.encode() if isinstance(result, str) else payload)


def _inferred(body: bytes) -> HttpResponse:
    return HttpResponse(200, [("Content-Type", "application/json")], body)


def _structured(result: dict[str, Any]) -> HttpResponse:
    headers = [(name, _header_value(name, value)) for name, value in (result.get("headers") or {}).items()]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", "text/plain;charset=utf-8"))
    headers += [("Set-Cookie", str(cookie)) for cookie in result.get("cookies") or []]
    return HttpResponse(_status(result["statusCode"]), headers, _body(result))


def _status(value: object) -> int:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 100 <= value <= 599:
        return value
    raise ValueError(f"statusCode must be a number from 100 to 599, not {value!r}")


def _header_value(name: str, value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    raise ValueError(f"header {name} must be a string, not {type(value).__name__}")


def _body(result: dict[str, Any]) -> bytes:
    body = result.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise ValueError(f"body must be a string, not {type(body).__name__}; use json.dumps")
    if not result.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise ValueError(f"isBase64Encoded is true but the body is not base64: {error}") from error
