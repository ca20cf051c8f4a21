"""Stages: CreateStage, GetStage, GetStages, UpdateStage, DeleteStage, DeleteAccessLogSettings, DeleteRouteSettings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2 import quotas
from emulator.apigatewayv2.custom_domains import domains_of
from emulator.apigatewayv2.deployments import deploy_changes, deployment_id_refused
from emulator.apigatewayv2.errors import BadRequestException, ConflictException
from emulator.apigatewayv2.log_delivery import permit_log_delivery
from emulator.apigatewayv2.lookup import api_of, deployment_of, stage_of
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.pagination import Page, page
from emulator.apigatewayv2.route_settings import check_route_keys, complete, unknown_route_settings
from emulator.apigatewayv2.settings import merge, merge_map, now, refuse, settings
from emulator.apigatewayv2.stage_logging import check_logging
from emulator.apigatewayv2.tags import check_tags

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        CreateStageRequestTypeDef,
        DeleteAccessLogSettingsRequestTypeDef,
        DeleteRouteSettingsRequestTypeDef,
        DeleteStageRequestTypeDef,
        GetStageRequestTypeDef,
        GetStagesRequestTypeDef,
        StageTypeDef,
        UpdateStageRequestTypeDef,
    )

    from emulator.apigatewayv2.store import Api

DEFAULT_STAGE = "$default"

_STAGE_NAME = re.compile(r"[A-Za-z0-9_-]+")
_VARIABLE_NAME = re.compile(r"[A-Za-z0-9_]+")
_VARIABLE_VALUE = re.compile(r"[A-Za-z0-9\-._~:/?#&=,]*")


class StageOperations:
    """The handlers of the operations on stages."""

    @operation("CreateStage")
    def create_stage(self, context: RequestContext, request: CreateStageRequestTypeDef) -> StageTypeDef:
        api = api_of(context, request["ApiId"])
        stage = add_stage(api, settings(request, "ApiId"))
        if stage.get("AutoDeploy"):
            deploy_changes(api, to=stage)
        return stage_of(api, stage["StageName"])

    @operation("GetStage")
    def get_stage(self, context: RequestContext, request: GetStageRequestTypeDef) -> StageTypeDef:
        return stage_of(api_of(context, request["ApiId"]), request["StageName"])

    @operation("GetStages")
    def get_stages(self, context: RequestContext, request: GetStagesRequestTypeDef) -> Page[StageTypeDef]:
        return page(api_of(context, request["ApiId"]).stages, request)

    @operation("UpdateStage")
    def update_stage(self, context: RequestContext, request: UpdateStageRequestTypeDef) -> StageTypeDef:
        """Settings and variables merge key by key; turning autoDeploy on deploys at once."""
        api = api_of(context, request["ApiId"])
        stage = stage_of(api, request["StageName"])
        if stage.get("ApiGatewayManaged") and request.get("AutoDeploy") is False:
            raise BadRequestException("The stage of a quick created API keeps AutoDeploy")
        updated = _put(api, stage, settings(request, "ApiId", "StageName"))
        if updated.get("AutoDeploy") and not stage.get("AutoDeploy"):
            deploy_changes(api, to=updated)
        return stage_of(api, request["StageName"])

    @operation("DeleteStage")
    def delete_stage(self, context: RequestContext, request: DeleteStageRequestTypeDef) -> None:
        api = api_of(context, request["ApiId"])
        if stage_of(api, request["StageName"]).get("ApiGatewayManaged"):
            raise BadRequestException("The stage of a quick created API cannot be deleted")
        if domains := domains_of(api, request["StageName"]):  # row C47
            raise BadRequestException(
                f"Deleting stage {request['StageName']} failed. Please remove all base path mappings related to the "
                f"stage in your domains: {', '.join(domains)}"
            )
        del api.stages[request["StageName"]]

    @operation("DeleteAccessLogSettings")
    def delete_access_log_settings(
        self, context: RequestContext, request: DeleteAccessLogSettingsRequestTypeDef
    ) -> None:
        api = api_of(context, request["ApiId"])
        _touch(api, settings(stage_of(api, request["StageName"]), "AccessLogSettings"))

    @operation("DeleteRouteSettings")
    def delete_route_settings(self, context: RequestContext, request: DeleteRouteSettingsRequestTypeDef) -> None:
        """The route has the stage's default settings again."""
        api = api_of(context, request["ApiId"])
        stage = stage_of(api, request["StageName"])
        if request["RouteKey"] not in stage["RouteSettings"]:
            raise unknown_route_settings(request["RouteKey"])
        _touch(api, {**stage, "RouteSettings": settings(stage["RouteSettings"], request["RouteKey"])})


