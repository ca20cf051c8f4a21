"""What is too large for an HTTP API (row B48), and what only looks odd."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.raw_http import exchange, head, raw_connection, read_response
from tests.support import ECHO, create_api, create_function

if TYPE_CHECKING:
    from tests.conftest import Emulator

TOO_LARGE = 10 * 1024 * 1024 + 1


@pytest.fixture(scope="module")
def api_id(emulator: Emulator) -> str:
    return create_api(emulator, "HTTP", {"ANY /echo": create_function(emulator, ECHO)})


def test_body_above_10_mb_is_413_b48(emulator: Emulator, api_id: str) -> None:
    """The answer comes before the body does."""
    status, headers, body = exchange(emulator, head(emulator, api_id, f"Content-Length: {TOO_LARGE}"))
    assert (status, body) == (413, {"message": "Request Entity Too Large"})
    assert headers["apigw-requestid"]


def test_client_that_sends_all_of_it_reads_413_b48(emulator: Emulator, api_id: str) -> None:
    response = requests.post(emulator.api_url(api_id) + "/echo", data=b"x" * TOO_LARGE, timeout=20)
    assert response.status_code == 413


def test_body_in_chunks_above_10_mb_is_413_b48(emulator: Emulator, api_id: str) -> None:
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    pieces = [head(emulator, api_id, "Transfer-Encoding: chunked"), *[chunk] * 10, b"1\r\nx\r\n"]
    assert exchange(emulator, *pieces)[0] == 413


def test_body_in_chunks_b48(emulator: Emulator, api_id: str) -> None:
    pieces = [head(emulator, api_id, "Transfer-Encoding: chunked", "Content-Type: text/plain")]
    status, _, event = exchange(emulator, *pieces, b"5\r\nhello\r\n", b"7\r\n, world\r\n0\r\n\r\n")
    assert (status, event["body"]) == (200, "hello, world")
    assert event["headers"]["content-length"] == "12"
    assert "transfer-encoding" not in event["headers"]


def test_expect_100_continue_b48(emulator: Emulator, api_id: str) -> None:
    """A client that asks first is told to go on, or is refused at once."""
    lines = ("Content-Type: text/plain", "Expect: 100-continue")
    with raw_connection(emulator) as raw:
        raw.sendall(head(emulator, api_id, "Content-Length: 5", *lines))
        assert raw.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        raw.sendall(b"hello")
        status, _, body = read_response(raw)
        assert (status, json.loads(body)["body"]) == (200, "hello")
    assert exchange(emulator, head(emulator, api_id, f"Content-Length: {TOO_LARGE}", *lines))[0] == 413


def test_headers_above_10240_bytes_are_431_b48(emulator: Emulator, api_id: str) -> None:
    def answer(filler: int) -> int:
        line = f"X-Filler: {'x' * filler}"
        return exchange(emulator, head(emulator, api_id, "Content-Length: 0", line))[0]

    fixed = len(head(emulator, api_id, "Content-Length: 0", "X-Filler: ").replace(b"\r\n", b""))
    assert answer(10_240 - fixed) == 200
    assert answer(10_240 - fixed + 1) == 431
    assert answer(1_000_000) == 431


def test_request_line_counts_b48(emulator: Emulator, api_id: str) -> None:
    path = f"/dev/echo?{'x' * 10_240}"
    assert exchange(emulator, head(emulator, api_id, "Content-Length: 0", path=path))[0] == 431


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=x", b"no boundary in here"),
        ("multipart/form-data", b""),
        ("application/x-www-form-urlencoded", b"a=1&a=2&%zz"),
    ],
)
def test_forms_are_passed_unread_b26(emulator: Emulator, api_id: str, content_type: str, body: bytes) -> None:
    """Nobody but the function reads a form, however broken."""
    response = requests.post(
        emulator.api_url(api_id) + "/echo", data=body, headers={"Content-Type": content_type}, timeout=20
    )
    event: dict[str, Any] = response.json()
    assert "queryStringParameters" not in event
    assert event.get("isBase64Encoded", False) == bool(body)


def test_disabled_default_endpoint_is_404_b13(emulator: Emulator) -> None:
    """From the next deployment on."""
    echo = create_function(emulator, ECHO)
    disabled = create_api(emulator, "HTTP", {"ANY /echo": echo}, DisableExecuteApiEndpoint=True)
    response = requests.get(emulator.api_url(disabled) + "/echo", timeout=20)
    assert (response.status_code, response.text) == (404, '{"message":"Not Found"}')
    emulator.client("apigatewayv2").update_api(ApiId=disabled, DisableExecuteApiEndpoint=False)
    assert requests.get(emulator.api_url(disabled) + "/echo", timeout=20).status_code == 200
