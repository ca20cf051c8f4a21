"""Where mapped values come from."""

from __future__ import annotations

import json

import pytest

from emulator.execute_api.authorizers.grants import JwtGrant, LambdaGrant
from emulator.execute_api.http.mapping_values import MAX_JSON_BYTES, MappingValues
from emulator.execute_api.http.model import HttpResponse
from tests.unit.execute_api.calls import http_call

BODY = {"name": "flu", "size": 3, "tags": ["a", "b"], "where": {"x": 1.5}, "none": None, "odd name": "yes"}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$request.header.x-own", "1,2"),
        ("$request.header.X-OWN", "1,2"),
        ("$request.header.x-forwarded-proto", "https"),
        ("$request.header.nope", None),
        ("$request.querystring.q", "a b,c"),
        ("$request.querystring.Q", None),
        ("$request.querystring.empty", ""),
        ("$request.path", "/virus/7%20"),
        ("$request.path.id", "7 "),
        ("$request.path.nope", None),
        ("$request.body", json.dumps(BODY)),
        ("$request.body.name", "flu"),
        ("$request.body.size", "3"),
        ("$request.body.tags", '["a","b"]'),
        ("$request.body.tags[1]", "b"),
        ("$request.body.where", '{"x":1.5}'),
        ("$request.body.where.x", "1.5"),
        ("$request.body['odd name']", "yes"),
        ("$request.body.none", None),
        ("$request.body.nope", None),
        ("$request.nonsense", None),
        ("$context.stage", "dev"),
        ("$context.routeKey", "POST /virus/{id}"),
        ("$context.identity.sourceIp", "127.0.0.1"),
        ("$context.nope", None),
        ("$stageVariables.color", "red"),
        ("$stageVariables.nope", None),
        ("just text", "just text"),
        ("", ""),
        ("${request.path.id}", "7 "),
        ("${request.path.nope}", None),
        ("is ${stageVariables.color}, not ${stageVariables.nope}.", "is red, not ."),
        ("${context.stage}/${request.body.name}", "dev/flu"),
        ("$response.header.etag", None),
    ],
)
def test_values_of_a_request_b77(expression: str, value: str | None) -> None:
    call = http_call(
        path="/virus/7%20",
        query_string="q=a%20b&q=c&empty=",
        headers=(("X-Own", "1"), ("x-own", "2")),
        body=json.dumps(BODY).encode(),
        path_parameters={"id": "7 "},
        color="red",
    )
    assert MappingValues(call).evaluate(expression) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$response.header.etag", "one,two"),
        ("$response.body", '{"a": {"b": 2}}'),
        ("$response.body.a.b", "2"),
        ("$response.statuscode", None),
        ("$context.stage", "dev"),
    ],
)
def test_values_of_a_response_b77(expression: str, value: str | None) -> None:
    response = HttpResponse(200, [("ETag", "one"), ("etag", "two")], b'{"a": {"b": 2}}')
    assert MappingValues(http_call(), response).evaluate(expression) == value


def test_json_paths_see_100_kilobytes_b78() -> None:
    """What is longer is cut, and no JSON any more; the body as a whole goes on uncut."""
    fits = json.dumps({"a": "x" * (MAX_JSON_BYTES - 9)}).encode()
    assert len(fits) == MAX_JSON_BYTES
    longer = json.dumps({"a": "x" * (MAX_JSON_BYTES - 8)}).encode()
    assert MappingValues(http_call(body=fits)).evaluate("$request.body.a")
    assert MappingValues(http_call(body=longer)).evaluate("$request.body.a") is None
    assert MappingValues(http_call(body=longer)).evaluate("$request.body") == longer.decode()


@pytest.mark.parametrize("path", ["..name", "[?(@.name)]", "[", ".tags[", ".a b c", ".", "[]", "name"])
def test_paths_that_do_not_exist_here_find_nothing_b78(path: str) -> None:
    assert MappingValues(http_call(body=json.dumps(BODY).encode())).evaluate(f"$request.body{path}") is None


@pytest.mark.parametrize("body", [b"", b"text", b"\xff\xfe", b"3", b"null", b"[" * 50_000])
def test_bodies_that_are_no_json_objects(body: bytes) -> None:
    assert MappingValues(http_call(body=body)).evaluate("$request.body.name") is None


def test_what_authorizers_tell_b77() -> None:
    call = http_call()
    call.grant = JwtGrant({"sub": "me"}, ["a"])
    assert MappingValues(call).evaluate("$context.authorizer.claims.sub") == "me"
    call.grant = LambdaGrant({"level": 3}, "someone", None)
    assert MappingValues(call).evaluate("$context.authorizer.level") == "3"
    assert MappingValues(call).evaluate("$context.authorizer.principalId") == "someone"
