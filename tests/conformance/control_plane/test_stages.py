"""Stages and deployments (rows C07, C21 to C25, C31, C32, C35, C39, C40, C45, C46, B81 to B83)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.conformance.control_plane.conftest import error, without_metadata
from tests.support import ECHO, create_function

if TYPE_CHECKING:
    from tests.conftest import Emulator


def test_records(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    """C21."""
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
def test_names(apigatewayv2: Any, http_api: str, name: str) -> None:
    """C31."""
    assert apigatewayv2.create_stage(ApiId=http_api, StageName=name)["StageName"] == name


def test_bad_names(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    """C31: $default is for HTTP APIs."""
    for api_id, name in ((http_api, "a.b"), (http_api, "$x"), (websocket_api, "$default")):
        assert error(apigatewayv2.create_stage, ApiId=api_id, StageName=name)[:2] == (400, "BadRequestException")


def test_same_name_twice(apigatewayv2: Any, http_api: str) -> None:
    """C46."""
    apigatewayv2.create_stage(ApiId=http_api, StageName="dev")
    assert error(apigatewayv2.create_stage, ApiId=http_api, StageName="dev") == (
        409,
        "ConflictException",
        "Stage already exists",
    )


def test_update_merges(apigatewayv2: Any, http_api: str) -> None:
    """C32, C45, B83."""
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


def test_unknown_stage_and_deployment(apigatewayv2: Any, http_api: str) -> None:
    """C35."""
    assert error(apigatewayv2.get_stage, ApiId=http_api, StageName="no")[::2] == (
        404,
        "Invalid stage identifier specified",
    )
    status, code, message = error(apigatewayv2.get_deployment, ApiId=http_api, DeploymentId="no")
    assert (status, code) == (404, "NotFoundException")
    assert message.startswith("Invalid Deployment identifier specified")


def test_auto_deploy(apigatewayv2: Any, http_api: str) -> None:
    """B81, C22, C23: each change makes a deployment, and the stage points to it."""
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


def test_auto_deploy_without_routes(apigatewayv2: Any, websocket_api: str) -> None:
    """C24."""
    stage = apigatewayv2.create_stage(ApiId=websocket_api, StageName="dev", AutoDeploy=True)
    assert stage["LastDeploymentStatusMessage"] == (
        "Deployment attempt failed: At least one route is required before deploying the Api."
    )
    assert "DeploymentId" not in stage


def test_deployment_without_routes(apigatewayv2: Any, http_api: str, websocket_api: str) -> None:
    """C40."""
    assert error(apigatewayv2.create_deployment, ApiId=websocket_api) == (
        400,
        "BadRequestException",
        "At least one route is required before deploying the Api.",
    )
    assert error(apigatewayv2.create_deployment, ApiId=http_api)[2] == (
        "Unable to deploy API because no routes exist in this API"
    )


def test_deployment_in_use(apigatewayv2: Any, http_api: str) -> None:
    """C25, C39, B82."""
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


def test_changes_wait_for_a_deployment(emulator: Emulator, apigatewayv2: Any, http_api: str) -> None:
    """B82, A53: what is served is what was deployed, until something else is."""
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
