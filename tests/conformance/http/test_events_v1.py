"""Payload format 1.0, seen by a real function behind a real HTTP API (section B3)."""

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
    routes = dict.fromkeys(("GET /virus/{id}", "POST /virus", "$default"), create_function(emulator, ECHO))
    return create_api(emulator, "HTTP", routes, payload_format="1.0")


def test_empty_keys_are_null_b30(emulator: Emulator, api_id: str) -> None:
    """Every key is there, in order."""
    event = http_get_event(emulator, api_id, "/virus", method="POST")
    assert list(event) == [
        "version",
        "resource",
        "path",
        "httpMethod",
        "headers",
        "multiValueHeaders",
        "queryStringParameters",
        "multiValueQueryStringParameters",
        "requestContext",
        "pathParameters",
        "stageVariables",
        "body",
        "isBase64Encoded",
    ]
    assert event["version"] == "1.0"
    assert event["httpMethod"] == "POST"
    nulls = {key for key, value in event.items() if value is None}
    assert nulls == {
        "queryStringParameters",
        "multiValueQueryStringParameters",
        "pathParameters",
        "stageVariables",
        "body",
    }


def test_request_context_b31_b33(emulator: Emulator, api_id: str) -> None:
    event = http_get_event(emulator, api_id, "/virus/a%20b", headers={"User-Agent": "probe"})
    context = event["requestContext"]
    assert list(context) == [
        "accountId",
        "apiId",
        "authorizer",
        "domainName",
        "domainPrefix",
        "extendedRequestId",
        "httpMethod",
        "identity",
        "path",
        "protocol",
        "requestId",
        "requestTime",
        "requestTimeEpoch",
        "resourceId",
        "resourcePath",
        "stage",
    ]
    assert context["authorizer"] == {"claims": None, "scopes": None}
    assert len(context["identity"]) == 12
    assert {k: v for k, v in context["identity"].items() if v is not None} == {
        "sourceIp": "127.0.0.1",
        "userAgent": "probe",
    }
    assert context["resourceId"] == "GET /virus/{id}"
    assert event["resource"] == context["resourcePath"] == "/virus/{id}"
    assert re.fullmatch(r"[A-Za-z0-9_-]{15}=", context["requestId"])


def test_path_b11_b32(emulator: Emulator, api_id: str) -> None:
    """Encoded with the stage in the event, decoded in its context and in the parameters."""
    event = http_get_event(emulator, api_id, "/virus/a%20b")
    assert event["path"] == "/dev/virus/a%20b"
    assert event["requestContext"]["path"] == "/dev/virus/a b"
    assert event["pathParameters"] == {"id": "a b"}


def test_headers_and_query_b22_b24_b25(emulator: Emulator, api_id: str) -> None:
    """Title case, the cookie header whole, the last of repeated parameters."""
    headers = {"x-custom-header": "One", "Cookie": "a=1; b=2"}
    event = http_get_event(emulator, api_id, "/virus/1?tag=x&tag=y%20z", headers=headers)
    assert event["headers"]["X-Custom-Header"] == "One"
    assert event["headers"]["Cookie"] == "a=1; b=2"
    assert event["multiValueHeaders"]["Host"] == [event["headers"]["Host"]]
    assert event["queryStringParameters"] == {"tag": "y z"}
    assert event["multiValueQueryStringParameters"] == {"tag": ["x", "y z"]}


def test_everything_that_can_be_there_b25_b26_b30(emulator: Emulator) -> None:
    routes = {"PUT /virus/{id}": create_function(emulator, ECHO)}
    api_id = create_api(emulator, "HTTP", routes, payload_format="1.0", stage_variables={"colour": "green"})
    event = http_get_event(emulator, api_id, "/virus/1?q", method="PUT", data=b"\x00\xff")
    assert (event["body"], event["isBase64Encoded"]) == ("AP8=", True)
    assert event["pathParameters"] == {"id": "1"}
    assert event["stageVariables"] == {"colour": "green"}
    assert event["queryStringParameters"] == {"q": ""}


def test_repeated_headers_b22(emulator: Emulator, api_id: str) -> None:
    """The last value, and all of them, whatever the case of their names."""
    with raw_connection(emulator) as connection:
        headers = ("Host: localhost", "x-own: 1", "X-OWN: 2")
        connection.send(f"GET /_aws/execute-api/{api_id}/dev/virus/1 HTTP/1.1", *headers)
        event = json.loads(connection.receive().body)
    assert event["headers"]["X-Own"] == "2"
    assert event["multiValueHeaders"]["X-Own"] == ["1", "2"]


def test_default_route_b12(emulator: Emulator, api_id: str) -> None:
    event = http_get_event(emulator, api_id, "/some/where")
    assert (event["resource"], event["pathParameters"]) == ("$default", None)


def test_response_b36_b41(emulator: Emulator) -> None:
    """Single values, then the others; text when no type is named."""
    source = """
def handler(event, context):
    return {
        "statusCode": "201",
        "headers": {"X-Own": "1"},
        "multiValueHeaders": {"X-Own": ["2", "3"], "Set-Cookie": ["a=1", "b=2"]},
        "body": "{}",
    }
"""
    api_id = create_api(emulator, "HTTP", {"GET /x": create_function(emulator, source)}, payload_format="1.0")
    response = requests.get(emulator.api_url(api_id) + "/x", timeout=10)
    assert (response.status_code, response.text) == (201, "{}")
    assert response.headers["Content-Type"] == "text/plain;charset=utf-8"
    assert response.raw.headers.getlist("X-Own") == ["1", "2", "3"]
    assert response.raw.headers.getlist("Set-Cookie") == ["a=1", "b=2"]


def test_nothing_is_inferred_b43(emulator: Emulator) -> None:
    function_arn = create_function(emulator, "def handler(event, context): return {'id': 1}")
    api_id = create_api(emulator, "HTTP", {"GET /x": function_arn}, payload_format="1.0")
    response = requests.get(emulator.api_url(api_id) + "/x", timeout=10)
    assert (response.status_code, response.json()) == (500, {"message": "Internal Server Error"})
