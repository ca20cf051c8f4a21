"""A function's result as an HTTP response (rows B34 to B43)."""

from __future__ import annotations

import base64
import binascii
import json
import logging
from typing import TYPE_CHECKING, Any

from emulator.execute_api.http.model import HttpResponse, InternalServerError

if TYPE_CHECKING:
    from collections.abc import Callable

LOG = logging.getLogger(__name__)


def respond_v2(payload: bytes) -> HttpResponse:
    """Turn the JSON ``payload`` a function returned into the response, as payload format 2.0 has it.

    Without ``statusCode`` the result itself is the body (rows B34, B35); with it, the object says all (row B36).

    Raises:
        InternalServerError: the object is malformed (rows B37, B38).
    """
    try:
        result = json.loads(payload)
    except ValueError:
        return _inferred(payload)
    if isinstance(result, dict) and "statusCode" in result:
        return _structured(result, _headers_v2)
    return _inferred(result.encode() if isinstance(result, str) else payload)


def respond_v1(payload: bytes) -> HttpResponse:
    """The same for payload format 1.0: nothing is inferred (row B43), and ``multiValueHeaders`` count (row B41).

    Raises:
        InternalServerError: the result is anything but a well-formed object with ``statusCode``.
    """
    try:
        result = json.loads(payload)
    except ValueError as error:
        raise InternalServerError from error
    if not isinstance(result, dict) or "statusCode" not in result:
        LOG.warning("The function's response has no statusCode, which payload format 1.0 needs.")
        raise InternalServerError
    return _structured(result, _headers_v1)


def _inferred(body: bytes) -> HttpResponse:
    return HttpResponse(200, [("Content-Type", "application/json")], body)


def _structured(
    result: dict[str, Any], read_headers: Callable[[dict[str, Any]], list[tuple[str, Any]]]
) -> HttpResponse:
    try:
        texts = [(name, _header_value(name, value)) for name, value in read_headers(result)]
        if not any(name.lower() == "content-type" for name, _ in texts):
            texts.append(("Content-Type", "text/plain;charset=utf-8"))
        return HttpResponse(_status(result["statusCode"]), texts, _body(result))
    except ValueError as error:
        LOG.warning("The function's response is malformed: %s", error)
        raise InternalServerError from error


def _headers_v2(result: dict[str, Any]) -> list[tuple[str, Any]]:
    cookies = _member(result, "cookies", list)
    return [*_member(result, "headers", dict).items(), *(("Set-Cookie", cookie) for cookie in cookies)]


def _headers_v1(result: dict[str, Any]) -> list[tuple[str, Any]]:
    # A name in both has its single value first, then the others (row B41).
    single = list(_member(result, "headers", dict).items())
    multi_value_headers = _member(result, "multiValueHeaders", dict)
    multi = [(name, value) for name in multi_value_headers for value in _member(multi_value_headers, name, list)]
    return single + [header for header in multi if header not in single]


def _member[Type](result: dict[str, Any], name: str, its_type: type[Type]) -> Type:
    value = result.get(name)
    if value is None:
        return its_type()
    if not isinstance(value, its_type):
        raise ValueError(f"{name} must be a {its_type.__name__}, not {type(value).__name__}")
    return value


def _status(value: object) -> int:
    if isinstance(value, str) and value.isdecimal():
        value = int(value)
    # Below 200 is no final answer: the client would wait on.
    if isinstance(value, int) and not isinstance(value, bool) and 200 <= value <= 599:
        return value
    raise ValueError(f"statusCode must be a number from 200 to 599, not {value!r}")


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
