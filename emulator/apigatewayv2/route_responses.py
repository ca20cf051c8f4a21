"""Route responses, which make a WebSocket route two-way.

CreateRouteResponse, GetRouteResponse, GetRouteResponses, UpdateRouteResponse, DeleteRouteResponse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2.deployments import deploy_changes
from emulator.apigatewayv2.errors import BadRequestException, ConflictException
from emulator.apigatewayv2.ids import ROUTE_RESPONSE_ID_LENGTH, new_id
from emulator.apigatewayv2.lookup import api_of, route_of, route_response_of
from emulator.apigatewayv2.models import check_models_exist
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.pagination import Page, page
from emulator.apigatewayv2.settings import merge, settings

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        CreateRouteResponseRequestTypeDef,
        DeleteRouteResponseRequestTypeDef,
        GetRouteResponseRequestTypeDef,
        GetRouteResponsesRequestTypeDef,
        RouteResponseTypeDef,
        UpdateRouteResponseRequestTypeDef,
    )

    from emulator.apigatewayv2.store import Api

DEFAULT_KEY = "$default"


class RouteResponseOperations:
    """The handlers of the operations on route responses."""

    @operation("CreateRouteResponse")
    def create_route_response(
        self, context: RequestContext, request: CreateRouteResponseRequestTypeDef
    ) -> RouteResponseTypeDef:
        api = api_of(context, request["ApiId"])
        responses = _responses_of(api, request["RouteId"])
        if any(response["RouteResponseKey"] == request["RouteResponseKey"] for response in responses.values()):
            raise ConflictException(f"Route response with key {request['RouteResponseKey']} already exists")
        response_id = new_id(ROUTE_RESPONSE_ID_LENGTH, taken=responses)
        return _store(
            api, request["RouteId"], {"RouteResponseId": response_id, **settings(request, "ApiId", "RouteId")}
        )

    @operation("GetRouteResponse")
    def get_route_response(
        self, context: RequestContext, request: GetRouteResponseRequestTypeDef
    ) -> RouteResponseTypeDef:
        api = api_of(context, request["ApiId"])
        return route_response_of(api, request["RouteId"], request["RouteResponseId"])

    @operation("GetRouteResponses")
    def get_route_responses(
        self, context: RequestContext, request: GetRouteResponsesRequestTypeDef
    ) -> Page[RouteResponseTypeDef]:
        return page(_responses_of(api_of(context, request["ApiId"]), request["RouteId"]), request)

    @operation("UpdateRouteResponse")
    def update_route_response(
        self, context: RequestContext, request: UpdateRouteResponseRequestTypeDef
    ) -> RouteResponseTypeDef:
        api = api_of(context, request["ApiId"])
        current = route_response_of(api, request["RouteId"], request["RouteResponseId"])
        return _store(api, request["RouteId"], {**current, **settings(request, "ApiId", "RouteId", "RouteResponseId")})

    @operation("DeleteRouteResponse")
    def delete_route_response(self, context: RequestContext, request: DeleteRouteResponseRequestTypeDef) -> None:
        api = api_of(context, request["ApiId"])
        route_response_of(api, request["RouteId"], request["RouteResponseId"])
        responses = _responses_of(api, request["RouteId"])
        api.route_responses[request["RouteId"]] = {
            key: response for key, response in responses.items() if key != request["RouteResponseId"]
        }
        deploy_changes(api)


def _responses_of(api: Api, route_id: str) -> dict[str, RouteResponseTypeDef]:
    route_of(api, route_id)
    return api.route_responses.get(route_id, {})


def _store(api: Api, route_id: str, members: dict[str, object]) -> RouteResponseTypeDef:
    if api.record["ProtocolType"] != "WEBSOCKET":
        raise BadRequestException("Route responses are supported only for WEBSOCKET protocol Apis")
    if members["RouteResponseKey"] != DEFAULT_KEY:
        raise BadRequestException("Invalid route response key specified. It must be $default")
    record = cast("RouteResponseTypeDef", merge({}, members))
    check_models_exist(api, record.get("ResponseModels", {}))
    # A new mapping, because snapshots hold the old one.
    api.route_responses[route_id] = {**_responses_of(api, route_id), record["RouteResponseId"]: record}
    deploy_changes(api)
    return record
