"""Authorizers: CreateAuthorizer, GetAuthorizer, GetAuthorizers, UpdateAuthorizer, DeleteAuthorizer and their cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2 import quotas, store
from emulator.apigatewayv2.authorizer_rules import check_authorizer, defaults
from emulator.apigatewayv2.deployments import deploy_changes
from emulator.apigatewayv2.errors import BadRequestException, ConflictException
from emulator.apigatewayv2.ids import AUTHORIZER_ID_LENGTH, new_id
from emulator.apigatewayv2.lookup import api_of, authorizer_of, stage_of
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.pagination import Page, page
from emulator.apigatewayv2.settings import merge, settings

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        AuthorizerTypeDef,
        CreateAuthorizerRequestTypeDef,
        DeleteAuthorizerRequestTypeDef,
        GetAuthorizerRequestTypeDef,
        GetAuthorizersRequestTypeDef,
        ResetAuthorizersCacheRequestTypeDef,
        UpdateAuthorizerRequestTypeDef,
    )

    from emulator.apigatewayv2.store import Api


class AuthorizerOperations:
    """The handlers of the operations on authorizers."""

    @operation("CreateAuthorizer")
    def create_authorizer(self, context: RequestContext, request: CreateAuthorizerRequestTypeDef) -> AuthorizerTypeDef:
        api = api_of(context, request["ApiId"])
        record = add_authorizer(api, settings(request, "ApiId"))
        deploy_changes(api)
        return record

    @operation("GetAuthorizer")
    def get_authorizer(self, context: RequestContext, request: GetAuthorizerRequestTypeDef) -> AuthorizerTypeDef:
        return authorizer_of(api_of(context, request["ApiId"]), request["AuthorizerId"])

    @operation("GetAuthorizers")
    def get_authorizers(
        self, context: RequestContext, request: GetAuthorizersRequestTypeDef
    ) -> Page[AuthorizerTypeDef]:
        return page(api_of(context, request["ApiId"]).authorizers, request)

    @operation("UpdateAuthorizer")
    def update_authorizer(self, context: RequestContext, request: UpdateAuthorizerRequestTypeDef) -> AuthorizerTypeDef:
        api = api_of(context, request["ApiId"])
        current = authorizer_of(api, request["AuthorizerId"])
        changes = settings(request, "ApiId", "AuthorizerId")
        kind = changes.get("AuthorizerType", current["AuthorizerType"])
        if kind != current["AuthorizerType"] and _route_keys(api, request["AuthorizerId"]):
            raise BadRequestException("The type of an authorizer cannot be changed while routes use it")
        record = _store(api, cast("AuthorizerTypeDef", merge(current, changes)))
        deploy_changes(api)
        return record

    @operation("DeleteAuthorizer")
    def delete_authorizer(self, context: RequestContext, request: DeleteAuthorizerRequestTypeDef) -> None:
        api = api_of(context, request["ApiId"])
        authorizer = authorizer_of(api, request["AuthorizerId"])
        if route_keys := _route_keys(api, request["AuthorizerId"]):  # row C53
            raise ConflictException(
                f"Cannot delete authorizer '{authorizer['Name']}', is referenced in route: {', '.join(route_keys)}"
            )
        del api.authorizers[request["AuthorizerId"]]
        deploy_changes(api)

    @operation("ResetAuthorizersCache")
    def reset_authorizers_cache(self, context: RequestContext, request: ResetAuthorizersCacheRequestTypeDef) -> None:
        """The data plane forgets what authorizers said on this stage; ``store.on_authorizers_reset`` hears of it."""
        api = api_of(context, request["ApiId"])
        stage = stage_of(api, request["StageName"])
        if api.record["ProtocolType"] != "HTTP":
            raise BadRequestException("Authorizer caches are supported only for HTTP protocol Apis")
        store.notify(store.on_authorizers_reset, api.record["ApiId"], stage["StageName"])


def add_authorizer(api: Api, given: Mapping[str, Any]) -> AuthorizerTypeDef:
    """A new authorizer of ``api`` with AWS's defaults.

    :param given: members of the record, ``AuthorizerType`` and ``Name`` among them
    :raises ServiceException: as CreateAuthorizer answers it
    """
    quotas.check_room(api.authorizers, quotas.AUTHORIZERS, "Authorizers")
    authorizer_id = new_id(AUTHORIZER_ID_LENGTH, taken=api.authorizers)
    preset = defaults(api.record["ProtocolType"], given) | {"AuthorizerId": authorizer_id}
    return _store(api, cast("AuthorizerTypeDef", merge(preset, given)))


def _store(api: Api, record: AuthorizerTypeDef) -> AuthorizerTypeDef:
    check_authorizer(api.record["ProtocolType"], record)
    others = (a["Name"] for key, a in api.authorizers.items() if key != record["AuthorizerId"])
    if record["Name"] in others:
        raise BadRequestException(
            f"Authorizer name must be unique. Authorizer {record['Name']} already exists in this RestApi."
        )
    api.authorizers[record["AuthorizerId"]] = record
    return record


def _route_keys(api: Api, authorizer_id: str) -> list[str]:
    """The keys of the routes that use an authorizer."""
    return [route["RouteKey"] for route in api.routes.values() if route.get("AuthorizerId") == authorizer_id]
