"""APIs (rows C05, C08 to C14, C33, C34, C51, C57 to C61, B56, B57, B60)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance.control_plane.conftest import FUNCTION_ARN, error, without_metadata

if TYPE_CHECKING:
    from tests.conftest import Emulator


def test_http_api_defaults(apigatewayv2: Any, emulator: Emulator) -> None:
    """C05, C08, C09, C10, C11."""
    api = without_metadata(apigatewayv2.create_api(Name="a", ProtocolType="HTTP"))
    assert re.fullmatch(r"[a-z0-9]{10}", api["ApiId"])
    assert api.pop("CreatedDate")
    host = f"{api['ApiId']}.execute-api.localhost.localstack.cloud:{emulator.port}"
    assert api == {
        "ApiEndpoint": f"https://{host}",
        "ApiId": api["ApiId"],
        "ApiKeySelectionExpression": "$request.header.x-api-key",
        "DisableExecuteApiEndpoint": False,
        "IpAddressType": "ipv4",
        "Name": "a",
        "ProtocolType": "HTTP",
        "RouteSelectionExpression": "$request.method $request.path",
        "Tags": {},
    }


def test_websocket_api_defaults(apigatewayv2: Any, websocket_api: str) -> None:
    """C08, C09."""
    api = apigatewayv2.get_api(ApiId=websocket_api)
    assert api["ApiEndpoint"].startswith(f"wss://{websocket_api}.execute-api.")
    assert api["RouteSelectionExpression"] == "$request.body.action"
    assert api["ApiKeySelectionExpression"] == "$request.header.x-api-key"


def test_websocket_api_needs_a_route_selection_expression(apigatewayv2: Any) -> None:
    """C12."""
    status, code, _ = error(apigatewayv2.create_api, Name="a", ProtocolType="WEBSOCKET")
    assert (status, code) == (400, "BadRequestException")


def test_bad_protocol(apigatewayv2: Any) -> None:
    """C13."""
    assert error(apigatewayv2.create_api, Name="a", ProtocolType="REST") == (
        400,
        "BadRequestException",
        "Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]",
    )


def test_names_need_not_be_unique(apigatewayv2: Any) -> None:
    """C14."""
    ids = {apigatewayv2.create_api(Name="same", ProtocolType="HTTP")["ApiId"] for _ in range(2)}
    assert len(ids) == 2
    assert ids <= {api["ApiId"] for api in apigatewayv2.get_apis()["Items"]}


def test_update(apigatewayv2: Any, http_api: str) -> None:
    """C02, C11: what is not named stays; an empty string unsets."""
    apigatewayv2.update_api(ApiId=http_api, Description="d", Version="1")
    updated = apigatewayv2.update_api(ApiId=http_api, Description="")
    assert "Description" not in updated
    assert (updated["Version"], updated["Name"]) == ("1", "test")


def test_delete_removes_all_below(apigatewayv2: Any, http_api: str) -> None:
    """C33, C34."""
    apigatewayv2.delete_api(ApiId=http_api)
    expected = (404, "NotFoundException", f"Invalid API identifier specified 000000000000:{http_api}")
    for call in (apigatewayv2.get_api, apigatewayv2.get_routes, apigatewayv2.get_stages, apigatewayv2.delete_api):
        assert error(call, ApiId=http_api) == expected


def test_accounts_and_regions_are_apart(emulator: Emulator, http_api: str) -> None:
    for other in ({"region_name": "us-east-1"}, {"aws_access_key_id": "111111111111"}):
        client = emulator.client("apigatewayv2", **other)
        assert error(client.get_api, ApiId=http_api)[:2] == (404, "NotFoundException")
        assert http_api not in [api["ApiId"] for api in client.get_apis()["Items"]]


def test_custom_id(apigatewayv2: Any) -> None:
    """LocalStack's convention: the tag _custom_id_ gives the id, so that URLs survive remove and deploy."""
    arguments = {"Name": "a", "ProtocolType": "HTTP", "Tags": {"_custom_id_": "mycustomid"}}
    assert apigatewayv2.create_api(**arguments)["ApiId"] == "mycustomid"
    assert error(apigatewayv2.create_api, **arguments)[:2] == (409, "ConflictException")
    apigatewayv2.delete_api(ApiId="mycustomid")
    assert apigatewayv2.create_api(**arguments)["ApiId"] == "mycustomid"
    arguments["Tags"] = {"_custom_id_": "../x"}
    assert error(apigatewayv2.create_api, **arguments)[:2] == (400, "BadRequestException")


