"""Payload format 2.0, seen by a real function behind a real HTTP API (section B2)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
import requests

from tests.raw_connection import raw_connection
from tests.support import ECHO, create_api, create_function, http_get_event

if TYPE_CHECKING:
    from tests.conftest import Emulator


@pytest.fixture(scope="module")
def api_id(emulator: Emulator) -> str:
    echo = create_function(emulator, ECHO)
    return create_api(
        emulator,
        "HTTP",
        dict.fromkeys(("GET /virus", "POST /virus", "GET /virus/{id}", "GET /files/{proxy+}", "ANY /any"), echo),
    )


def test_keys_are_in_order_and_empty_ones_absent_b14_b15_b27(emulator: Emulator, api_id: str) -> None:
    """No cookies, query, body, path parameters, stage variables; and nothing of format 1.0."""
    event = http_get_event(emulator, api_id, "/virus")
    assert list(event) == [
        "version",
        "routeKey",
        "rawPath",
        "rawQueryString",
        "headers",
        "requestContext",
        "isBase64Encoded",
    ]
    assert event["version"] == "2.0"
    assert event["rawQueryString"] == ""
    assert event["isBase64Encoded"] is False


def test_route_key_and_raw_path_with_the_named_stage_b16_b18(emulator: Emulator, api_id: str) -> None:
    event = http_get_event(emulator, api_id, "/virus/42")
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "GET /virus/{id}"
    assert event["rawPath"] == event["requestContext"]["http"]["path"] == "/dev/virus/42"
    assert event["pathParameters"] == {"id": "42"}


def test_request_context_b19_b20_b21(emulator: Emulator, api_id: str) -> None:
    """Its keys; the request id is the one of the response."""
    response = requests.get(emulator.api_url(api_id) + "/virus", headers={"User-Agent": "probe"}, timeout=10)
    context = response.json()["requestContext"]
    assert list(context) == [
        "accountId",
        "apiId",
        "domainName",
        "domainPrefix",
        "http",
        "requestId",
        "routeKey",
        "stage",
        "time",
        "timeEpoch",
    ]
    assert context["accountId"] == "000000000000"
    assert context["apiId"] == context["domainPrefix"] == api_id
    assert context["domainName"] == f"{api_id}.execute-api.localhost.localstack.cloud:{emulator.port}"
    assert context["http"] == {
        "method": "GET",
        "path": "/dev/virus",
        "protocol": "HTTP/1.1",
        "sourceIp": "127.0.0.1",
        "userAgent": "probe",
    }
    assert context["stage"] == "dev"
    assert re.fullmatch(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000", context["time"])
    assert re.fullmatch(r"[A-Za-z0-9_-]{15}=", context["requestId"])
    assert response.headers["Apigw-Requestid"] == context["requestId"]


def test_path_is_decoded_b11(emulator: Emulator, api_id: str) -> None:
    """rawPath and path parameters are decoded; an encoded question mark cuts the path."""
    event = http_get_event(emulator, api_id, "/virus/a%20b")
    assert event["rawPath"] == "/dev/virus/a b"
    assert event["pathParameters"] == {"id": "a b"}
    assert http_get_event(emulator, api_id, "/virus/a%3Fb")["rawPath"] == "/dev/virus/a"


def test_greedy_path_parameter_b06(emulator: Emulator, api_id: str) -> None:
    """One or more segments."""
    assert http_get_event(emulator, api_id, "/files/a/b/c")["pathParameters"] == {"proxy": "a/b/c"}
    assert requests.get(emulator.api_url(api_id) + "/files", timeout=10).status_code == 404


def test_headers_b22_b23_b49(emulator: Emulator, api_id: str) -> None:
    """Lower case, joined, and what the gateway adds."""
    headers = http_get_event(emulator, api_id, "/virus", headers={"X-Custom-Header": "One", "Accept": "a, b"})[
        "headers"
    ]
    assert headers["x-custom-header"] == "One"
    assert headers["accept"] == "a, b"
    assert headers["content-length"] == "0"
    assert headers["host"] == f"{api_id}.execute-api.localhost.localstack.cloud:{emulator.port}"
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "https"
    assert headers["x-forwarded-port"] == "443"
    assert re.fullmatch(r"Root=1-[0-9a-f]{8}-[0-9a-f]{24}", headers["x-amzn-trace-id"])
    assert "connection" not in headers


def test_addresses_of_proxies_before_the_gateway_b23(emulator: Emulator, api_id: str) -> None:
    headers = http_get_event(emulator, api_id, "/virus", headers={"X-Forwarded-For": "1.2.3.4"})["headers"]
    assert headers["x-forwarded-for"] == "1.2.3.4, 127.0.0.1"


def test_trace_id_of_the_client_b23(emulator: Emulator, api_id: str) -> None:
    trace = "Root=1-67890abc-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=1"
    headers = http_get_event(emulator, api_id, "/virus", headers={"X-Amzn-Trace-Id": trace})["headers"]
    assert headers["x-amzn-trace-id"] == trace


def test_cookies_b24(emulator: Emulator, api_id: str) -> None:
    """Taken from the headers, split."""
    event = http_get_event(emulator, api_id, "/virus", headers={"Cookie": "session=abc123; theme=dark"})
    assert event["cookies"] == ["session=abc123", "theme=dark"]
    assert "cookie" not in event["headers"]


def test_query_string_b25(emulator: Emulator, api_id: str) -> None:
    """Raw as sent, parameters decoded, repeats joined."""
    event = http_get_event(emulator, api_id, "/virus?tag=important&tag=urgent&q=a%20b&empty=")
    assert event["rawQueryString"] == "tag=important&tag=urgent&q=a%20b&empty="
    assert event["queryStringParameters"] == {"tag": "important,urgent", "q": "a b", "empty": ""}


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("flag", {"flag": ""}),
        ("a=1&&b=2&", {"a": "1", "b": "2"}),
        ("a=x+y&b=x%2By", {"a": "x y", "b": "x+y"}),
        ("a%5B%5D=1&a%5B%5D=2", {"a[]": "1,2"}),
        ("a=1=2", {"a": "1=2"}),
        ("a=%C3%BC", {"a": "ü"}),
        ("a=%zz&b=100%", {"a": "%zz", "b": "100%"}),
        ("a=1;b=2", {"a": "1;b=2"}),
    ],
)
def test_odd_query_strings_b25(emulator: Emulator, api_id: str, query: str, parameters: dict[str, str]) -> None:
    with raw_connection(emulator) as connection:
        connection.send(f"GET /_aws/execute-api/{api_id}/dev/virus?{query} HTTP/1.1", "Host: localhost")
        event = json.loads(connection.receive().body)
    assert (event["rawQueryString"], event["queryStringParameters"]) == (query, parameters)


@pytest.mark.parametrize(
    ("path", "raw_path", "virus_id"),
    [
        ("a%20b", "a b", "a b"),
        ("a+b", "a+b", "a+b"),
        ("%C3%BC", "ü", "ü"),
        ("100%25", "100%", "100%"),
        ("a%2Fb", "a/b", "a/b"),
        ("a;b=1,c", "a;b=1,c", "a;b=1,c"),
        ("a%3Fb", "a", "a?b"),
    ],
)
def test_odd_paths_b11_b16(emulator: Emulator, api_id: str, path: str, raw_path: str, virus_id: str) -> None:
    """Routes match what was sent: an encoded slash separates nothing."""
    event = http_get_event(emulator, api_id, f"/virus/{path}")
    assert event["rawPath"] == event["requestContext"]["http"]["path"] == f"/dev/virus/{raw_path}"
    assert event["pathParameters"] == {"id": virus_id}


@pytest.mark.parametrize(
    ("content_type", "is_text"),
    [
        ("application/json", True),
        ("text/plain; charset=utf-8", True),
        ("Application/JSON;charset=UTF-8", True),
        ("text/html", True),
        ("application/xml", True),
        ("application/javascript", True),
        ("application/vnd.api+json", False),
        ("multipart/form-data; boundary=x", False),
        ("image/png", False),
        ("application/x-www-form-urlencoded", False),
        ("application/octet-stream", False),
        (None, False),
    ],
)
def test_body_is_text_only_for_text_types_b26(
    emulator: Emulator, api_id: str, content_type: str | None, is_text: bool
) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    event = http_get_event(emulator, api_id, "/virus", method="POST", data=b"a=1", headers=headers)
    assert event["isBase64Encoded"] is not is_text
    assert event["body"] == ("a=1" if is_text else "YT0x")


@pytest.mark.parametrize(("content_type", "body"), [("text/plain", "grün"), (None, "AP+A")])
def test_bytes_of_a_body_b26(emulator: Emulator, api_id: str, content_type: str | None, body: str) -> None:
    """Text in UTF-8; other bytes as they are."""
    data = body.encode() if content_type else b"\x00\xff\x80"
    headers = {"Content-Type": content_type} if content_type else {}
    event = http_get_event(emulator, api_id, "/virus", method="POST", data=data, headers=headers)
    assert event["body"] == body
    assert event["headers"]["content-length"] == str(len(data))


def test_any_method_b18(emulator: Emulator, api_id: str) -> None:
    """The route key stays ANY, the method is the client's."""
    event = http_get_event(emulator, api_id, "/any", method="PATCH")
    assert event["routeKey"] == "ANY /any"
    assert event["requestContext"]["http"]["method"] == "PATCH"


