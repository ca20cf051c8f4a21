"""Routes: CreateRoute, GetRoute, GetRoutes, UpdateRoute, DeleteRoute, DeleteRouteRequestParameter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2 import quotas
from emulator.apigatewayv2.deployments import deploy_changes
from emulator.apigatewayv2.errors import BadRequestException, NotFoundException
from emulator.apigatewayv2.ids import ROUTE_ID_LENGTH, new_id
from emulator.apigatewayv2.lookup import api_of, integration_of, route_of
from emulator.apigatewayv2.models import check_models_exist
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.pagination import Page, page
from emulator.apigatewayv2.route_authorization import check_authorization, without_stale_authorizer
from emulator.apigatewayv2.route_keys import check_route_key
from emulator.apigatewayv2.settings import merge, merge_with_maps, refuse, settings

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        CreateRouteRequestTypeDef,
        DeleteRouteRequestParameterRequestTypeDef,
        DeleteRouteRequestTypeDef,
        GetRouteRequestTypeDef,
        GetRoutesRequestTypeDef,
        RouteTypeDef,
        UpdateRouteRequestTypeDef,
    )

    from emulator.apigatewayv2.store import Api

TARGET_PREFIX = "integrations/"

_WEBSOCKET_ONLY = (
    "ApiKeyRequired",
    "ModelSelectionExpression",
    "RequestModels",
    "RequestParameters",
    "RouteResponseSelectionExpression",
)


_MAPS = ("RequestModels", "RequestParameters")


class RouteOperations:
    """The handlers of the operations on routes."""

    @operation("CreateRoute")
    def create_route(self, context: RequestContext, request: CreateRouteRequestTypeDef) -> RouteTypeDef:
        api = api_of(context, request["ApiId"])
        record = add_route(api, settings(request, "ApiId"))
        deploy_changes(api)
        return record

    @operation("GetRoute")
    def get_route(self, context: RequestContext, request: GetRouteRequestTypeDef) -> RouteTypeDef:
        return route_of(api_of(context, request["ApiId"]), request["RouteId"])

    @operation("GetRoutes")
    def get_routes(self, context: RequestContext, request: GetRoutesRequestTypeDef) -> Page[RouteTypeDef]:
        return page(api_of(context, request["ApiId"]).routes, request)

    @operation("UpdateRoute")
    def update_route(self, context: RequestContext, request: UpdateRouteRequestTypeDef) -> RouteTypeDef:
        api = api_of(context, request["ApiId"])
        route = route_of(api, request["RouteId"])
        if route.get("ApiGatewayManaged") and request.get("RouteKey", route["RouteKey"]) != route["RouteKey"]:
            raise BadRequestException("The route key of a quick created route can be updated only with UpdateApi")
        record = replace_route(api, request["RouteId"], settings(request, "ApiId", "RouteId"))
        deploy_changes(api)
        return record

    @operation("DeleteRoute")
    def delete_route(self, context: RequestContext, request: DeleteRouteRequestTypeDef) -> None:
        api = api_of(context, request["ApiId"])
        if route_of(api, request["RouteId"]).get("ApiGatewayManaged"):
            raise BadRequestException("A quick created route cannot be deleted")
        del api.routes[request["RouteId"]]
        api.route_responses.pop(request["RouteId"], None)
        deploy_changes(api)

    @operation("DeleteRouteRequestParameter")
    def delete_route_request_parameter(
        self, context: RequestContext, request: DeleteRouteRequestParameterRequestTypeDef
    ) -> None:
        api = api_of(context, request["ApiId"])
        route = route_of(api, request["RouteId"])
        key, parameters = request["RequestParameterKey"], route.get("RequestParameters", {})
        if key not in parameters:
            raise NotFoundException(f"Invalid request parameter key specified {key}")
        left = settings(parameters, key)
        api.routes[request["RouteId"]] = cast("RouteTypeDef", merge(route, {"RequestParameters": left or ""}))
        deploy_changes(api)


def add_route(api: Api, given: Mapping[str, Any]) -> RouteTypeDef:
    """A new route of ``api`` with AWS's defaults.

    :param given: members of the record, ``RouteKey`` among them
    :raises ServiceException: as CreateRoute answers it
    """
    quotas.check_room(api.routes, quotas.ROUTES, "Routes")
    route_id = new_id(ROUTE_ID_LENGTH, taken=api.routes)
    record = merge({"ApiKeyRequired": False, "AuthorizationType": "NONE", "RouteId": route_id}, given)
    return _store(api, cast("RouteTypeDef", record))


def replace_route(api: Api, route_id: str, changes: Mapping[str, Any]) -> RouteTypeDef:
    """The route with ``changes``. Its maps merge key by key, which is why DeleteRouteRequestParameter exists.

    :raises ServiceException: as UpdateRoute answers it
    """
    merged = merge_with_maps(route_of(api, route_id), without_stale_authorizer(changes), *_MAPS)
    return _store(api, cast("RouteTypeDef", merged))


def _store(api: Api, record: RouteTypeDef) -> RouteTypeDef:
    protocol = api.record["ProtocolType"]
    others = (route["RouteKey"] for route in api.routes.values() if route["RouteId"] != record["RouteId"])
    check_route_key(record["RouteKey"], protocol, others)
    if protocol == "HTTP":
        refuse(record, protocol, *_WEBSOCKET_ONLY)
    check_authorization(api, record)
    check_models_exist(api, record.get("RequestModels", {}))
    if target := record.get("Target"):
        if not target.startswith(TARGET_PREFIX):
            raise BadRequestException(f"Invalid target {target}. It must be {TARGET_PREFIX} and an integration's id")
        integration_of(api, target.removeprefix(TARGET_PREFIX))
    api.routes[record["RouteId"]] = record
    return record
