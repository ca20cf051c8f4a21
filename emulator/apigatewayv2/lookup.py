"""The resources a request names, or the 404 that AWS answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from localstack.aws.api import RequestContext

from emulator.apigatewayv2.errors import NotFoundException, not_found
from emulator.apigatewayv2.store import Api, Deployment, Domain, all_domains, find_api

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        ApiMappingTypeDef,
        AuthorizerTypeDef,
        IntegrationResponseTypeDef,
        IntegrationTypeDef,
        ModelTypeDef,
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


def integration_response_of(api: Api, integration_id: str, response_id: str) -> IntegrationResponseTypeDef:
    """:raises NotFoundException: the API has no such integration, or the integration no such response"""
    integration_of(api, integration_id)
    return _found(api.integration_responses.get(integration_id, {}), "IntegrationResponse", response_id)


def authorizer_of(api: Api, authorizer_id: str) -> AuthorizerTypeDef:
    """:raises NotFoundException: the API has no such authorizer"""
    return _found(api.authorizers, "Authorizer", authorizer_id)


def model_of(api: Api, model_id: str) -> ModelTypeDef:
    """:raises NotFoundException: the API has no such model"""
    return _found(api.models, "Model", model_id)


def deployment_of(api: Api, deployment_id: str) -> Deployment:
    """:raises NotFoundException: the API has no such deployment"""
    return _found(api.deployments, "Deployment", deployment_id)


def stage_of(api: Api, stage_name: str) -> StageTypeDef:
    """:raises NotFoundException: the API has no such stage"""
    if stage := api.stages.get(stage_name):
        return stage
    raise NotFoundException("Invalid stage identifier specified")


def domain_of(context: RequestContext, name: str) -> Domain:
    """:raises NotFoundException: the caller has no such custom domain in this region"""
    domain = all_domains().get(name.lower())
    if domain is None or (domain.account_id, domain.region) != (context.account_id, context.region):
        raise NotFoundException("Invalid domain name identifier specified")
    return domain


def api_mapping_of(domain: Domain, mapping_id: str) -> ApiMappingTypeDef:
    """:raises NotFoundException: the domain has no such mapping"""
    return _found(domain.mappings, "ApiMapping", mapping_id)


def _found[Record](records: Mapping[str, Record], resource: str, identifier: str) -> Record:
    if identifier not in records:
        raise not_found(resource, identifier)
    return records[identifier]
