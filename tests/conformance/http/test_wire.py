"""HTTP/1.1 between client and gateway, by the byte (rows B01, B09, B42 and the RFCs)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.raw_connection import RawConnection, RawResponse, raw_connection
from tests.support import create_api, create_function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator

# Answers with the JSON in the body; without JSON, with its event.
ANSWER = """
import json
def handler(event, context):
    is_answer = event["headers"].get("content-type") == "application/json"
    return json.loads(event["body"]) if is_answer else event
"""


@pytest.fixture(scope="module")
def api_id(emulator: Emulator) -> str:
    return create_api(emulator, "HTTP", {"ANY /answer": create_function(emulator, ANSWER)})


@pytest.fixture(scope="module")
def path(api_id: str) -> str:
    return f"/_aws/execute-api/{api_id}/dev/answer"


@pytest.fixture
def connection(emulator: Emulator) -> Iterator[RawConnection]:
    with raw_connection(emulator) as connection:
        yield connection


def answer(connection: RawConnection, path: str, result: Any) -> RawResponse:
    """Let the function return ``result``."""
    body = json.dumps(result).encode()
    lines = ("Host: localhost", "Content-Type: application/json", f"Content-Length: {len(body)}")
    connection.send(f"POST {path} HTTP/1.1", *lines, body=body)
    return connection.receive()


def test_headers_of_a_response_b42(connection: RawConnection, path: str) -> None:
    response = answer(connection, path, {"statusCode": 200, "headers": {"myheader": "1", "x-own": "2"}, "body": "hi"})
    assert response.status_line == "HTTP/1.1 200 OK"
    names = [name for name, _ in response.headers]
    assert sorted(names) == sorted(
        ["Date", "Connection", "Myheader", "X-Own", "Content-Type", "Apigw-Requestid", "Content-Length"]
    )
    assert response.all("Connection") == ["keep-alive"]
    assert response.all("Content-Length") == ["2"]


def test_headers_of_an_error_b07_b42(connection: RawConnection, path: str) -> None:
    connection.send(f"GET {path}/nothing HTTP/1.1", "Host: localhost")
    response = connection.receive()
    assert response.status_line == "HTTP/1.1 404 Not Found"
    assert response.all("Content-Type") == ["application/json"]
    assert response.all("Content-Length") == ["23"]
    assert response.all("Connection") == ["keep-alive"]
    assert len(response.all("Apigw-Requestid")) == 1


def test_the_connection_is_the_gateways_b42(connection: RawConnection, path: str) -> None:
    """What a function says of length, time and connection would break the message: the gateway's own words count."""
    headers = {
        "content-length": "999",
        "transfer-encoding": "chunked",
        "connection": "close",
        "date": "today",
        "server": "mine",
        "x-split": "a\r\nX-Injected: b",
    }
    response = answer(connection, path, {"statusCode": 200, "headers": headers, "body": "hi"})
    assert response.body == b"hi"
    assert response.all("Content-Length") == ["2"]
    assert response.all("Connection") == ["keep-alive"]
    assert response.all("Transfer-Encoding") == response.all("Server") == response.all("X-Injected") == []
    (date,) = response.all("Date")
    assert date.endswith("GMT")
    assert answer(connection, path, "next").body == b"next"


def test_requests_follow_each_other_on_one_connection_b42(connection: RawConnection, path: str) -> None:
    """Also when the client does not wait for the answers."""
    for number in range(3):
        connection.send(f"GET {path}?number={number} HTTP/1.1", "Host: localhost")
    seen = [json.loads(connection.receive().body)["rawQueryString"] for _ in range(3)]
    assert seen == ["number=0", "number=1", "number=2"]


def test_a_client_may_end_the_connection_b42(connection: RawConnection, path: str) -> None:
    connection.send(f"GET {path} HTTP/1.1", "Host: localhost", "Connection: close")
    response = connection.receive()
    assert response.status == 200
    assert response.all("Connection") == ["close"]
    assert connection.is_at_end()


def test_a_client_of_http_1_0(connection: RawConnection, path: str) -> None:
    """It need not name a host, and the end of the connection is the end of the body."""
    connection.send(f"GET {path} HTTP/1.0")
    response = connection.receive()
    assert response.status == 200
    assert json.loads(response.body)["rawPath"] == "/dev/answer"
    assert connection.is_at_end()


