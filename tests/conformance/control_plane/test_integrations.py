"""Integrations (rows C06, C16 to C20, C38, C43, A66, A71, A72, B79, B80, B87)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conformance.control_plane.conftest import FUNCTION_ARN, INVOCATION_ARN, error, without_metadata

HTTP_LAMBDA = {"IntegrationType": "AWS_PROXY", "IntegrationUri": FUNCTION_ARN, "PayloadFormatVersion": "2.0"}
URL = {"IntegrationType": "HTTP_PROXY", "IntegrationMethod": "ANY", "IntegrationUri": "https://example.com/{proxy}"}
HTTP_URL = {**URL, "PayloadFormatVersion": "1.0"}


def test_http_lambda_record(apigatewayv2: Any, http_api: str) -> None:
    """C06, C17, C18: no passthroughBehavior."""
    record = without_metadata(apigatewayv2.create_integration(ApiId=http_api, **HTTP_LAMBDA))
    assert re.fullmatch(r"[a-z0-9]{7}", record["IntegrationId"])
    assert record == {
        "ConnectionType": "INTERNET",
        "IntegrationId": record["IntegrationId"],
        "IntegrationMethod": "POST",
        "TimeoutInMillis": 30000,
        **HTTP_LAMBDA,
    }


def test_websocket_lambda_record(apigatewayv2: Any, websocket_api: str) -> None:
    """C16, C18, C19, C20, A72."""
    record = without_metadata(
        apigatewayv2.create_integration(ApiId=websocket_api, IntegrationType="AWS_PROXY", IntegrationUri=INVOCATION_ARN)
    )
    assert record == {
        "ConnectionType": "INTERNET",
        "IntegrationId": record["IntegrationId"],
        "IntegrationMethod": "POST",
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": INVOCATION_ARN,
        "PassthroughBehavior": "WHEN_NO_MATCH",
        "PayloadFormatVersion": "1.0",
        "TimeoutInMillis": 29000,
    }


def test_mock_record(apigatewayv2: Any, websocket_api: str) -> None:
    """C16, A71."""
    record = apigatewayv2.create_integration(ApiId=websocket_api, IntegrationType="MOCK")
    assert record["IntegrationResponseSelectionExpression"] == "${integration.response.statuscode}"
    assert {"IntegrationMethod", "IntegrationUri"}.isdisjoint(record)


@pytest.mark.parametrize(("timeout", "is_fine"), [(50, True), (30000, True), (30001, False)])
def test_http_timeouts(apigatewayv2: Any, http_api: str, timeout: int, is_fine: bool) -> None:
    """C18."""
    arguments = {"ApiId": http_api, "TimeoutInMillis": timeout, **HTTP_LAMBDA}
    if is_fine:
        assert apigatewayv2.create_integration(**arguments)["TimeoutInMillis"] == timeout
    else:
        assert error(apigatewayv2.create_integration, **arguments)[:2] == (400, "BadRequestException")


def test_websocket_timeout(apigatewayv2: Any, websocket_api: str) -> None:
    """C18, A66."""
    arguments = {"ApiId": websocket_api, "IntegrationType": "MOCK", "TimeoutInMillis": 29001}
    assert error(apigatewayv2.create_integration, **arguments)[0] == 400


@pytest.mark.parametrize("kind", ["AWS", "HTTP", "MOCK"])
def test_http_apis_have_proxies_only(apigatewayv2: Any, http_api: str, kind: str) -> None:
    """B87."""
    arguments = {"ApiId": http_api, "IntegrationType": kind, "IntegrationMethod": "POST"}
    assert error(apigatewayv2.create_integration, **arguments)[:2] == (400, "BadRequestException")


@pytest.mark.parametrize("uri", ["", "not an arn", "https://example.com"])
def test_bad_uri(apigatewayv2: Any, http_api: str, uri: str) -> None:
    """C43."""
    arguments = {**HTTP_LAMBDA, "IntegrationUri": uri}
    assert error(apigatewayv2.create_integration, ApiId=http_api, **arguments) == (
        400,
        "BadRequestException",
        "Invalid integration URI specified",
    )


def test_payload_format_version(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    """C19: required for functions of HTTP APIs, 1.0 alone for URLs and for WebSocket APIs."""
    without = {name: value for name, value in HTTP_LAMBDA.items() if name != "PayloadFormatVersion"}
    assert error(apigatewayv2.create_integration, ApiId=http_api, **without)[0] == 400
    assert error(apigatewayv2.create_integration, ApiId=http_api, **URL, PayloadFormatVersion="2.0")[0] == 400
    websocket = {"IntegrationType": "AWS_PROXY", "IntegrationUri": INVOCATION_ARN, "PayloadFormatVersion": "2.0"}
    assert error(apigatewayv2.create_integration, ApiId=websocket_api, **websocket)[0] == 400


def test_delete_while_used(apigatewayv2: Any, http_api: str) -> None:
    """C38."""
    integration_id = apigatewayv2.create_integration(ApiId=http_api, **HTTP_LAMBDA)["IntegrationId"]
    target = f"integrations/{integration_id}"
    route_id = apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /a", Target=target)["RouteId"]
    assert error(apigatewayv2.delete_integration, ApiId=http_api, IntegrationId=integration_id) == (
        409,
        "ConflictException",
        f"Cannot delete Integration because it is referenced by the following Routes with Ids: [{route_id}]",
    )
    apigatewayv2.delete_route(ApiId=http_api, RouteId=route_id)
    apigatewayv2.delete_integration(ApiId=http_api, IntegrationId=integration_id)
    assert error(apigatewayv2.get_integration, ApiId=http_api, IntegrationId=integration_id) == (
        404,
        "NotFoundException",
        f"Invalid Integration identifier specified {integration_id}",
    )


@pytest.mark.parametrize("header", ["Authorization", "x-amzn-trace-id", "Access-Control-Allow-Origin", "Via"])
def test_reserved_headers(apigatewayv2: Any, http_api: str, header: str) -> None:
    """B79."""
    mapping = {f"overwrite:header.{header}": "x"}
    assert error(apigatewayv2.create_integration, ApiId=http_api, **HTTP_URL, RequestParameters=mapping)[0] == 400


def test_update_of_mappings(apigatewayv2: Any, http_api: str) -> None:
    """B80: merged key by key; an empty value deletes its mapping."""
    integration_id = apigatewayv2.create_integration(
        ApiId=http_api,
        **HTTP_URL,
        RequestParameters={"append:header.a": "1", "append:header.b": "2"},
        ResponseParameters={"200": {"append:header.c": "3"}},
    )["IntegrationId"]
    updated = apigatewayv2.update_integration(
        ApiId=http_api,
        IntegrationId=integration_id,
        RequestParameters={"append:header.a": ""},
        ResponseParameters={"200": {}},
    )
    assert updated["RequestParameters"] == {"append:header.b": "2"}
    assert not updated.get("ResponseParameters")
