"""Stages and deployments (rows C07, C21 to C25, C31, C32, C35, C39, C40, C45, C46, B81 to B83)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
import requests
from botocore.exceptions import ClientError

from tests.conformance.control_plane.conftest import INVOCATION_ARN, error, without_metadata
from tests.support import ECHO, create_api, create_function

if TYPE_CHECKING:
    from tests.conftest import Emulator


def test_records_c21(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    route_settings = {
        http_api: {"DetailedMetricsEnabled": False},
        websocket_api: {"DataTraceEnabled": False, "DetailedMetricsEnabled": False, "LoggingLevel": "OFF"},
    }
    for api_id, settings in route_settings.items():
        stage = without_metadata(apigatewayv2.create_stage(ApiId=api_id, StageName="dev"))
        assert stage.pop("CreatedDate")
        assert stage.pop("LastUpdatedDate")
        assert stage == {
            "DefaultRouteSettings": settings,
            "RouteSettings": {},
            "StageName": "dev",
            "StageVariables": {},
            "Tags": {},
        }


@pytest.mark.parametrize("name", ["dev", "v1-2_3", "$default"])
def test_names_c31(apigatewayv2: Any, http_api: str, name: str) -> None:
    assert apigatewayv2.create_stage(ApiId=http_api, StageName=name)["StageName"] == name


def test_bad_names_c31(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    """$default is for HTTP APIs."""
    for api_id, name in ((http_api, "a.b"), (http_api, "$x"), (websocket_api, "$default")):
        assert error(apigatewayv2.create_stage, ApiId=api_id, StageName=name)[:2] == (400, "BadRequestException")


def test_same_name_twice_c46(apigatewayv2: Any, http_api: str) -> None:
    apigatewayv2.create_stage(ApiId=http_api, StageName="dev")
    assert error(apigatewayv2.create_stage, ApiId=http_api, StageName="dev") == (
        409,
        "ConflictException",
        "Stage already exists",
    )


def test_update_merges_b83_c32_c45(apigatewayv2: Any, http_api: str) -> None:
    apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /a")
    apigatewayv2.create_stage(ApiId=http_api, StageName="dev", StageVariables={"a": "1", "b": "2"})
    updated = apigatewayv2.update_stage(ApiId=http_api, StageName="dev", StageVariables={"a": "", "c": "3"})
    assert updated["StageVariables"] == {"b": "2", "c": "3"}
    limits = {"ThrottlingBurstLimit": 1, "ThrottlingRateLimit": 2.0}
    updated = apigatewayv2.update_stage(ApiId=http_api, StageName="dev", RouteSettings={"GET /a": limits})
    assert limits.items() <= updated["RouteSettings"]["GET /a"].items()
    assert error(apigatewayv2.update_stage, ApiId=http_api, StageName="dev", RouteSettings={"GET /b": limits}) == (
        404,
        "NotFoundException",
        "Unable to find Route by key GET /b within the provided RouteSettings",
    )
    bad_value = {"x": "white space"}
    assert error(apigatewayv2.update_stage, ApiId=http_api, StageName="dev", StageVariables=bad_value)[0] == 400


def test_unknown_stage_and_deployment_c35(apigatewayv2: Any, http_api: str) -> None:
    assert error(apigatewayv2.get_stage, ApiId=http_api, StageName="no")[::2] == (
        404,
        "Invalid stage identifier specified",
    )
    status, code, message = error(apigatewayv2.get_deployment, ApiId=http_api, DeploymentId="no")
    assert (status, code) == (404, "NotFoundException")
    assert message.startswith("Invalid Deployment identifier specified")


def test_auto_deploy_b81_c07_c22_c23(apigatewayv2: Any, http_api: str) -> None:
    """Each change makes a deployment, and the stage points to it."""
    apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /a")
    stage = apigatewayv2.create_stage(ApiId=http_api, StageName="dev", AutoDeploy=True)
    first = stage["DeploymentId"]
    assert re.fullmatch(r"[a-z0-9]{6}", first)
    message = f"Successfully deployed stage with deployment ID '{first}'"
    assert stage["LastDeploymentStatusMessage"] == message
    deployment = without_metadata(apigatewayv2.get_deployment(ApiId=http_api, DeploymentId=first))
    assert deployment.pop("CreatedDate")
    assert deployment == {
        "AutoDeployed": True,
        "DeploymentId": first,
        "DeploymentStatus": "DEPLOYED",
        "Description": "Automatic deployment triggered by changes to the Api configuration",
    }
    apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /b")
    assert apigatewayv2.get_stage(ApiId=http_api, StageName="dev")["DeploymentId"] != first


def test_auto_deploy_without_routes_c24(apigatewayv2: Any, websocket_api: str) -> None:
    stage = apigatewayv2.create_stage(ApiId=websocket_api, StageName="dev", AutoDeploy=True)
    assert stage["LastDeploymentStatusMessage"] == (
        "Deployment attempt failed: At least one route is required before deploying the Api."
    )
    assert "DeploymentId" not in stage


def test_deployment_without_routes_c40(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    assert error(apigatewayv2.create_deployment, ApiId=websocket_api) == (
        400,
        "BadRequestException",
        "At least one route is required before deploying the Api.",
    )
    assert error(apigatewayv2.create_deployment, ApiId=http_api)[2] == (
        "Unable to deploy API because no routes exist in this API"
    )


def test_deployment_in_use_b82_c25_c39(apigatewayv2: Any, http_api: str) -> None:
    apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /a")
    apigatewayv2.create_stage(ApiId=http_api, StageName="dev")
    deployment = apigatewayv2.create_deployment(ApiId=http_api, StageName="dev")
    assert (deployment["AutoDeployed"], deployment["DeploymentStatus"]) == (False, "DEPLOYED")
    deployment_id = deployment["DeploymentId"]
    assert apigatewayv2.get_stage(ApiId=http_api, StageName="dev")["DeploymentId"] == deployment_id
    assert error(apigatewayv2.delete_deployment, ApiId=http_api, DeploymentId=deployment_id) == (
        400,
        "BadRequestException",
        "Active stages pointing to this deployment must be moved or deleted",
    )
    apigatewayv2.update_stage(ApiId=http_api, StageName="dev", AutoDeploy=True)
    assert error(apigatewayv2.create_deployment, ApiId=http_api, StageName="dev")[:2] == (400, "BadRequestException")
    apigatewayv2.delete_stage(ApiId=http_api, StageName="dev")
    apigatewayv2.delete_deployment(ApiId=http_api, DeploymentId=deployment_id)


def test_changes_wait_for_a_deployment_a53_b82(emulator: Emulator, apigatewayv2: Any, http_api: str) -> None:
    """What is served is what was deployed, until something else is."""
    integration_id = apigatewayv2.create_integration(
        ApiId=http_api,
        IntegrationType="AWS_PROXY",
        IntegrationUri=create_function(emulator, ECHO),
        PayloadFormatVersion="2.0",
    )["IntegrationId"]
    target = f"integrations/{integration_id}"
    route_id = apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /old", Target=target)["RouteId"]
    apigatewayv2.create_stage(ApiId=http_api, StageName="dev")

    def served() -> list[int]:
        return [requests.get(emulator.api_url(http_api) + path, timeout=10).status_code for path in ("/old", "/new")]

    assert served() == [404, 404]
    first = apigatewayv2.create_deployment(ApiId=http_api, StageName="dev")["DeploymentId"]
    assert served() == [200, 404]
    apigatewayv2.update_route(ApiId=http_api, RouteId=route_id, RouteKey="GET /new")
    assert served() == [200, 404]
    apigatewayv2.create_deployment(ApiId=http_api, StageName="dev")
    assert served() == [404, 200]
    apigatewayv2.update_stage(ApiId=http_api, StageName="dev", DeploymentId=first)
    assert served() == [200, 404]


def test_stage_settings_need_no_deployment_b82(emulator: Emulator, apigatewayv2: Any) -> None:
    """What belongs to the stage is served at once; what belongs to the API waits."""
    api_id = create_api(emulator, "HTTP", {"GET /a": create_function(emulator, ECHO)}, stage_variables={"a": "1"})
    apigatewayv2.update_stage(ApiId=api_id, StageName="dev", AutoDeploy=False)
    deployment_id = apigatewayv2.get_stage(ApiId=api_id, StageName="dev")["DeploymentId"]
    origin = {"Origin": "https://a.example.com"}
    apigatewayv2.update_stage(ApiId=api_id, StageName="dev", StageVariables={"a": "2"})
    apigatewayv2.update_api(ApiId=api_id, CorsConfiguration={"AllowOrigins": ["*"]})
    response = requests.get(f"{emulator.api_url(api_id)}/a", headers=origin, timeout=20)
    assert response.json()["stageVariables"] == {"a": "2"}
    assert "access-control-allow-origin" not in response.headers
    assert apigatewayv2.get_stage(ApiId=api_id, StageName="dev")["DeploymentId"] == deployment_id
    apigatewayv2.create_deployment(ApiId=api_id, StageName="dev")
    response = requests.get(f"{emulator.api_url(api_id)}/a", headers=origin, timeout=20)
    assert response.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("change", ["authorizer", "model", "integration_response", "route_response", "cors"])
def test_every_change_is_deployed_b81(apigatewayv2: Any, http_api: str, websocket_api: str, change: str) -> None:
    api_id = http_api if change == "cors" else websocket_api
    api = {"ApiId": api_id}
    integration = {"IntegrationType": "HTTP_PROXY", "IntegrationMethod": "GET", "IntegrationUri": "https://example.com"}
    if api_id == http_api:
        integration["PayloadFormatVersion"] = "1.0"
    integration_id = apigatewayv2.create_integration(**api, **integration)["IntegrationId"]
    route_id = apigatewayv2.create_route(**api, RouteKey="GET /a")["RouteId"]
    apigatewayv2.create_stage(**api, StageName="dev", AutoDeploy=True)
    before = apigatewayv2.get_stage(**api, StageName="dev")["DeploymentId"]
    match change:
        case "authorizer":
            apigatewayv2.create_authorizer(
                **api, Name="a", AuthorizerType="REQUEST", AuthorizerUri=INVOCATION_ARN, IdentitySource=[]
            )
        case "model":
            apigatewayv2.create_model(**api, Name="A", Schema="{}")
        case "integration_response":
            apigatewayv2.create_integration_response(
                **api, IntegrationId=integration_id, IntegrationResponseKey="$default"
            )
        case "route_response":
            apigatewayv2.create_route_response(**api, RouteId=route_id, RouteResponseKey="$default")
        case "cors":
            apigatewayv2.update_api(**api, CorsConfiguration={"AllowOrigins": ["*"]})
    assert apigatewayv2.get_stage(**api, StageName="dev")["DeploymentId"] != before


def test_quotas_a85_b83_b94(apigatewayv2: Any, http_api: str) -> None:
    for number in range(10):
        apigatewayv2.create_stage(ApiId=http_api, StageName=f"s{number}")
    status, _, message = error(apigatewayv2.create_stage, ApiId=http_api, StageName="one-more")
    assert (status, "Maximum number of Stages" in message) == (400, True)
    variables = {f"v{number}": "1" for number in range(101)}
    stage = {"ApiId": http_api, "StageName": "s0"}
    assert error(apigatewayv2.update_stage, **stage, StageVariables=variables)[0] == 400
    del variables["v100"]
    assert len(apigatewayv2.update_stage(**stage, StageVariables=variables)["StageVariables"]) == 100
    for name in ("a-b", "a.b", ""):
        assert error(apigatewayv2.update_stage, **stage, StageVariables={name: "1"})[0] == 400


def test_route_settings_of_unknown_routes_c45(apigatewayv2: Any, http_api: str) -> None:
    settings = {"GET /no": {"ThrottlingBurstLimit": 1}}
    assert error(apigatewayv2.create_stage, ApiId=http_api, StageName="dev", RouteSettings=settings) == (
        404,
        "NotFoundException",
        "Unable to find Route by key GET /no within the provided RouteSettings",
    )


def test_delete_route_settings_c45(apigatewayv2: Any, http_api: str) -> None:
    apigatewayv2.create_route(ApiId=http_api, RouteKey="GET /a/{id}")
    settings = {"GET /a/{id}": {"ThrottlingBurstLimit": 1, "ThrottlingRateLimit": 1.0}}
    apigatewayv2.create_stage(ApiId=http_api, StageName="dev", RouteSettings=settings)
    one = {"ApiId": http_api, "StageName": "dev", "RouteKey": "GET /a/{id}"}
    apigatewayv2.delete_route_settings(**one)
    assert apigatewayv2.get_stage(ApiId=http_api, StageName="dev")["RouteSettings"] == {}
    assert error(apigatewayv2.delete_route_settings, **one)[::2] == (
        404,
        "Unable to find Route by key GET /a/{id} within the provided RouteSettings",
    )


def test_delete_access_log_settings(apigatewayv2: Any, http_api: str) -> None:
    stage = {"ApiId": http_api, "StageName": "dev"}
    made = apigatewayv2.create_stage(**stage, AccessLogSettings=access_log("deleted"))
    assert made["AccessLogSettings"] == access_log("deleted")
    apigatewayv2.delete_access_log_settings(**stage)
    assert "AccessLogSettings" not in apigatewayv2.get_stage(**stage)


def test_websocket_logs_need_a_role_c48(emulator: Emulator) -> None:
    """In an account of its own, because the role is a setting of the account. LocalStack presets one."""
    apigateway = emulator.client("apigateway", aws_access_key_id="222222222222")

    def set_role(arn: str) -> None:
        operation = {"op": "replace", "path": "/cloudwatchRoleArn", "value": arn}
        apigateway.update_account(patchOperations=[operation])

    set_role("")
    client = emulator.client("apigatewayv2", aws_access_key_id="222222222222")
    api_id = client.create_api(Name="logs", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action")[
        "ApiId"
    ]
    stage = {"ApiId": api_id, "StageName": "dev"}
    logged: list[dict[str, Any]] = [
        {"DefaultRouteSettings": {"LoggingLevel": "INFO"}},
        {"DefaultRouteSettings": {"DataTraceEnabled": True}},
        {"AccessLogSettings": access_log("websocket")},
    ]
    for settings in logged:
        assert error(client.create_stage, **stage, **settings) == (
            400,
            "BadRequestException",
            "CloudWatch Logs role ARN must be set in account settings to enable logging",
        )
    set_role("arn:aws:iam::222222222222:role/logs")
    client.create_stage(**stage)
    for settings in logged:
        client.update_stage(**stage, **settings)


def test_http_apis_have_no_execution_logs_b90(apigatewayv2: Any, http_api: str) -> None:
    settings = {"LoggingLevel": "INFO"}
    arguments = {"ApiId": http_api, "StageName": "dev", "DefaultRouteSettings": settings}
    assert error(apigatewayv2.create_stage, **arguments)[:2] == (400, "BadRequestException")


def test_access_log_settings_b89(apigatewayv2: Any, http_api: str) -> None:
    """A format without the request id is refused, and so is half a setting."""
    stage = {"ApiId": http_api, "StageName": "dev"}
    whole = access_log("formats")
    for settings in (
        {**whole, "Format": "$context.status"},
        {"Format": whole["Format"]},
        {"DestinationArn": whole["DestinationArn"]},
    ):
        assert error(apigatewayv2.create_stage, **stage, AccessLogSettings=settings)[:2] == (
            400,
            "BadRequestException",
        )


def test_the_policy_of_log_delivery_has_an_end_c49(emulator: Emulator) -> None:
    """In a region of its own, because the policy is a region's and only grows."""
    client = emulator.client("apigatewayv2", region_name="ap-south-1")
    stage = {"ApiId": client.create_api(Name="logs", ProtocolType="HTTP")["ApiId"], "StageName": "dev"}
    client.create_stage(**stage)
    enabled = 0
    with pytest.raises(ClientError) as failure:
        for _ in range(100):
            name = f"{enabled:0400}"
            client.update_stage(**stage, AccessLogSettings=access_log(name, region="ap-south-1"))
            enabled += 1
    assert failure.value.response["Error"] == {
        "Code": "BadRequestException",
        "Message": (
            "Cannot enable logging. Policy document length breaking Cloudwatch Logs Constraints, either < 1 or > 5120"
        ),
    }
    (policy,) = emulator.client("logs", region_name="ap-south-1").describe_resource_policies()["resourcePolicies"]
    assert policy["policyName"] == "AWSLogDeliveryWrite20150319"
    assert len(json.loads(policy["policyDocument"])["Statement"][0]["Resource"]) == enabled > 5


def access_log(group: str, region: str = "eu-west-1") -> dict[str, str]:
    """Access log settings of a stage."""
    return {
        "DestinationArn": f"arn:aws:logs:{region}:000000000000:log-group:{group}",
        "Format": "$context.requestId $context.status",
    }