@pytest.mark.parametrize("form", ["path", "host"])
def test_absolute_request_target_b01(
    emulator: Emulator, connection: RawConnection, api_id: str, path: str, form: str
) -> None:
    """Every server has to take the form that clients use with a proxy; its host counts, not the header's."""
    target = f"http://localhost{path}" if form == "path" else f"HTTP://{api_id}.execute-api.localhost/dev/answer"
    connection.send(f"GET {target}?q=1 HTTP/1.1", "Host: elsewhere")
    response = connection.receive()
    assert response.status == 200
    event = json.loads(response.body)
    assert (event["rawPath"], event["rawQueryString"]) == ("/dev/answer", "q=1")


def test_absolute_request_target_without_a_path_b07(connection: RawConnection, api_id: str) -> None:
    connection.send(f"GET http://{api_id}.execute-api.localhost HTTP/1.1", "Host: localhost")
    assert connection.receive().body == b'{"message":"Not Found"}'


@pytest.mark.parametrize("status", [204, 304])
def test_statuses_without_a_body(connection: RawConnection, path: str, status: int) -> None:
    """No byte of a body, which would be the next response's beginning; no length of it either."""
    response = answer(connection, path, {"statusCode": status, "headers": {"etag": "1"}, "body": "dropped"})
    assert response.status == status
    assert response.all("Content-Length") == response.all("Transfer-Encoding") == []
    assert answer(connection, path, "next").body == b"next"


def test_head_is_a_method_of_its_own_and_has_no_body_b09(connection: RawConnection, path: str) -> None:
    """The function sees HEAD; the length is that of its body, which does not come."""
    connection.send(f"HEAD {path} HTTP/1.1", "Host: localhost")
    response = connection.receive(to_head=True)
    assert response.status == 200
    assert int(response.all("Content-Length")[0]) > 100
    connection.send(f"OPTIONS {path} HTTP/1.1", "Host: localhost")
    event = json.loads(connection.receive().body)
    assert event["requestContext"]["http"]["method"] == "OPTIONS"


def test_chunked_body_b23_b26(connection: RawConnection, path: str) -> None:
    """The function gets the whole body and its length, and nothing of the chunks."""
    lines = ("Host: localhost", "Content-Type: text/plain", "Transfer-Encoding: chunked")
    connection.send(f"POST {path} HTTP/1.1", *lines, body=b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    event = json.loads(connection.receive().body)
    assert event["body"] == "abcde"
    assert event["headers"]["content-length"] == "5"
    assert "transfer-encoding" not in event["headers"]


def test_a_client_that_waits_to_be_told_to_go_on(connection: RawConnection, path: str) -> None:
    """As curl does before it sends a body of a megabyte."""
    lines = ("Host: localhost", "Content-Type: text/plain", "Expect: 100-continue", "Content-Length: 3")
    connection.send(f"POST {path} HTTP/1.1", *lines)
    assert connection.receive().status == 100
    connection.socket.sendall(b"abc")
    assert json.loads(connection.receive().body)["body"] == "abc"


@pytest.mark.parametrize(("status", "words"), [(418, "I'm a teapot"), (429, "Too Many Requests"), (299, "")])
def test_words_of_a_status(connection: RawConnection, path: str, status: int, words: str) -> None:
    assert (
        answer(connection, path, {"statusCode": status}).status_line.rstrip() == f"HTTP/1.1 {status} {words}".rstrip()
    )


def test_repeated_headers_b22_b24(connection: RawConnection, path: str) -> None:
    """Joined in their order, whatever the case of their names; each cookie header is split by itself."""
    lines = ("X-Own: 1", "x-own: 2", "X-OWN: 3", "Cookie: a=1; b=2", "cookie: c=3")
    connection.send(f"GET {path} HTTP/1.1", "Host: localhost", *lines)
    event = json.loads(connection.receive().body)
    assert event["headers"]["x-own"] == "1,2,3"
    assert event["cookies"] == ["a=1", "b=2", "c=3"]
    assert "cookie" not in event["headers"]
