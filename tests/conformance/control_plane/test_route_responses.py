"""Route responses (rows C07, C35, A58)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conformance.control_plane.conftest import error, without_metadata


@pytest.fixture
def route(apigatewayv2: Any, websocket_api: str) -> dict[str, str]:
    """The API's and the route's id."""
    return {
        "ApiId": websocket_api,
        "RouteId": apigatewayv2.create_route(ApiId=websocket_api, RouteKey="ask")["RouteId"],
    }


def test_create_get_update_delete_c07_c35(apigatewayv2: Any, route: dict[str, str]) -> None:
    made = without_metadata(apigatewayv2.create_route_response(**route, RouteResponseKey="$default"))
    assert re.fullmatch(r"[a-z0-9]{6}", made["RouteResponseId"])
    assert made == {"RouteResponseId": made["RouteResponseId"], "RouteResponseKey": "$default"}
    one = {**route, "RouteResponseId": made["RouteResponseId"]}
    assert without_metadata(apigatewayv2.get_route_response(**one)) == made
    apigatewayv2.create_model(ApiId=route["ApiId"], Name="M", Schema="{}")
    models = {"$default": "M"}
    assert apigatewayv2.update_route_response(**one, ResponseModels=models)["ResponseModels"] == models
    assert len(apigatewayv2.get_route_responses(**route)["Items"]) == 1
    apigatewayv2.delete_route_response(**one)
    assert apigatewayv2.get_route_responses(**route)["Items"] == []
    status, code, message = error(apigatewayv2.get_route_response, **one)
    assert (status, code) == (404, "NotFoundException")
    assert message.startswith("Invalid RouteResponse identifier specified")


def test_rules_a58(apigatewayv2: Any, route: dict[str, str], http_api: str) -> None:
    """The key is $default, once; HTTP APIs have none."""
    assert error(apigatewayv2.create_route_response, **route, RouteResponseKey="200")[0] == 400
    apigatewayv2.create_route_response(**route, RouteResponseKey="$default")
    assert error(apigatewayv2.create_route_response, **route, RouteResponseKey="$default")[0] == 409
    http_route = apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /a")["RouteId"]
    arguments = {"ApiId": http_api, "RouteId": http_route, "RouteResponseKey": "$default"}
    assert error(apigatewayv2.create_route_response, **arguments)[0] == 400


def test_they_go_with_their_route(apigatewayv2: Any, route: dict[str, str]) -> None:
    apigatewayv2.create_route_response(**route, RouteResponseKey="$default")
    apigatewayv2.delete_route(**route)
    assert error(apigatewayv2.get_route_responses, **route)[0] == 404