def test_tag_keys(apigatewayv2: Any) -> None:
    """C51."""
    assert error(apigatewayv2.create_api, Name="a", ProtocolType="HTTP", Tags={"AWS:x": "1"}) == (
        400,
        "BadRequestException",
        "Invalid tag key. Tag keys cannot start with 'aws:' (case insensitive)",
    )


def test_cors_configuration(apigatewayv2: Any) -> None:
    """B56, B57, B60: checked, replaced as a whole, removed."""
    wildcard = {"AllowOrigins": ["*"], "AllowCredentials": True}
    assert error(apigatewayv2.create_api, Name="a", ProtocolType="HTTP", CorsConfiguration=wildcard) == (
        400,
        "BadRequestException",
        "allow-credentials is not supported if 'allow-origin' is *",
    )
    configuration = {"AllowOrigins": ["http://a"], "AllowMethods": ["*"], "MaxAge": -1}
    api = apigatewayv2.create_api(Name="a", ProtocolType="HTTP", CorsConfiguration=configuration)
    assert api["CorsConfiguration"] == configuration
    replaced = apigatewayv2.update_api(ApiId=api["ApiId"], CorsConfiguration={"AllowOrigins": ["http://b"]})
    assert replaced["CorsConfiguration"] == {"AllowOrigins": ["http://b"]}
    apigatewayv2.delete_cors_configuration(ApiId=api["ApiId"])
    assert "CorsConfiguration" not in apigatewayv2.get_api(ApiId=api["ApiId"])
    too_long = {"MaxAge": 86401}
    assert error(apigatewayv2.create_api, Name="a", ProtocolType="HTTP", CorsConfiguration=too_long)[0] == 400


@pytest.mark.parametrize(
    ("target", "integration"),
    [
        (
            FUNCTION_ARN,
            {"IntegrationType": "AWS_PROXY", "IntegrationMethod": "POST", "PayloadFormatVersion": "2.0"},
        ),
        (
            "https://example.com",
            {"IntegrationType": "HTTP_PROXY", "IntegrationMethod": "ANY", "PayloadFormatVersion": "1.0"},
        ),
    ],
)
def test_quick_create(apigatewayv2: Any, target: str, integration: dict[str, str]) -> None:
    """C57, C58, C59, C60."""
    api = apigatewayv2.create_api(Name="quick", ProtocolType="HTTP", Target=target)
    assert "Target" not in api
    (made,) = apigatewayv2.get_integrations(ApiId=api["ApiId"])["Items"]
    assert made == {
        "ApiGatewayManaged": True,
        "ConnectionType": "INTERNET",
        "IntegrationId": made["IntegrationId"],
        "IntegrationUri": target,
        "TimeoutInMillis": 30000,
        **integration,
    }
    (route,) = apigatewayv2.get_routes(ApiId=api["ApiId"])["Items"]
    assert (route["RouteKey"], route["ApiGatewayManaged"]) == ("$default", True)
    (stage,) = apigatewayv2.get_stages(ApiId=api["ApiId"])["Items"]
    assert (stage["StageName"], stage["AutoDeploy"], stage["ApiGatewayManaged"]) == ("$default", True, True)
    assert stage["DeploymentId"]
    assert error(apigatewayv2.delete_route, ApiId=api["ApiId"], RouteId=route["RouteId"])[0] == 400
    apigatewayv2.update_api(ApiId=api["ApiId"], RouteKey="GET /only")
    (route,) = apigatewayv2.get_routes(ApiId=api["ApiId"])["Items"]
    assert route["RouteKey"] == "GET /only"


def test_quick_create_is_for_http_apis(apigatewayv2: Any) -> None:
    """C60."""
    status, _, _ = error(
        apigatewayv2.create_api, Name="a", ProtocolType="WEBSOCKET", RouteSelectionExpression="x", Target=FUNCTION_ARN
    )
    assert status == 400