def add_stage(api: Api, given: Mapping[str, Any]) -> StageTypeDef:
    """A new stage of ``api`` with AWS's defaults, not deployed to.

    :param given: members of the record, ``StageName`` among them
    :raises ServiceException: as CreateStage answers it
    """
    name, protocol = given["StageName"], api.record["ProtocolType"]
    if name in api.stages:
        raise ConflictException("Stage already exists")
    if not _STAGE_NAME.fullmatch(name) and not (name == DEFAULT_STAGE and protocol == "HTTP"):
        raise BadRequestException(
            "Stage name may have letters, digits, hyphens and underscores only; HTTP APIs have a stage $default too"
        )
    quotas.check_room(api.stages, quotas.STAGES, "Stages")
    tags = dict(given.get("Tags", {}))
    check_tags(tags)
    empty = cast("StageTypeDef", {"StageName": name, "CreatedDate": now(), "Tags": tags})
    return _put(api, empty, given)


def _put(api: Api, stage: StageTypeDef, changes: Mapping[str, Any]) -> StageTypeDef:
    """Store ``stage`` with ``changes``, if AWS would."""
    protocol = api.record["ProtocolType"]
    record = merge(stage, changes)
    record["DefaultRouteSettings"] = complete(
        protocol, stage.get("DefaultRouteSettings"), changes.get("DefaultRouteSettings")
    )
    current = stage.get("RouteSettings", {})
    record["RouteSettings"] = current | {
        route_key: complete(protocol, current.get(route_key), given)
        for route_key, given in changes.get("RouteSettings", {}).items()
    }
    record["StageVariables"] = merge_map(stage.get("StageVariables"), changes.get("StageVariables", {}))
    record["LastUpdatedDate"] = now()
    if not record.get("AutoDeploy"):
        # Both are there for stages with autoDeploy only.
        record.pop("AutoDeploy", None)
        record.pop("LastDeploymentStatusMessage", None)

    _check(api, cast("StageTypeDef", record), changes)
    api.stages[stage["StageName"]] = cast("StageTypeDef", record)
    return api.stages[stage["StageName"]]


def _touch(api: Api, record: dict[str, Any]) -> None:
    api.stages[record["StageName"]] = cast("StageTypeDef", record | {"LastUpdatedDate": now()})


def _check(api: Api, record: StageTypeDef, changes: Mapping[str, Any]) -> None:
    if changes.get("DeploymentId"):
        if record.get("AutoDeploy"):
            raise deployment_id_refused(api)
        deployment_of(api, changes["DeploymentId"])
    if api.record["ProtocolType"] == "HTTP":
        refuse(record, "HTTP", "ClientCertificateId")
    _check_variables(record.get("StageVariables", {}))
    check_route_keys(api, changes.get("RouteSettings", {}))
    check_logging(api, record)
    if api.record["ProtocolType"] == "HTTP" and changes.get("AccessLogSettings"):
        permit_log_delivery(api, record["AccessLogSettings"]["DestinationArn"])


def _check_variables(variables: Mapping[str, str]) -> None:
    if len(variables) > quotas.STAGE_VARIABLES:
        raise BadRequestException(f"A stage may have at most {quotas.STAGE_VARIABLES} stage variables")
    for name, value in variables.items():
        if not _VARIABLE_NAME.fullmatch(name):
            raise BadRequestException(f"Stage variable name {name} may have letters, digits and underscores only")
        if not _VARIABLE_VALUE.fullmatch(value):
            raise BadRequestException(
                f"Stage variable value of {name} does not match the pattern [A-Za-z0-9-._~:/?#&=,]+"
            )
