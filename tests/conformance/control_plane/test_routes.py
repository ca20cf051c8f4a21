"""Routes (rows C06, C15, C27, C30, C35 to C37, C41, C42, C52)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conformance.control_plane.conftest import error, without_metadata


def test_record_c06_c15(apigatewayv2: Any, websocket_api: str) -> None:
    """Unset members are absent; a WebSocket route without a target is legal."""
    route = without_metadata(apigatewayv2.create_route(ApiId=websocket_api, RouteKey="$connect"))
    assert re.fullmatch(r"[a-z0-9]{7}", route["RouteId"])
    assert route == {
        "ApiKeyRequired": False,
        "AuthorizationType": "NONE",
        "RouteId": route["RouteId"],
        "RouteKey": "$connect",
    }


@pytest.mark.parametrize("route_key", ["GET /a/{id}", "ANY /", "POST /{proxy+}", "$default", "DELETE /a.b-c_d"])
def test_http_route_keys_c30(apigatewayv2: Any, http_api: str, route_key: str) -> None:
    assert apigatewayv2.create_route(ApiId=http_api, RouteKey=route_key)["RouteKey"] == route_key


@pytest.mark.parametrize("route_key", ["GET", "get /a", "GET a", "FETCH /a", "$connect", "GET /{p+}/a", "GET /{a"])
def test_badly_formatted_http_route_keys_c41(apigatewayv2: Any, http_api: str, route_key: str) -> None:
    assert error(apigatewayv2.create_route, ApiId=http_api, RouteKey=route_key) == (
        400,
        "BadRequestException",
        "The provided route key is not formatted properly for HTTP protocol. "
        'Format should be "[HTTP METHOD] /[RESOURCE PATH]" or "$default"',
    )


def test_route_key_is_required_c42(apigatewayv2: Any, http_api: str) -> None:
    assert error(apigatewayv2.create_route, ApiId=http_api, RouteKey="")[2] == "Route key is required"


def test_same_key_twice_a107_c36(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    for api_id, route_key in ((http_api, "GET /a"), (websocket_api, "say")):
        apigatewayv2.create_route(ApiId=api_id, RouteKey=route_key)
        assert error(apigatewayv2.create_route, ApiId=api_id, RouteKey=route_key) == (
            409,
            "ConflictException",
            f"Route with key {route_key} already exists for this API",
        )


def test_sibling_variables_c37(apigatewayv2: Any, http_api: str) -> None:
    apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /a/{y}")
    assert error(apigatewayv2.create_route, ApiId=http_api, RouteKey="GET /a/{x}") == (
        409,
        "ConflictException",
        'The provided route key "GET /a/{x}" has a conflicting variable on the same hierarchical level as "GET /a/{y}"',
    )
    apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /b/{x}")


def test_target_c27_c35(apigatewayv2: Any, http_api: str) -> None:
    integration = apigatewayv2.create_integration(
        ApiId=http_api,
        IntegrationType="HTTP_PROXY",
        IntegrationMethod="GET",
        IntegrationUri="https://example.com",
        PayloadFormatVersion="1.0",
    )
    target = f"integrations/{integration['IntegrationId']}"
    route = apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /a", Target=target)
    assert apigatewayv2.get_route(ApiId=http_api, RouteId=route["RouteId"])["Target"] == target
    assert error(apigatewayv2.create_route, ApiId=http_api, RouteKey="GET /b", Target="integrations/nothing") == (
        404,
        "NotFoundException",
        "Invalid Integration identifier specified nothing",
    )


def test_update_and_delete_c35_c36(apigatewayv2: Any, http_api: str) -> None:
    first, second = (apigatewayv2.create_route(ApiId=http_api, RouteKey=key)["RouteId"] for key in ("GET /a", "GET /b"))
    updated = apigatewayv2.update_route(ApiId=http_api, RouteId=first, RouteKey="GET /c", OperationName="op")
    assert (updated["RouteKey"], updated["OperationName"]) == ("GET /c", "op")
    assert error(apigatewayv2.update_route, ApiId=http_api, RouteId=first, RouteKey="GET /b")[0] == 409
    apigatewayv2.delete_route(ApiId=http_api, RouteId=second)
    for call in (apigatewayv2.get_route, apigatewayv2.update_route, apigatewayv2.delete_route):
        status, code, message = error(call, ApiId=http_api, RouteId=second)
        assert (status, code) == (404, "NotFoundException")
        assert message.startswith("Invalid Route identifier specified")
    assert apigatewayv2.update_route(ApiId=http_api, RouteId=first, RouteKey="GET /b")["RouteKey"] == "GET /b"


def test_quota_a85_b94(apigatewayv2: Any, websocket_api: str) -> None:
    """In AWS's words with their two spaces."""
    for number in range(300):
        apigatewayv2.create_route(ApiId=websocket_api, RouteKey=f"r{number}")
    status, _, message = error(apigatewayv2.create_route, ApiId=websocket_api, RouteKey="one more")
    assert status == 400
    assert message == (
        "Maximum number of Routes for this API has been reached.  Please contact AWS if you need additional Routes."
    )


def test_a_variable_beside_a_greedy_one_at_the_root_c56(apigatewayv2: Any, http_api: str) -> None:
    apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /{proxy+}")
    assert error(apigatewayv2.create_route, ApiId=http_api, RouteKey="GET /{slug}")[:2] == (409, "ConflictException")
    apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /pets/{id}")


def test_websocket_route_keys_c30(apigatewayv2: Any, websocket_api: str) -> None:
    """Any text."""
    for route_key in ("$connect", "$disconnect", "$default", "say", "chat/join", "GET /a", "ü", "1"):
        assert apigatewayv2.create_route(ApiId=websocket_api, RouteKey=route_key)["RouteKey"] == route_key


def test_delete_request_parameter(apigatewayv2: Any, websocket_api: str) -> None:
    """Updates merge the map, so single parameters are deleted by an operation of their own."""
    header, query = "route.request.header.a", "route.request.querystring.b"
    route_id = apigatewayv2.create_route(
        ApiId=websocket_api, RouteKey="$connect", RequestParameters={header: {"Required": True}}
    )["RouteId"]
    one = {"ApiId": websocket_api, "RouteId": route_id}
    updated = apigatewayv2.update_route(**one, RequestParameters={query: {"Required": False}})
    assert updated["RequestParameters"] == {header: {"Required": True}, query: {"Required": False}}
    apigatewayv2.delete_route_request_parameter(**one, RequestParameterKey=header)
    assert apigatewayv2.get_route(**one)["RequestParameters"] == {query: {"Required": False}}
    apigatewayv2.delete_route_request_parameter(**one, RequestParameterKey=query)
    assert "RequestParameters" not in apigatewayv2.get_route(**one)
    assert error(apigatewayv2.delete_route_request_parameter, **one, RequestParameterKey=query)[:2] == (
        404,
        "NotFoundException",
    )
