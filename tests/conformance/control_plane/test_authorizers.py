"""Authorizers and the routes that use them (rows A75, A77, A117, B61, B72, B94, C07, C26, C35, C44, C53)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conformance.control_plane.conftest import INVOCATION_ARN, error, without_metadata

WEBSOCKET = {
    "AuthorizerType": "REQUEST",
    "AuthorizerUri": INVOCATION_ARN,
    "IdentitySource": ["route.request.querystring.token"],
}
HTTP = {
    "AuthorizerType": "REQUEST",
    "AuthorizerUri": INVOCATION_ARN,
    "AuthorizerPayloadFormatVersion": "2.0",
    "IdentitySource": ["$request.header.Authorization"],
}
JWT = {
    "AuthorizerType": "JWT",
    "IdentitySource": ["$request.header.Authorization"],
    "JwtConfiguration": {"Issuer": "https://issuer.example.com", "Audience": ["a"]},
}


def test_websocket_record_c07_c26(apigatewayv2: Any, websocket_api: str) -> None:
    record = without_metadata(apigatewayv2.create_authorizer(ApiId=websocket_api, Name="auth", **WEBSOCKET))
    assert re.fullmatch(r"[a-z0-9]{6}", record["AuthorizerId"])
    assert record == {"AuthorizerId": record["AuthorizerId"], "Name": "auth", **WEBSOCKET}


def test_jwt_record_b61(apigatewayv2: Any, http_api: str) -> None:
    record = without_metadata(apigatewayv2.create_authorizer(ApiId=http_api, Name="jwt", **JWT))
    assert record == {"AuthorizerId": record["AuthorizerId"], "Name": "jwt", **JWT}


def test_create_get_update_delete_c35(apigatewayv2: Any, http_api: str) -> None:
    authorizer_id = apigatewayv2.create_authorizer(ApiId=http_api, Name="auth", **HTTP)["AuthorizerId"]
    one = {"ApiId": http_api, "AuthorizerId": authorizer_id}
    updated = apigatewayv2.update_authorizer(**one, Name="renamed", AuthorizerResultTtlInSeconds=0)
    assert (updated["Name"], updated["AuthorizerResultTtlInSeconds"]) == ("renamed", 0)
    assert updated["AuthorizerUri"] == INVOCATION_ARN
    assert without_metadata(apigatewayv2.get_authorizer(**one)) == without_metadata(updated)
    assert apigatewayv2.get_authorizers(ApiId=http_api)["Items"] == [without_metadata(updated)]
    apigatewayv2.delete_authorizer(**one)
    assert apigatewayv2.get_authorizers(ApiId=http_api)["Items"] == []
    for call in (apigatewayv2.get_authorizer, apigatewayv2.update_authorizer, apigatewayv2.delete_authorizer):
        status, code, message = error(call, **one)
        assert (status, code) == (404, "NotFoundException")
        assert message == f"Invalid Authorizer identifier specified {authorizer_id}"


def test_no_jwt_for_websocket_apis_a75_a117(apigatewayv2: Any, websocket_api: str) -> None:
    status, code, message = error(apigatewayv2.create_authorizer, ApiId=websocket_api, Name="a", **JWT)
    assert (status, code) == (400, "BadRequestException")
    assert "JWT" in message


@pytest.mark.parametrize("source", ["$request.header.a", "route.request.body.a", "method.request.header.a", "a"])
def test_websocket_identity_sources_a75(apigatewayv2: Any, websocket_api: str, source: str) -> None:
    for fine in ("route.request.header.A", "route.request.querystring.a", "context.identity.sourceIp"):
        arguments = {**WEBSOCKET, "IdentitySource": [fine, "stageVariables.a"]}
        apigatewayv2.create_authorizer(ApiId=websocket_api, Name=fine, **arguments)
    arguments = {**WEBSOCKET, "IdentitySource": [source]}
    assert error(apigatewayv2.create_authorizer, ApiId=websocket_api, Name="a", **arguments)[:2] == (
        400,
        "BadRequestException",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"AuthorizerPayloadFormatVersion": "2.0"},
        {"EnableSimpleResponses": True},
        {"AuthorizerResultTtlInSeconds": 60},
        {"AuthorizerUri": "arn:aws:lambda:eu-west-1:000000000000:function:f"},
        {"AuthorizerUri": ""},
    ],
)
def test_websocket_authorizers_have_no_more_a75(apigatewayv2: Any, websocket_api: str, changes: dict[str, Any]) -> None:
    arguments = {**WEBSOCKET, **changes}
    assert error(apigatewayv2.create_authorizer, ApiId=websocket_api, Name="a", **arguments)[0] == 400


def test_payload_format_version_is_required_b66(apigatewayv2: Any, http_api: str) -> None:
    without = {name: value for name, value in HTTP.items() if name != "AuthorizerPayloadFormatVersion"}
    assert error(apigatewayv2.create_authorizer, ApiId=http_api, Name="a", **without) == (
        400,
        "BadRequestException",
        "AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer",
    )
    bad = {**HTTP, "AuthorizerPayloadFormatVersion": "3.0"}
    assert error(apigatewayv2.create_authorizer, ApiId=http_api, Name="a", **bad)[0] == 400


def test_simple_responses_need_version_2_b68(apigatewayv2: Any, http_api: str) -> None:
    arguments = {**HTTP, "EnableSimpleResponses": True}
    assert apigatewayv2.create_authorizer(ApiId=http_api, Name="a", **arguments)["EnableSimpleResponses"] is True
    arguments["AuthorizerPayloadFormatVersion"] = "1.0"
    assert error(apigatewayv2.create_authorizer, ApiId=http_api, Name="b", **arguments)[0] == 400


def test_result_ttl_b72(apigatewayv2: Any, http_api: str) -> None:
    assert apigatewayv2.create_authorizer(ApiId=http_api, Name="a", **HTTP)["AuthorizerResultTtlInSeconds"] == 300
    without_source: dict[str, Any] = {**HTTP, "IdentitySource": []}
    record = apigatewayv2.create_authorizer(ApiId=http_api, Name="b", **without_source)
    assert "AuthorizerResultTtlInSeconds" not in record
    without_source["AuthorizerResultTtlInSeconds"] = 1
    assert error(apigatewayv2.create_authorizer, ApiId=http_api, Name="c", **without_source) == (
        400,
        "BadRequestException",
        "Identity source must be set if authorizer caching is enabled (TTL is greater than 0)",
    )
    for ttl, is_fine in ((0, True), (3600, True), (3601, False)):
        arguments = {"ApiId": http_api, "Name": f"t{ttl}", **HTTP, "AuthorizerResultTtlInSeconds": ttl}
        if is_fine:
            assert apigatewayv2.create_authorizer(**arguments)["AuthorizerResultTtlInSeconds"] == ttl
        else:
            assert error(apigatewayv2.create_authorizer, **arguments)[0] == 400


@pytest.mark.parametrize(
    "changes",
    [
        {"JwtConfiguration": {"Issuer": "https://issuer.example.com"}},
        {"JwtConfiguration": {"Issuer": "https://issuer.example.com", "Audience": []}},
        {"JwtConfiguration": {"Audience": ["a"]}},
        {"JwtConfiguration": {"Issuer": "issuer", "Audience": ["a"]}},
        {"JwtConfiguration": {"Issuer": "https://issuer.example.com", "Audience": [str(n) for n in range(51)]}},
        {"IdentitySource": []},
        {"IdentitySource": ["$request.header.a", "$request.header.b"]},
        {"IdentitySource": ["$context.routeKey"]},
        {"AuthorizerUri": INVOCATION_ARN},
        {"AuthorizerResultTtlInSeconds": 60},
    ],
)
def test_jwt_rules_b61_b94(apigatewayv2: Any, http_api: str, changes: dict[str, Any]) -> None:
    arguments = {**JWT, **changes}
    assert error(apigatewayv2.create_authorizer, ApiId=http_api, Name="a", **arguments)[:2] == (
        400,
        "BadRequestException",
    )


def test_names_are_unique_in_an_api(apigatewayv2: Any, http_api: str) -> None:
    apigatewayv2.create_authorizer(ApiId=http_api, Name="same", **HTTP)
    assert error(apigatewayv2.create_authorizer, ApiId=http_api, Name="same", **JWT)[::2] == (
        400,
        "Authorizer name must be unique. Authorizer same already exists in this RestApi.",
    )


def test_quota_a77_b94(apigatewayv2: Any, websocket_api: str) -> None:
    for number in range(10):
        apigatewayv2.create_authorizer(ApiId=websocket_api, Name=f"a{number}", **WEBSOCKET)
    status, _, message = error(apigatewayv2.create_authorizer, ApiId=websocket_api, Name="one more", **WEBSOCKET)
    assert (status, "Maximum number of Authorizers" in message) == (400, True)


def test_websocket_routes_authorize_connect_only_a75_c44(apigatewayv2: Any, websocket_api: str) -> None:
    authorizer_id = apigatewayv2.create_authorizer(ApiId=websocket_api, Name="a", **WEBSOCKET)["AuthorizerId"]
    custom = {"ApiId": websocket_api, "AuthorizationType": "CUSTOM", "AuthorizerId": authorizer_id}
    route = apigatewayv2.create_route(RouteKey="$connect", **custom)
    assert (route["AuthorizationType"], route["AuthorizerId"]) == ("CUSTOM", authorizer_id)
    message = "Currently, authorization is restricted to the $connect route only"
    for route_key in ("$default", "$disconnect", "say"):
        assert error(apigatewayv2.create_route, RouteKey=route_key, **custom) == (400, "BadRequestException", message)
    iam = {"ApiId": websocket_api, "RouteKey": "say", "AuthorizationType": "AWS_IAM"}
    assert error(apigatewayv2.create_route, **iam)[2] == message
    one = {"ApiId": websocket_api, "RouteId": route["RouteId"]}
    assert apigatewayv2.update_route(**one, AuthorizationType="AWS_IAM")["AuthorizationType"] == "AWS_IAM"
    assert error(apigatewayv2.update_route, **one, AuthorizationType="JWT", AuthorizerId=authorizer_id)[0] == 400


def test_http_routes_need_a_fitting_authorizer_b61_b68_b74(apigatewayv2: Any, http_api: str) -> None:
    jwt = apigatewayv2.create_authorizer(ApiId=http_api, Name="jwt", **JWT)["AuthorizerId"]
    function = apigatewayv2.create_authorizer(ApiId=http_api, Name="function", **HTTP)["AuthorizerId"]

    def create(path: str, **authorization: Any) -> dict[str, Any]:
        route: dict[str, Any] = apigatewayv2.create_route(ApiId=http_api, RouteKey=f"GET /{path}", **authorization)
        return route

    assert create("a", AuthorizationType="JWT", AuthorizerId=jwt, AuthorizationScopes=["s"])["AuthorizerId"] == jwt
    assert create("b", AuthorizationType="CUSTOM", AuthorizerId=function)["AuthorizationType"] == "CUSTOM"
    assert create("c", AuthorizationType="AWS_IAM")["AuthorizationType"] == "AWS_IAM"
    messages = {
        "JWT": (
            "Invalid authorizer ID specified. Setting the authorization type to JWT requires a valid JWT authorizer."
        ),
        "CUSTOM": (
            "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS "
            "requires a valid authorizer."
        ),
    }
    for kind, authorizer_id in (("JWT", function), ("JWT", "nobody"), ("CUSTOM", jwt), ("CUSTOM", "")):
        arguments = {"ApiId": http_api, "RouteKey": "GET /d", "AuthorizationType": kind, "AuthorizerId": authorizer_id}
        assert error(apigatewayv2.create_route, **arguments) == (400, "BadRequestException", messages[kind])


def test_scopes_are_for_jwt_b62_b94(apigatewayv2: Any, http_api: str) -> None:
    jwt = apigatewayv2.create_authorizer(ApiId=http_api, Name="jwt", **JWT)["AuthorizerId"]
    arguments = {"ApiId": http_api, "RouteKey": "GET /a"}
    for authorization in (
        {"AuthorizationType": "NONE", "AuthorizationScopes": ["s"]},
        {"AuthorizationType": "JWT", "AuthorizerId": jwt, "AuthorizationScopes": [str(n) for n in range(11)]},
    ):
        assert error(apigatewayv2.create_route, **arguments, **authorization)[0] == 400


def test_a_route_without_authorization_forgets_its_authorizer(apigatewayv2: Any, http_api: str) -> None:
    jwt = apigatewayv2.create_authorizer(ApiId=http_api, Name="jwt", **JWT)["AuthorizerId"]
    authorization = {"AuthorizationType": "JWT", "AuthorizerId": jwt, "AuthorizationScopes": ["s"]}
    route_id = apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /a", **authorization)["RouteId"]
    updated = apigatewayv2.update_route(ApiId=http_api, RouteId=route_id, AuthorizationType="NONE")
    assert {"AuthorizerId", "AuthorizationScopes"}.isdisjoint(updated)
    apigatewayv2.delete_authorizer(ApiId=http_api, AuthorizerId=jwt)


def test_delete_while_used_c53(apigatewayv2: Any, http_api: str) -> None:
    authorizer_id = apigatewayv2.create_authorizer(ApiId=http_api, Name="auth", **HTTP)["AuthorizerId"]
    one = {"ApiId": http_api, "AuthorizerId": authorizer_id}
    route_id = apigatewayv2.create_route(RouteKey="POST /a", AuthorizationType="CUSTOM", **one)["RouteId"]
    assert error(apigatewayv2.delete_authorizer, **one) == (
        409,
        "ConflictException",
        "Cannot delete authorizer 'auth', is referenced in route: POST /a",
    )
    apigatewayv2.delete_route(ApiId=http_api, RouteId=route_id)
    apigatewayv2.delete_authorizer(**one)


def test_reset_authorizers_cache_c01(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    apigatewayv2.create_stage(ApiId=http_api, StageName="dev")
    reset = apigatewayv2.reset_authorizers_cache(ApiId=http_api, StageName="dev")
    assert reset["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert error(apigatewayv2.reset_authorizers_cache, ApiId=http_api, StageName="no")[:2] == (404, "NotFoundException")
    apigatewayv2.create_stage(ApiId=websocket_api, StageName="dev")
    assert error(apigatewayv2.reset_authorizers_cache, ApiId=websocket_api, StageName="dev")[0] == 400
