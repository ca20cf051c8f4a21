"""Routes (rows C06, C15, C27, C30, C35 to C37, C41, C42, C52)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conformance.control_plane.conftest import error, without_metadata


def test_record(apigatewayv2: Any, websocket_api: str) -> None:
    """C06, C15: unset members are absent; a WebSocket route without a target is legal."""
    route = without_metadata(apigatewayv2.create_route(ApiId=websocket_api, RouteKey="$connect"))
    assert re.fullmatch(r"[a-z0-9]{7}", route["RouteId"])
    assert route == {
        "ApiKeyRequired": False,
        "AuthorizationType": "NONE",
        "RouteId": route["RouteId"],
        "RouteKey": "$connect",
    }


@pytest.mark.parametrize("route_key", ["GET /a/{id}", "ANY /", "POST /{proxy+}", "$default", "DELETE /a.b-c_d"])
def test_http_route_keys(apigatewayv2: Any, http_api: str, route_key: str) -> None:
    """C30."""
    assert apigatewayv2.create_route(ApiId=http_api, RouteKey=route_key)["RouteKey"] == route_key


@pytest.mark.parametrize("route_key", ["GET", "get /a", "GET a", "FETCH /a", "$connect", "GET /{p+}/a", "GET /{a"])
def test_badly_formatted_http_route_keys(apigatewayv2: Any, http_api: str, route_key: str) -> None:
    """C41."""
    assert error(apigatewayv2.create_route, ApiId=http_api, RouteKey=route_key) == (
        400,
        "BadRequestException",
        "The provided route key is not formatted properly for HTTP protocol. "
        'Format should be "[HTTP METHOD] /[RESOURCE PATH]" or "$default"',
    )


def test_route_key_is_required(apigatewayv2: Any, http_api: str) -> None:
    """C42."""
    assert error(apigatewayv2.create_route, ApiId=http_api, RouteKey="")[2] == "Route key is required"


def test_same_key_twice(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    """C36, A107."""
    for api_id, route_key in ((http_api, "GET /a"), (websocket_api, "say")):
        apigatewayv2.create_route(ApiId=api_id, RouteKey=route_key)
        assert error(apigatewayv2.create_route, ApiId=api_id, RouteKey=route_key) == (
            409,
            "ConflictException",
            f"Route with key {route_key} already exists for this API",
        )


def test_sibling_variables(apigatewayv2: Any, http_api: str) -> None:
    """C37."""
    apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /a/{y}")
    assert error(apigatewayv2.create_route, ApiId=http_api, RouteKey="GET /a/{x}") == (
        409,
        "ConflictException",
        'The provided route key "GET /a/{x}" has a conflicting variable on the same hierarchical level as "GET /a/{y}"',
    )
    apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /b/{x}")


def test_target(apigatewayv2: Any, http_api: str) -> None:
    """C27, C35."""
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


def test_update_and_delete(apigatewayv2: Any, http_api: str) -> None:
    """C35, C36."""
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


def test_quota(apigatewayv2: Any, websocket_api: str) -> None:
    """C52, A85: 300, in AWS's words with their two spaces."""
    for number in range(300):
        apigatewayv2.create_route(ApiId=websocket_api, RouteKey=f"r{number}")
    status, _, message = error(apigatewayv2.create_route, ApiId=websocket_api, RouteKey="one more")
    assert status == 400
    assert message == (
        "Maximum number of Routes for this API has been reached.  Please contact AWS if you need additional Routes."
    )
