"""What cannot be invoked: a payload that is too large (conformance D59) or no JSON (D58), an unknown kind of call."""

from __future__ import annotations

import io
import json
from typing import Any, NoReturn

from localstack.aws.api.lambda_ import (
    InvalidRequestContentException,
    InvocationType,
    LogType,
    RequestTooLargeException,
)

from emulator.lambda_api.constraints import constraint_error, violation

# In bytes. That of asynchronous calls was 256 KB until October 2025.
MAX_PAYLOAD = 6 * 1024 * 1024
MAX_EVENT = 1024 * 1024
MAX_INVOKE_ARGS = 256 * 1024

_EXPECTED = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')"
# What the message repeats of the payload, in bytes.
_MAX_SOURCE = 500


def check_invoke(request: dict[str, Any]) -> None:
    """Look at a request, and leave it as it was. Raises ``ServiceException``."""
    _check_enum(request, "InvocationType", InvocationType)
    _check_enum(request, "LogType", LogType)
    stream = request.get("Payload")
    if stream is None:
        return
    payload = stream.read()
    request["Payload"] = io.BytesIO(payload)
    most = MAX_EVENT if request.get("InvocationType") == InvocationType.Event else MAX_PAYLOAD
    check_payload(payload, most, "InvokeFunction")


def check_payload(payload: bytes, most: int, operation: str) -> None:
    """Look at a payload that may have ``most`` bytes. Raises ``ServiceException``."""
    if len(payload) > most:
        message = f"Request must be smaller than {most} bytes for the {operation} operation"
        raise RequestTooLargeException(message, Type="User")
    if reason := not_json(payload):
        raise InvalidRequestContentException(
            f"Could not parse request body into json: Could not parse payload into json: {reason}", Type="User"
        )


def not_json(payload: bytes) -> str | None:
    """Why ``payload`` is no JSON, much as AWS's parser puts it; None when it is, or is empty."""
    if not payload.strip(b" \t\r\n"):
        return None
    try:
        json.loads(payload.decode(), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        return _reason(payload, error)
    except UnicodeDecodeError as error:
        place = f'(byte[])"{_source(payload)}"; line: 1, column: {error.start + 1}'
        return f"Invalid UTF-8 start byte 0x{payload[error.start]:02x}\n at [Source: {place}]"
    except _ConstantError as error:
        return f"Non-standard token '{error}': enable `JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS` to allow"
    except (RecursionError, ValueError):
        return "Document nesting depth or number length exceeds the maximum allowed"
    return None


class _ConstantError(Exception):
    """``NaN`` or ``Infinity``, which Python takes for JSON."""


def _refuse_constant(constant: str) -> NoReturn:
    raise _ConstantError(constant)


def _reason(payload: bytes, error: json.JSONDecodeError) -> str:
    rest = error.doc[error.pos :]
    if not rest:
        problem = f"Unexpected end-of-input: expected a valid value {_EXPECTED}"
    elif rest[0].isalpha():
        word = "".join(rest.partition(" ")[0].splitlines()[:1])[:50]
        problem = f"Unrecognized token '{word}': was expecting {_EXPECTED}"
    else:
        problem = f"Unexpected character ('{rest[0]}' (code {ord(rest[0])})): expected a valid value {_EXPECTED}"
    return f'{problem}\n at [Source: (byte[])"{_source(payload)}"; line: {error.lineno}, column: {error.colno + 1}]'


def _source(payload: bytes) -> str:
    source = payload[:_MAX_SOURCE].decode(errors="replace")
    more = len(payload) - _MAX_SOURCE
    return f"{source}[truncated {more} bytes]" if more > 0 else source


def _check_enum(request: dict[str, Any], name: str, enum: Any) -> None:
    value = request.get(name)
    if value is not None and value not in set(enum):
        path = name[0].lower() + name[1:]
        raise constraint_error(violation(value, path, f"satisfy enum value set: [{', '.join(enum)}]"))
