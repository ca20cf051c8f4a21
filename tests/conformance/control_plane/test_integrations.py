"""Integrations (rows C06, C16 to C20, C38, C43, A66, A71, A72, B79, B80, B87)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.conformance.control_plane.conftest import FUNCTION_ARN, INVOCATION_ARN, error, without_metadata

HTTP_LAMBDA = {"IntegrationType": "AWS_PROXY", "IntegrationUri": FUNCTION_ARN, "PayloadFormatVersion": "2.0"}
URL = {"IntegrationType": "HTTP_PROXY", "IntegrationMethod": "ANY", "IntegrationUri": "https://example.com/{proxy}"}
HTTP_URL = {**URL, "PayloadFormatVersion": "1.0"}


def test_http_lambda_record_c06_c17_c18(apigatewayv2: Any, http_api: str) -> None:
    """No passthroughBehavior."""
    record = without_metadata(apigatewayv2.create_integration(ApiId=http_api, **HTTP_LAMBDA))
    assert re.fullmatch(r"[a-z0-9]{7}", record["IntegrationId"])
    assert record == {
        "ConnectionType": "INTERNET",
        "IntegrationId": record["IntegrationId"],
        "IntegrationMethod": "POST",
        "TimeoutInMillis": 30000,
        **HTTP_LAMBDA,
    }


def test_websocket_lambda_record_a72_c16_c18_c19_c20(apigatewayv2: Any, websocket_api: str) -> None:
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


def test_mock_record_a71_c16(apigatewayv2: Any, websocket_api: str) -> None:
    record = without_metadata(apigatewayv2.create_integration(ApiId=websocket_api, IntegrationType="MOCK"))
    assert record == {
        "ConnectionType": "INTERNET",
        "IntegrationId": record["IntegrationId"],
        "IntegrationResponseSelectionExpression": "${integration.response.statuscode}",
        "IntegrationType": "MOCK",
        "PassthroughBehavior": "WHEN_NO_MATCH",
        "PayloadFormatVersion": "1.0",
        "TimeoutInMillis": 29000,
    }


@pytest.mark.parametrize(("timeout", "is_fine"), [(50, True), (30000, True), (30001, False)])
def test_http_timeouts_c18(apigatewayv2: Any, http_api: str, timeout: int, is_fine: bool) -> None:
    arguments = {"ApiId": http_api, "TimeoutInMillis": timeout, **HTTP_LAMBDA}
    if is_fine:
        assert apigatewayv2.create_integration(**arguments)["TimeoutInMillis"] == timeout
    else:
        assert error(apigatewayv2.create_integration, **arguments)[:2] == (400, "BadRequestException")


def test_websocket_timeout_a66_c18(apigatewayv2: Any, websocket_api: str) -> None:
    arguments = {"ApiId": websocket_api, "IntegrationType": "MOCK", "TimeoutInMillis": 29001}
    assert error(apigatewayv2.create_integration, **arguments)[0] == 400


@pytest.mark.parametrize("kind", ["AWS", "HTTP", "MOCK"])
def test_http_apis_have_proxies_only_b87(apigatewayv2: Any, http_api: str, kind: str) -> None:
    arguments = {"ApiId": http_api, "IntegrationType": kind, "IntegrationMethod": "POST"}
    assert error(apigatewayv2.create_integration, **arguments)[:2] == (400, "BadRequestException")


@pytest.mark.parametrize("uri", ["", "not an arn", "https://example.com"])
def test_bad_uri_c43(apigatewayv2: Any, http_api: str, uri: str) -> None:
    arguments = {**HTTP_LAMBDA, "IntegrationUri": uri}
    assert error(apigatewayv2.create_integration, ApiId=http_api, **arguments) == (
        400,
        "BadRequestException",
        "Invalid integration URI specified",
    )


def test_payload_format_version_c19(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    """Required for functions of HTTP APIs, 1.0 alone for URLs and for WebSocket APIs."""
    without = {name: value for name, value in HTTP_LAMBDA.items() if name != "PayloadFormatVersion"}
    assert error(apigatewayv2.create_integration, ApiId=http_api, **without)[0] == 400
    assert error(apigatewayv2.create_integration, ApiId=http_api, **URL, PayloadFormatVersion="2.0")[0] == 400
    websocket = {"IntegrationType": "AWS_PROXY", "IntegrationUri": INVOCATION_ARN, "PayloadFormatVersion": "2.0"}
    assert error(apigatewayv2.create_integration, ApiId=websocket_api, **websocket)[0] == 400


def test_delete_while_used_c38(apigatewayv2: Any, http_api: str) -> None:
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
def test_reserved_headers_b79(apigatewayv2: Any, http_api: str, header: str) -> None:
    mapping = {f"overwrite:header.{header}": "x"}
    assert error(apigatewayv2.create_integration, ApiId=http_api, **HTTP_URL, RequestParameters=mapping)[0] == 400


def test_update_of_mappings_b80(apigatewayv2: Any, http_api: str) -> None:
    """Merged key by key; an empty value deletes its mapping."""
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


@pytest.mark.parametrize(
    ("integration", "selection"),
    [
        (
            {
                "IntegrationType": "AWS",
                "IntegrationMethod": "POST",
                "IntegrationUri": "arn:aws:apigateway:eu-west-1:sqs:path/000000000000/q",
            },
            "${integration.response.body.errorMessage}",
        ),
        (
            {"IntegrationType": "HTTP", "IntegrationMethod": "GET", "IntegrationUri": "https://example.com"},
            "${integration.response.statuscode}",
        ),
        ({"IntegrationType": "MOCK"}, "${integration.response.statuscode}"),
        ({"IntegrationType": "AWS_PROXY", "IntegrationUri": INVOCATION_ARN}, None),
        (URL, None),
    ],
)
def test_websocket_types_a66_a71(
    apigatewayv2: Any, websocket_api: str, integration: dict[str, str], selection: str | None
) -> None:
    for timeout in (50, 29000):
        record = apigatewayv2.create_integration(ApiId=websocket_api, TimeoutInMillis=timeout, **integration)
        assert record["TimeoutInMillis"] == timeout
        assert record.get("IntegrationResponseSelectionExpression") == selection
    assert error(apigatewayv2.create_integration, ApiId=websocket_api, TimeoutInMillis=29001, **integration)[0] == 400


def test_passthrough_behavior_a72(apigatewayv2: Any, websocket_api: str) -> None:
    mock = {"ApiId": websocket_api, "IntegrationType": "MOCK"}
    assert apigatewayv2.create_integration(**mock)["PassthroughBehavior"] == "WHEN_NO_MATCH"
    for behavior in ("WHEN_NO_MATCH", "NEVER", "WHEN_NO_TEMPLATES"):
        record = apigatewayv2.create_integration(**mock, PassthroughBehavior=behavior)
        assert record["PassthroughBehavior"] == behavior
    assert error(apigatewayv2.create_integration, **mock, PassthroughBehavior="ALWAYS")[:2] == (
        400,
        "BadRequestException",
    )


def test_function_uris_c20(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    """HTTP APIs take both forms, WebSocket APIs the long one."""
    for uri in (FUNCTION_ARN, INVOCATION_ARN):
        arguments = {**HTTP_LAMBDA, "IntegrationUri": uri}
        assert apigatewayv2.create_integration(ApiId=http_api, **arguments)["IntegrationUri"] == uri
    short = {"ApiId": websocket_api, "IntegrationType": "AWS_PROXY", "IntegrationUri": FUNCTION_ARN}
    assert error(apigatewayv2.create_integration, **short)[2] == "Invalid integration URI specified"


def test_stage_variables_in_uris_b83(apigatewayv2: Any, http_api: str) -> None:
    for integration, uri in (
        (HTTP_LAMBDA, "arn:aws:lambda:eu-west-1:000000000000:function:${stageVariables.function}"),
        (HTTP_URL, "https://${stageVariables.host}/{proxy}"),
        (HTTP_URL, "${stageVariables.url}"),
    ):
        arguments = {**integration, "IntegrationUri": uri}
        assert apigatewayv2.create_integration(ApiId=http_api, **arguments)["IntegrationUri"] == uri


def test_unknown_vpc_link_c35(apigatewayv2: Any, http_api: str) -> None:
    arguments = {**HTTP_URL, "ConnectionType": "VPC_LINK", "ConnectionId": "abc123"}
    assert error(apigatewayv2.create_integration, ApiId=http_api, **arguments) == (
        404,
        "NotFoundException",
        "Invalid VpcLink identifier specified abc123",
    )


@pytest.mark.parametrize(
    "mappings",
    [
        {"RequestParameters": {"append:header.a": "$request.headers.a"}},
        {"RequestParameters": {"append:path": "/a"}},
        {"RequestParameters": {"overwrite:header.a": "$request.body..a"}},
        {"ResponseParameters": {"200": {"overwrite:header.a": "$request.header.a"}}},
        {"ResponseParameters": {"99": {"overwrite:header.a": "a"}}},
    ],
)
def test_bad_mappings_b75_b76_b77_b78(apigatewayv2: Any, http_api: str, mappings: dict[str, Any]) -> None:
    """Refused when the integration is made, and when it is changed."""
    assert error(apigatewayv2.create_integration, ApiId=http_api, **HTTP_URL, **mappings)[:2] == (
        400,
        "BadRequestException",
    )
    integration_id = apigatewayv2.create_integration(ApiId=http_api, **HTTP_URL)["IntegrationId"]
    one = {"ApiId": http_api, "IntegrationId": integration_id}
    assert error(apigatewayv2.update_integration, **one, **mappings)[0] == 400
    assert "RequestParameters" not in apigatewayv2.get_integration(**one)


def test_quota_a85_b94_c52(apigatewayv2: Any, websocket_api: str) -> None:
    """In AWS's words with their two spaces."""
    for _ in range(300):
        apigatewayv2.create_integration(ApiId=websocket_api, IntegrationType="MOCK")
    assert error(apigatewayv2.create_integration, ApiId=websocket_api, IntegrationType="MOCK") == (
        400,
        "BadRequestException",
        "Maximum number of Integrations for this API has been reached.  "
        "Please contact AWS if you need additional Integrations.",
    )
