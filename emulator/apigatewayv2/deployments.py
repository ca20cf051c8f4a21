"""Deployments: CreateDeployment, GetDeployment, GetDeployments, UpdateDeployment, DeleteDeployment, and autoDeploy."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2.errors import BadRequestException
from emulator.apigatewayv2.ids import DEPLOYMENT_ID_LENGTH, new_id
from emulator.apigatewayv2.lookup import api_of, deployment_of, stage_of
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.pagination import Page, page
from emulator.apigatewayv2.settings import merge, now, settings
from emulator.apigatewayv2.store import Deployment

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        CreateDeploymentRequestTypeDef,
        DeleteDeploymentRequestTypeDef,
        DeploymentTypeDef,
        GetDeploymentRequestTypeDef,
        GetDeploymentsRequestTypeDef,
        StageTypeDef,
        UpdateDeploymentRequestTypeDef,
    )

    from emulator.apigatewayv2.store import Api

AUTOMATIC = "Automatic deployment triggered by changes to the Api configuration"
"""The description of deployments that autoDeploy makes."""

NO_ROUTES = {
    "HTTP": "Unable to deploy API because no routes exist in this API",
    "WEBSOCKET": "At least one route is required before deploying the Api.",
}


class DeploymentOperations:
    """The handlers of the operations on deployments."""

    @operation("CreateDeployment")
    def create_deployment(self, context: RequestContext, request: CreateDeploymentRequestTypeDef) -> DeploymentTypeDef:
        """Freeze the API as it is now; with ``StageName`` that stage serves it at once."""
        api = api_of(context, request["ApiId"])
        stage = stage_of(api, request["StageName"]) if request.get("StageName") else None
        if stage and stage.get("AutoDeploy"):
            raise deployment_id_refused(api)
        if not api.routes:
            raise BadRequestException(NO_ROUTES[api.record["ProtocolType"]])
        record = _deploy(api, {"AutoDeployed": False, "Description": request.get("Description", "")})
        if stage:
            _point(api, stage, {"DeploymentId": record["DeploymentId"]})
        return record

    @operation("GetDeployment")
    def get_deployment(self, context: RequestContext, request: GetDeploymentRequestTypeDef) -> DeploymentTypeDef:
        return deployment_of(api_of(context, request["ApiId"]), request["DeploymentId"]).record

    @operation("GetDeployments")
    def get_deployments(
        self, context: RequestContext, request: GetDeploymentsRequestTypeDef
    ) -> Page[DeploymentTypeDef]:
        deployments = api_of(context, request["ApiId"]).deployments
        return page({key: deployment.record for key, deployment in deployments.items()}, request)

    @operation("UpdateDeployment")
    def update_deployment(self, context: RequestContext, request: UpdateDeploymentRequestTypeDef) -> DeploymentTypeDef:
        deployment = deployment_of(api_of(context, request["ApiId"]), request["DeploymentId"])
        changes = settings(request, "ApiId", "DeploymentId")
        deployment.record = cast("DeploymentTypeDef", merge(deployment.record, changes))
        return deployment.record

    @operation("DeleteDeployment")
    def delete_deployment(self, context: RequestContext, request: DeleteDeploymentRequestTypeDef) -> None:
        api = api_of(context, request["ApiId"])
        deployment_of(api, request["DeploymentId"])
        if any(stage.get("DeploymentId") == request["DeploymentId"] for stage in api.stages.values()):
            raise BadRequestException("Active stages pointing to this deployment must be moved or deleted")
        del api.deployments[request["DeploymentId"]]


def deploy_changes(api: Api, to: StageTypeDef | None = None) -> None:
    """What autoDeploy does after a change: one deployment, and every stage with autoDeploy serves it.

    A failure is no error of the operation that changed the API; the stages tell of it.

    :param to: the one stage that changed, when it was not the API
    """
    stages = [to] if to else [stage for stage in api.stages.values() if stage.get("AutoDeploy")]
    if not stages:
        return
    if api.routes:
        deployment_id = _deploy(api, {"AutoDeployed": True, "Description": AUTOMATIC})["DeploymentId"]
        outcome = {
            "DeploymentId": deployment_id,
            "LastDeploymentStatusMessage": f"Successfully deployed stage with deployment ID '{deployment_id}'",
        }
    else:
        outcome = {"LastDeploymentStatusMessage": f"Deployment attempt failed: {NO_ROUTES['WEBSOCKET']}"}
    for stage in stages:
        _point(api, stage, outcome)


def deployment_id_refused(api: Api) -> BadRequestException:
    """The 400 for choosing a deployment of a stage that chooses its own."""
    return BadRequestException(
        f"Deployment ID cannot be set on this stage {api.account_id}:{api.record['ApiId']} "
        "because AutoDeploy is enabled."
    )


def _deploy(api: Api, given: dict[str, str | bool]) -> DeploymentTypeDef:
    deployment_id = new_id(DEPLOYMENT_ID_LENGTH, taken=api.deployments)
    made = {"CreatedDate": now(), "DeploymentId": deployment_id, "DeploymentStatus": "DEPLOYED"}
    record = cast("DeploymentTypeDef", merge(made, given))
    api.deployments[deployment_id] = Deployment(record=record, snapshot=api.freeze())
    return record


def _point(api: Api, stage: StageTypeDef, outcome: dict[str, str]) -> None:
    api.stages[stage["StageName"]] = cast("StageTypeDef", merge(stage, outcome | {"LastUpdatedDate": now()}))
