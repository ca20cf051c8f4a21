from __future__ import annotations

import io
from typing import Any

import pytest
from localstack.aws.api.lambda_ import RequestTooLargeException

from emulator.lambda_api.invoke_request import MAX_EVENT, MAX_PAYLOAD, check_invoke, not_json


@pytest.mark.parametrize(
    "payload", [b"", b" \n", b"null", b'"\xc3\xbc"', b"-1.5e3", b'{"a": [1, {"b": null}]}', b"9" * 100]
)
def test_json_d58(payload: bytes) -> None:
    assert not_json(payload) is None


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (
            b"'test'",
            "Unexpected character (''' (code 39)): expected a valid value (JSON String, Number, Array, Object or token "
            "'null', 'true' or 'false')\n at [Source: (byte[])\"'test'\"; line: 1, column: 2]",
        ),
        (b"nope", "Unrecognized token 'nope': was expecting"),
        (b'{"a":', "Unexpected end-of-input"),
        (b"{} {}", "Unexpected character ('{'"),
        (b"NaN", "Non-standard token 'NaN'"),
        (b"\xff", "Invalid UTF-8 start byte 0xff"),
        (b"[" * 100_000, "Document nesting depth"),
    ],
)
def test_no_json_d58(payload: bytes, reason: str) -> None:
    assert (not_json(payload) or "").startswith(reason)


def test_the_message_repeats_only_the_start() -> None:
    assert len(not_json(b"x" + b" " * MAX_PAYLOAD) or "") < 1000


@pytest.mark.parametrize(("kind", "most"), [({}, MAX_PAYLOAD), ({"InvocationType": "Event"}, MAX_EVENT)])
def test_sizes_d59(kind: dict[str, str], most: int) -> None:
    fits = b'"' + b"x" * (most - 2) + b'"'
    request: dict[str, Any] = {**kind, "Payload": io.BytesIO(fits)}
    check_invoke(request)
    assert request["Payload"].read() == fits
    with pytest.raises(RequestTooLargeException, match=f"smaller than {most} bytes for the InvokeFunction operation"):
        check_invoke({**kind, "Payload": io.BytesIO(fits + b" ")})
