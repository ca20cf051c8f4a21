"""APIs (rows C05, C08 to C14, C33, C34, C51, C57 to C61, B56, B57, B60)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import requests
from botocore import xform_name

from tests.conformance.control_plane.conftest import FUNCTION_ARN, error, without_metadata
from tests.support import ECHO, create_function

if TYPE_CHECKING:
    from tests.conftest import Emulator


def test_http_api_defaults_c05_c08_c09_c10_c11(apigatewayv2: Any, emulator: Emulator) -> None:
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


def test_websocket_api_defaults_c08_c09(apigatewayv2: Any, websocket_api: str) -> None:
    api = apigatewayv2.get_api(ApiId=websocket_api)
    assert api["ApiEndpoint"].startswith(f"wss://{websocket_api}.execute-api.")
    assert api["RouteSelectionExpression"] == "$request.body.action"
    assert api["ApiKeySelectionExpression"] == "$request.header.x-api-key"


def test_websocket_api_needs_a_route_selection_expression_c12(apigatewayv2: Any) -> None:
    status, code, _ = error(apigatewayv2.create_api, Name="a", ProtocolType="WEBSOCKET")
    assert (status, code) == (400, "BadRequestException")


def test_api_key_selection_a80(apigatewayv2: Any, websocket_api: str, http_api: str) -> None:
    """From the header or from the authorizer; HTTP APIs have no API keys."""
    expression = "$context.authorizer.usageIdentifierKey"
    updated = apigatewayv2.update_api(ApiId=websocket_api, ApiKeySelectionExpression=expression)
    assert updated["ApiKeySelectionExpression"] == expression
    for api_id, refused in ((websocket_api, "$request.querystring.key"), (http_api, expression)):
        assert error(apigatewayv2.update_api, ApiId=api_id, ApiKeySelectionExpression=refused)[0] == 400


def test_bad_protocol_c13(apigatewayv2: Any) -> None:
    assert error(apigatewayv2.create_api, Name="a", ProtocolType="REST") == (
        400,
        "BadRequestException",
        "Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]",
    )


def test_names_need_not_be_unique_c14(apigatewayv2: Any) -> None:
    ids = {apigatewayv2.create_api(Name="same", ProtocolType="HTTP")["ApiId"] for _ in range(2)}
    assert len(ids) == 2
    assert ids <= {api["ApiId"] for api in apigatewayv2.get_apis()["Items"]}


def test_update_c02_c11(apigatewayv2: Any, http_api: str) -> None:
    """What is not named stays; an empty string unsets."""
    apigatewayv2.update_api(ApiId=http_api, Description="d", Version="1")
    updated = apigatewayv2.update_api(ApiId=http_api, Description="")
    assert "Description" not in updated
    assert (updated["Version"], updated["Name"]) == ("1", "test")


def test_delete_removes_all_below_c33_c34(apigatewayv2: Any, http_api: str) -> None:
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


def test_tag_keys_c51(apigatewayv2: Any) -> None:
    assert error(apigatewayv2.create_api, Name="a", ProtocolType="HTTP", Tags={"AWS:x": "1"}) == (
        400,
        "BadRequestException",
        "Invalid tag key. Tag keys cannot start with 'aws:' (case insensitive)",
    )


def test_cors_configuration_b56_b57_b60(apigatewayv2: Any) -> None:
    """Checked, replaced as a whole, removed."""
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
def test_quick_create_c57_c58_c59_c60(apigatewayv2: Any, target: str, integration: dict[str, str]) -> None:
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


def test_quick_create_is_for_http_apis_c60(apigatewayv2: Any) -> None:
    status, _, _ = error(
        apigatewayv2.create_api, Name="a", ProtocolType="WEBSOCKET", RouteSelectionExpression="x", Target=FUNCTION_ARN
    )
    assert status == 400


def test_every_operation_on_an_unknown_api_c34(apigatewayv2: Any) -> None:
    """Whatever else the request names: the API is looked up first."""
    filler = {"string": "x", "list": ["x"], "boolean": True, "map": {}, "structure": {}, "integer": 1}
    enumerations = {
        "AuthorizerType": "REQUEST",
        "IntegrationType": "MOCK",
        "OutputType": "JSON",
        "Specification": "OAS30",
    }
    model = apigatewayv2.meta.service_model
    called = 0
    for name in model.operation_names:
        shape = model.operation_model(name).input_shape
        if "{apiId}" not in model.operation_model(name).http["requestUri"]:
            continue
        arguments = {
            member: enumerations.get(member, filler[shape.members[member].type_name])
            for member in shape.required_members
        }
        call = getattr(apigatewayv2, xform_name(name))
        assert error(call, **arguments | {"ApiId": "nosuchapi0"}) == (
            404,
            "NotFoundException",
            "Invalid API identifier specified 000000000000:nosuchapi0",
        ), name
        called += 1
    assert called > 40


def test_accounts_and_regions_do_not_see_what_is_below_an_api(emulator: Emulator, http_api: str) -> None:
    arn = f"arn:aws:apigateway:eu-west-1::/apis/{http_api}"
    for other in ({"region_name": "us-east-1"}, {"aws_access_key_id": "111111111111"}):
        client = emulator.client("apigatewayv2", **other)
        for call in (client.get_routes, client.get_stages, client.get_authorizers, client.get_models):
            assert error(call, ApiId=http_api)[0] == 404
        assert error(client.create_route, ApiId=http_api, RouteKey="GET /a")[0] == 404
        assert error(client.tag_resource, ResourceArn=arn, Tags={"a": "1"})[0] == 404
        assert error(client.delete_api, ApiId=http_api)[0] == 404


def test_tag_quota_b94(apigatewayv2: Any) -> None:
    tags = {str(number): "" for number in range(50)}
    apigatewayv2.create_api(Name="a", ProtocolType="HTTP", Tags=tags)
    assert error(apigatewayv2.create_api, Name="a", ProtocolType="HTTP", Tags=tags | {"50": ""})[0] == 400


@pytest.mark.parametrize("origin", ["*", "https://*", "http://*", "http://localhost:3000", "https://a.example.com"])
def test_allowed_origins_b55(apigatewayv2: Any, origin: str) -> None:
    cors = {"AllowOrigins": [origin]}
    api = apigatewayv2.create_api(Name="a", ProtocolType="HTTP", CorsConfiguration=cors)
    assert api["CorsConfiguration"] == cors
    cors = {"AllowOrigins": ["a.example.com"]}
    assert error(apigatewayv2.create_api, Name="a", ProtocolType="HTTP", CorsConfiguration=cors)[0] == 400


def test_quick_create_gives_no_permission_c61(apigatewayv2: Any, emulator: Emulator) -> None:
    function = create_function(emulator, ECHO, permitted=False)
    api_id = apigatewayv2.create_api(Name="quick", ProtocolType="HTTP", Target=function)["ApiId"]
    assert error(emulator.client("lambda").get_policy, FunctionName=function)[0] == 404
    assert requests.get(emulator.api_url(api_id, stage=""), timeout=10).status_code == 500


def test_what_is_managed_c60(apigatewayv2: Any) -> None:
    """It can be neither deleted nor given another key or another way of deploying; UpdateApi changes it."""
    api = {"ApiId": apigatewayv2.create_api(Name="quick", ProtocolType="HTTP", Target=FUNCTION_ARN)["ApiId"]}
    route_id = apigatewayv2.get_routes(**api)["Items"][0]["RouteId"]
    integration_id = apigatewayv2.get_integrations(**api)["Items"][0]["IntegrationId"]
    for call, arguments in (
        (apigatewayv2.update_route, {"RouteId": route_id, "RouteKey": "GET /a"}),
        (apigatewayv2.delete_route, {"RouteId": route_id}),
        (apigatewayv2.delete_integration, {"IntegrationId": integration_id}),
        (apigatewayv2.update_stage, {"StageName": "$default", "AutoDeploy": False}),
        (apigatewayv2.delete_stage, {"StageName": "$default"}),
    ):
        assert error(call, **api, **arguments)[:2] == (400, "BadRequestException")
    role = "arn:aws:iam::000000000000:role/r"
    apigatewayv2.update_api(**api, Target="https://example.com", CredentialsArn=role)
    (integration,) = apigatewayv2.get_integrations(**api)["Items"]
    assert (integration["IntegrationType"], integration["IntegrationUri"]) == ("HTTP_PROXY", "https://example.com")
    assert (integration["IntegrationId"], integration["CredentialsArn"]) == (integration_id, role)
