from __future__ import annotations

from http import HTTPStatus

import pytest

from emulator.lambda_runtime import http_requests
from emulator.lambda_runtime.http_requests import BadRequestError, Request, RequestParser, response

POST = b"POST /path HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nX-Name:  value \r\n\r\nbody"
PARSED = Request("POST", "/path", {"host": "h", "content-length": "4", "x-name": "value"}, b"body")


@pytest.mark.parametrize("cut", range(1, len(POST)))
def test_request_in_two_pieces(cut: int) -> None:
    parser = RequestParser(max_body=4)
    assert parser.feed(POST[:cut]) is None
    assert parser.feed(POST[cut:]) == PARSED


def test_requests_on_one_connection() -> None:
    parser = RequestParser(max_body=4)
    assert parser.feed(POST) == PARSED
    assert parser.feed(b"GET / HTTP/1.1\r\n\r\n") == Request("GET", "/", {}, b"")
    assert parser.feed(POST) == PARSED


def test_too_large_body_is_thrown_away_and_the_connection_lives_on() -> None:
    parser = RequestParser(max_body=3)
    request = parser.feed(POST)
    assert request
    assert request.body is None
    assert parser.feed(b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc") == Request(
        "POST", "/", {"content-length": "3"}, b"abc"
    )


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"x" * (http_requests.MAX_HEAD + 1),
    ],
)
def test_what_is_no_request(data: bytes) -> None:
    with pytest.raises(BadRequestError):
        RequestParser(max_body=10).feed(data)


def test_response() -> None:
    assert response(HTTPStatus.ACCEPTED, {"A": "b"}, b"body") == (
        b"HTTP/1.1 202 Accepted\r\nContent-Length: 4\r\nA: b\r\n\r\nbody"
    )
