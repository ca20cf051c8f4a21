"""Any result of a function becomes a response that can be written, or Internal Server Error (rows B34 to B43)."""

from __future__ import annotations

import base64
import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st
from twisted.web.http_headers import Headers

from emulator.execute_api.http.model import HttpResponse, InternalServerError
from emulator.execute_api.http.respond import respond_v1, respond_v2

TEXT = st.text() | st.sampled_from(["\ud800", "a\r\nInjected: yes", "a\nb", "\x00", "€", "é"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | TEXT
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner), max_leaves=10)
NAMES = TEXT | st.sampled_from(["Content-Type", "content-type", "X-A", "bad name", "a:b", "", "é", "x\r\ny"])
HEADERS = st.dictionaries(NAMES, SCALARS | JSON) | JSON
RESULTS = st.fixed_dictionaries(
    {"statusCode": st.sampled_from([200, 204, 418, "201", 0, 99, 600, 200.0, None, True, "x", "-200", "٢٠٠"]) | JSON},
    optional={
        "headers": HEADERS,
        "multiValueHeaders": st.dictionaries(NAMES, st.lists(SCALARS)) | JSON,
        "cookies": st.lists(TEXT) | JSON,
        "body": TEXT | JSON,
        "isBase64Encoded": st.booleans() | JSON,
    },
)
PAYLOADS = st.binary() | JSON.map(json.dumps).map(str.encode) | RESULTS.map(json.dumps).map(str.encode)


def write(response: HttpResponse) -> None:
    """What the reactor does with a response: there, nothing may go wrong any more."""
    assert 200 <= response.status <= 599
    assert isinstance(response.body, bytes)
    headers = Headers()
    for name, value in response.headers:
        headers.addRawHeader(name, value)
    for name, values in headers.getAllRawHeaders():
        for each in (name, *values):
            assert not set(each) & set(b"\r\n\x00")


@given(PAYLOADS)
@example(b"[" * 100_000)
@example(b'"\\ud800"')
@example(b"1" * 10_000)
@example(b'{"statusCode": 200, "headers": {"bad name": "x"}}')
@example(b'{"statusCode": 200, "headers": {"\xc3\xa9": "x"}}')
@example(b'{"statusCode": 200, "headers": {"": "x"}}')
@example(b'{"statusCode": 200, "headers": {"a": "\\ud800"}}')
@example(b'{"statusCode": 200, "headers": {"a": "\\u0000"}}')
@example(b'{"statusCode": 200, "headers": {"a": "b\\r\\nInjected: yes"}}')
@example(b'{"statusCode": 200, "body": "\\ud800"}')
@example(b'{"statusCode": 200, "cookies": ["\\ud800"]}')
def test_any_payload_of_format_2_0(payload: bytes) -> None:
    try:
        write(respond_v2(payload))
    except InternalServerError:
        assert b"statusCode" in payload


@given(PAYLOADS)
@example(b"[" * 100_000)
@example(b'"\\ud800"')
def test_any_payload_of_format_1_0(payload: bytes) -> None:
    try:
        write(respond_v1(payload))
    except InternalServerError:
        return
    assert "statusCode" in json.loads(payload)


@given(st.binary())
def test_what_is_no_json_is_the_body_b34(payload: bytes) -> None:
    try:
        json.loads(payload)
    except ValueError:
        assert respond_v2(payload).body == payload


@given(st.lists(JSON) | st.dictionaries(st.text(), st.integers()) | st.integers() | st.booleans(), st.integers(0, 4))
def test_json_without_status_code_is_the_body_byte_for_byte_b34(result: Any, indent: int) -> None:
    payload = json.dumps(result, indent=indent).encode()
    if not (isinstance(result, dict) and "statusCode" in result):
        response = respond_v2(payload)
        assert (response.status, response.body) == (200, payload)
        assert response.headers == [("Content-Type", "application/json")]


@given(st.integers(200, 599), st.text(), st.booleans())
def test_status_and_body_arrive_b36_b37(status: int, body: str, as_text: bool) -> None:
    result = {"statusCode": str(status) if as_text else status, "body": body}
    for respond in (respond_v1, respond_v2):
        response = respond(json.dumps(result).encode())
        assert (response.status, response.body.decode()) == (status, body)


@given(st.binary())
def test_base64_arrives_as_bytes_b40(body: bytes) -> None:
    result = {"statusCode": 200, "isBase64Encoded": True, "body": base64.b64encode(body).decode()}
    assert respond_v2(json.dumps(result).encode()).body == body


@given(st.dictionaries(st.from_regex(r"[A-Za-z-]{1,10}", fullmatch=True), st.from_regex(r"[ -~]*", fullmatch=True)))
def test_headers_arrive_b36(headers: dict[str, str]) -> None:
    response = respond_v2(json.dumps({"statusCode": 200, "headers": headers}).encode())
    assert list(headers.items()) == response.headers[: len(headers)]
    assert any(name.lower() == "content-type" for name, _ in response.headers)
