"""APIs: CreateApi, GetApi, GetApis, UpdateApi, DeleteApi."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from localstack import config
from localstack.aws.api import RequestContext
from localstack.constants import TAG_KEY_CUSTOM_ID

from emulator.apigatewayv2 import store
from emulator.apigatewayv2.cors import check_cors
from emulator.apigatewayv2.custom_domains import domains_of
from emulator.apigatewayv2.deployments import deploy_changes
from emulator.apigatewayv2.errors import BadRequestException, ConflictException
from emulator.apigatewayv2.ids import API_ID_LENGTH, check_custom_api_id, new_id
from emulator.apigatewayv2.lookup import api_of
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.pagination import Page, page
from emulator.apigatewayv2.quick_create import QUICK_CREATE_MEMBERS, quick_create, update_quick_created
from emulator.apigatewayv2.settings import merge, now, refuse, settings
from emulator.apigatewayv2.store import Api, apigatewayv2_stores
from emulator.apigatewayv2.tags import check_tags

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        ApiTypeDef,
        CreateApiRequestTypeDef,
        DeleteApiRequestTypeDef,
        GetApiRequestTypeDef,
        GetApisRequestTypeDef,
        UpdateApiRequestTypeDef,
    )

API_KEY_SELECTION_EXPRESSION = "$request.header.x-api-key"
HTTP_ROUTE_SELECTION_EXPRESSION = "$request.method $request.path"

_API_KEY_SELECTION = re.compile(
    r"\$\{?(request\.header\.x-api-key|context\.authorizer\.usageIdentifierKey)\}?", re.IGNORECASE
)


class ApiOperations:
    """The handlers of the operations on APIs themselves."""

    @operation("CreateApi")
    def create_api(self, context: RequestContext, request: CreateApiRequestTypeDef) -> ApiTypeDef:
        """A new API; with ``Target`` an HTTP API that is complete and deployed (quick create)."""
        api = new_api(context.account_id, context.region, settings(request, *QUICK_CREATE_MEMBERS))
        quick_create(api, settings(request))
        apigatewayv2_stores[context.account_id][context.region].apis[api.record["ApiId"]] = api
        return api.record

    @operation("GetApi")
    def get_api(self, context: RequestContext, request: GetApiRequestTypeDef) -> ApiTypeDef:
        return api_of(context, request["ApiId"]).record

    @operation("GetApis")
    def get_apis(self, context: RequestContext, request: GetApisRequestTypeDef) -> Page[ApiTypeDef]:
        every = apigatewayv2_stores[context.account_id][context.region].apis
        own = {
            api_id: api.record
            for api_id, api in every.items()
            if (api.account_id, api.region) == (context.account_id, context.region)
        }
        return page(own, request)

    @operation("UpdateApi")
    def update_api(self, context: RequestContext, request: UpdateApiRequestTypeDef) -> ApiTypeDef:
        api = api_of(context, request["ApiId"])
        record = checked_api(merge(api.record, settings(request, "ApiId", *QUICK_CREATE_MEMBERS)))
        update_quick_created(api, settings(request, "ApiId"))
        api.record = record
        deploy_changes(api)
        return record

    @operation("DeleteApi")
    def delete_api(self, context: RequestContext, request: DeleteApiRequestTypeDef) -> None:
        """The API is gone with all below it; ``store.on_api_deleted`` hears of it."""
        api = api_of(context, request["ApiId"])
        if domains := domains_of(api):
            raise BadRequestException(
                "Deleting API failed. Please remove all base path mappings related to the API in your domains: "
                f"{', '.join(domains)}"
            )
        del apigatewayv2_stores[context.account_id][context.region].apis[api.record["ApiId"]]
        store.notify(store.on_api_deleted, api.record["ApiId"])


def new_api(account_id: str, region: str, given: dict[str, Any]) -> Api:
    """An API with AWS's defaults, not stored yet. The tag ``_custom_id_`` gives it its id (LocalStack's convention).

    :param given: members of the record, ``Name`` and ``ProtocolType`` among them
    :raises BadRequestException: a member contradicts the protocol
    :raises ConflictException: another API has the custom id
    """
    tags = dict(given.get("Tags", {}))
    check_tags(tags)
    api_id = _new_api_id(tags.get(TAG_KEY_CUSTOM_ID))
    protocol = given["ProtocolType"]
    defaults: dict[str, Any] = {
        "ApiEndpoint": api_endpoint(api_id, protocol),
        "ApiId": api_id,
        "ApiKeySelectionExpression": API_KEY_SELECTION_EXPRESSION,
        "CreatedDate": now(),
        "DisableExecuteApiEndpoint": False,
        "IpAddressType": "ipv4",
    }
    if protocol == "HTTP":
        defaults["RouteSelectionExpression"] = HTTP_ROUTE_SELECTION_EXPRESSION
    record = checked_api(merge(defaults, given) | {"Tags": tags})
    return Api(account_id=account_id, region=region, record=record)


def api_endpoint(api_id: str, protocol: str) -> str:
    """The URL that clients call, without a stage.

    AWS answers ``https://{id}.execute-api.{region}.amazonaws.com`` (``wss`` for WebSocket APIs). Tools follow this
    value literally, so here it has LocalStack's host and port in the place of AWS's, and reaches the emulator.
    """
    scheme = "wss" if protocol == "WEBSOCKET" else "https"
    return f"{scheme}://{api_id}.execute-api.{config.LOCALSTACK_HOST}"


def _new_api_id(custom_id: str | None) -> str:
    if not custom_id:
        return new_id(API_ID_LENGTH, taken=store.all_apis())
    check_custom_api_id(custom_id)
    if store.find_api(custom_id):
        raise ConflictException(f"API identifier {custom_id} (tag {TAG_KEY_CUSTOM_ID}) is already in use")
    return custom_id


def checked_api(record: dict[str, Any]) -> ApiTypeDef:
    """The record as AWS would store it.

    :raises BadRequestException: a member is missing, or contradicts the protocol or another member
    """
    protocol, selection = record["ProtocolType"], record.get("RouteSelectionExpression")
    if not selection:
        raise BadRequestException(f"Route selection expression is required for {protocol} protocol Apis")
    if protocol == "WEBSOCKET":
        refuse(record, protocol, "CorsConfiguration")
        if not _API_KEY_SELECTION.fullmatch(record["ApiKeySelectionExpression"]):  # row A80
            raise BadRequestException(
                "Invalid API key selection expression specified. Must be one of [$request.header.x-api-key, "
                "$context.authorizer.usageIdentifierKey]"
            )
        return cast("ApiTypeDef", record)

    refuse(record, protocol, "DisableSchemaValidation")
    if record["ApiKeySelectionExpression"] != API_KEY_SELECTION_EXPRESSION:
        refuse(record, protocol, "ApiKeySelectionExpression")
    # The braces are optional, and AWS answers the expression without them.
    if re.sub(r"[{}]", "", selection) != HTTP_ROUTE_SELECTION_EXPRESSION:
        raise BadRequestException(
            "The route selection expression of an HTTP API must be ${request.method} ${request.path}"
        )
    check_cors(record.get("CorsConfiguration", {}))
    return cast("ApiTypeDef", record | {"RouteSelectionExpression": HTTP_ROUTE_SELECTION_EXPRESSION})