def test_all_keys_are_in_order_b14_b28(emulator: Emulator) -> None:
    echo = create_function(emulator, ECHO)
    api_id = create_api(emulator, "HTTP", {"PUT /virus/{id}": echo}, stage_variables={"colour": "green"})
    headers = {"Cookie": "a=1", "Content-Type": "text/plain"}
    event = http_get_event(emulator, api_id, "/virus/1?q=1", method="PUT", data="x", headers=headers)
    assert list(event) == [
        "version",
        "routeKey",
        "rawPath",
        "rawQueryString",
        "cookies",
        "headers",
        "queryStringParameters",
        "requestContext",
        "body",
        "pathParameters",
        "isBase64Encoded",
        "stageVariables",
    ]
    assert event["stageVariables"] == {"colour": "green"}


def test_default_stage_serves_the_root_b01_b12_b16(emulator: Emulator) -> None:
    """No stage in rawPath; the $default route takes the whole path without parameters."""
    api_id = create_api(emulator, "HTTP", {"$default": create_function(emulator, ECHO)}, stage="$default")
    url = f"{emulator.endpoint}/_aws/execute-api/{api_id}/some/path"
    event = requests.post(url, timeout=10).json()
    assert event["routeKey"] == "$default"
    assert event["rawPath"] == "/some/path"
    assert event["requestContext"]["stage"] == "$default"
    assert "pathParameters" not in event


def test_the_name_of_a_stage_wins_over_the_default_stage_b01(emulator: Emulator) -> None:
    api_id = create_api(emulator, "HTTP", {"$default": create_function(emulator, ECHO)}, stage="$default")
    emulator.client("apigatewayv2").create_stage(ApiId=api_id, StageName="dev", AutoDeploy=True)
    for path, stage in (("/dev/virus", "dev"), ("/dev", "dev"), ("/devil", "$default"), ("/", "$default")):
        event = requests.get(f"{emulator.endpoint}/_aws/execute-api/{api_id}{path}", timeout=10).json()
        assert (event["requestContext"]["stage"], event["rawPath"]) == (stage, path)


def test_host_forms_b01(emulator: Emulator, api_id: str) -> None:
    """The API's own host name reaches it as the path form does."""
    for domain in ("localhost.localstack.cloud", "localhost", "eu-west-1.amazonaws.com"):
        host = f"{api_id}.execute-api.{domain}"
        response = requests.get(f"{emulator.endpoint}/dev/virus", headers={"Host": host}, timeout=10)
        assert response.status_code == 200, host
        assert response.json()["rawPath"] == "/dev/virus"
