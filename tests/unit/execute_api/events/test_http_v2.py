"""Payload format 2.0 from a request (section B2)."""

from __future__ import annotations

from typing import Any

from emulator.execute_api.authorizers.grants import IamGrant, JwtGrant, LambdaGrant
from emulator.execute_api.events.http_v2 import build_event
from emulator.execute_api.http.match_route import match_route
from emulator.execute_api.http.model import HttpCall, HttpRequest
from emulator.execute_api.http.select_stage import select_stage
from emulator.iam.callers import Caller
from tests.unit.execute_api.snapshots import deployed_api, snapshot


def event(method: str, path: str, *headers: tuple[str, str], query: str = "", body: bytes = b"") -> dict[str, Any]:
    """The event of a request to an API with the route ``POST /virus/{id}``."""
    request = HttpRequest(method, path, query, headers, body, "10.0.0.1", "abcdefghij.execute-api.test")
    call = HttpCall(request, deployed_api(snapshot("POST /virus/{id}")), request_id="AAAAAAAAAAAAAAA=", received_ms=0)
    select_stage(call)
    match_route(call)
    return build_event(call)


def test_the_whole_event_b11_b16_b18_b19_b21_b22_b23_b24_b25() -> None:
    """All of it, key by key."""
    trace = "Root=1-00000000-000000000000000000000000"
    built = event(
        "POST",
        "/dev/virus/a%20b",
        ("Content-Type", "application/json"),
        ("X-Amzn-Trace-Id", trace),
        ("Accept", "a"),
        ("ACCEPT", "b"),
        ("Cookie", "x=1; y=2"),
        ("Connection", "keep-alive"),
        query="q=1&q=%32",
        body=b"{}",
    )
    assert built == {
        "version": "2.0",
        "routeKey": "POST /virus/{id}",
        "rawPath": "/dev/virus/a b",
        "rawQueryString": "q=1&q=%32",
        "cookies": ["x=1", "y=2"],
        "headers": {
            "accept": "a,b",
            "content-length": "2",
            "content-type": "application/json",
            "host": "abcdefghij.execute-api.test",
            "x-amzn-trace-id": trace,
            "x-forwarded-for": "10.0.0.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
        },
        "queryStringParameters": {"q": "1,2"},
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "abcdefghij",
            "domainName": "abcdefghij.execute-api.test",
            "domainPrefix": "abcdefghij",
            "http": {
                "method": "POST",
                "path": "/dev/virus/a b",
                "protocol": "HTTP/1.1",
                "sourceIp": "10.0.0.1",
                "userAgent": "",
            },
            "requestId": "AAAAAAAAAAAAAAA=",
            "routeKey": "POST /virus/{id}",
            "stage": "dev",
            "time": "01/Jan/1970:00:00:00 +0000",
            "timeEpoch": 0,
        },
        "body": "{}",
        "pathParameters": {"id": "a b"},
        "isBase64Encoded": False,
    }


def test_forwarded_for_grows_b23() -> None:
    headers = event("POST", "/dev/virus/1", ("X-Forwarded-For", "1.2.3.4"))["headers"]
    assert headers["x-forwarded-for"] == "1.2.3.4, 10.0.0.1"


def test_who_calls_b19_b64_b73_b74() -> None:
    caller = Caller("key", "000000000000", "arn", "id", None)
    iam = {
        "accessKey": "key",
        "accountId": "000000000000",
        "callerId": "id",
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": "arn",
        "userId": "id",
    }
    for grant, authorizer in (
        (JwtGrant({"sub": "42"}, None), {"jwt": {"claims": {"sub": "42"}, "scopes": None}}),
        (LambdaGrant({"a": [1]}, "me", None), {"lambda": {"a": [1]}}),
        (IamGrant(caller), {"iam": iam}),
    ):
        request = HttpRequest("POST", "/dev/virus/1", "", (), b"", "10.0.0.1", "abcdefghij.execute-api.test")
        call = HttpCall(request, deployed_api(snapshot("POST /virus/{id}")))
        select_stage(call)
        match_route(call)
        call.grant = grant
        context = build_event(call)["requestContext"]
        assert context["authorizer"] == authorizer
        assert list(context)[:4] == ["accountId", "apiId", "authorizer", "domainName"]
