"""The resources a request names, or the 404 that AWS answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from localstack.aws.api import RequestContext

from emulator.apigatewayv2.errors import NotFoundException, not_found
from emulator.apigatewayv2.store import Api, Deployment, find_api

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        IntegrationTypeDef,
        RouteResponseTypeDef,
        RouteTypeDef,
        StageTypeDef,
    )


def api_of(context: RequestContext, api_id: str) -> Api:
    """:raises NotFoundException: the caller has no such API in this region"""
    api = find_api(api_id)
    if api is None or (api.account_id, api.region) != (context.account_id, context.region):
        raise NotFoundException(f"Invalid API identifier specified {context.account_id}:{api_id}")
    return api


def route_of(api: Api, route_id: str) -> RouteTypeDef:
    """:raises NotFoundException: the API has no such route"""
    return _found(api.routes, "Route", route_id)


def route_response_of(api: Api, route_id: str, response_id: str) -> RouteResponseTypeDef:
    """:raises NotFoundException: the API has no such route, or the route no such response"""
    route_of(api, route_id)
    return _found(api.route_responses.get(route_id, {}), "RouteResponse", response_id)


def integration_of(api: Api, integration_id: str) -> IntegrationTypeDef:
    """:raises NotFoundException: the API has no such integration"""
    return _found(api.integrations, "Integration", integration_id)


def deployment_of(api: Api, deployment_id: str) -> Deployment:
    """:raises NotFoundException: the API has no such deployment"""
    return _found(api.deployments, "Deployment", deployment_id)


def stage_of(api: Api, stage_name: str) -> StageTypeDef:
    """:raises NotFoundException: the API has no such stage"""
    if stage := api.stages.get(stage_name):
        return stage
    raise NotFoundException("Invalid stage identifier specified")


def _found[Record](records: Mapping[str, Record], resource: str, identifier: str) -> Record:
    if identifier not in records:
        raise not_found(resource, identifier)
    return records[identifier]
