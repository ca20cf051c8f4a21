"""Integration responses: what a WebSocket integration that is no proxy makes of its backend's answer (row A70).

CreateIntegrationResponse, GetIntegrationResponse, GetIntegrationResponses, UpdateIntegrationResponse,
DeleteIntegrationResponse.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2.deployments import deploy_changes
from emulator.apigatewayv2.errors import BadRequestException, ConflictException
from emulator.apigatewayv2.ids import INTEGRATION_RESPONSE_ID_LENGTH, new_id
from emulator.apigatewayv2.lookup import api_of, integration_of, integration_response_of
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.pagination import Page, page
from emulator.apigatewayv2.settings import merge, merge_with_maps, settings

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        CreateIntegrationResponseRequestTypeDef,
        DeleteIntegrationResponseRequestTypeDef,
        GetIntegrationResponseRequestTypeDef,
        GetIntegrationResponsesRequestTypeDef,
        IntegrationResponseTypeDef,
        UpdateIntegrationResponseRequestTypeDef,
    )

    from emulator.apigatewayv2.store import Api

DEFAULT_KEY = "$default"

_REGEX_KEY = re.compile(r"/.+/", re.DOTALL)
_MAPS = ("ResponseParameters", "ResponseTemplates")


class IntegrationResponseOperations:
    """The handlers of the operations on integration responses."""

    @operation("CreateIntegrationResponse")
    def create_integration_response(
        self, context: RequestContext, request: CreateIntegrationResponseRequestTypeDef
    ) -> IntegrationResponseTypeDef:
        api = api_of(context, request["ApiId"])
        record = add_integration_response(api, request["IntegrationId"], settings(request, "ApiId", "IntegrationId"))
        deploy_changes(api)
        return record

    @operation("GetIntegrationResponse")
    def get_integration_response(
        self, context: RequestContext, request: GetIntegrationResponseRequestTypeDef
    ) -> IntegrationResponseTypeDef:
        api = api_of(context, request["ApiId"])
        return integration_response_of(api, request["IntegrationId"], request["IntegrationResponseId"])

    @operation("GetIntegrationResponses")
    def get_integration_responses(
        self, context: RequestContext, request: GetIntegrationResponsesRequestTypeDef
    ) -> Page[IntegrationResponseTypeDef]:
        return page(_responses_of(api_of(context, request["ApiId"]), request["IntegrationId"]), request)

    @operation("UpdateIntegrationResponse")
    def update_integration_response(
        self, context: RequestContext, request: UpdateIntegrationResponseRequestTypeDef
    ) -> IntegrationResponseTypeDef:
        """Templates and parameters merge key by key: an empty value deletes its key."""
        api = api_of(context, request["ApiId"])
        current = integration_response_of(api, request["IntegrationId"], request["IntegrationResponseId"])
        changes = settings(request, "ApiId", "IntegrationId", "IntegrationResponseId")
        record = _store(api, request["IntegrationId"], merge_with_maps(current, changes, *_MAPS))
        deploy_changes(api)
        return record

    @operation("DeleteIntegrationResponse")
    def delete_integration_response(
        self, context: RequestContext, request: DeleteIntegrationResponseRequestTypeDef
    ) -> None:
        api = api_of(context, request["ApiId"])
        integration_response_of(api, request["IntegrationId"], request["IntegrationResponseId"])
        # A new mapping, because snapshots hold the old one.
        api.integration_responses[request["IntegrationId"]] = {
            key: response
            for key, response in _responses_of(api, request["IntegrationId"]).items()
            if key != request["IntegrationResponseId"]
        }
        deploy_changes(api)


def add_integration_response(api: Api, integration_id: str, given: Mapping[str, Any]) -> IntegrationResponseTypeDef:
    """A new response of an integration of ``api``.

    :param given: members of the record, ``IntegrationResponseKey`` among them
    :raises ServiceException: as CreateIntegrationResponse answers it
    """
    response_id = new_id(INTEGRATION_RESPONSE_ID_LENGTH, taken=_responses_of(api, integration_id))
    return _store(api, integration_id, merge({"IntegrationResponseId": response_id}, given))


def _responses_of(api: Api, integration_id: str) -> dict[str, IntegrationResponseTypeDef]:
    integration_of(api, integration_id)
    return api.integration_responses.get(integration_id, {})


def _store(api: Api, integration_id: str, members: dict[str, Any]) -> IntegrationResponseTypeDef:
    record = cast("IntegrationResponseTypeDef", members)
    if api.record["ProtocolType"] != "WEBSOCKET":
        raise BadRequestException("Integration responses are supported only for WEBSOCKET protocol Apis")
    responses = _responses_of(api, integration_id)
    key = record["IntegrationResponseKey"]
    _check_key(key)
    if any(r["IntegrationResponseKey"] == key for i, r in responses.items() if i != record["IntegrationResponseId"]):
        raise ConflictException(f"Integration response with key {key} already exists for this integration")
    api.integration_responses[integration_id] = {**responses, record["IntegrationResponseId"]: record}
    return record


def _check_key(key: str) -> None:
    if key == DEFAULT_KEY:
        return
    if not _REGEX_KEY.fullmatch(key):
        raise BadRequestException(
            f"Invalid integration response key {key} specified. It must be $default or a regular expression "
            "between slashes, such as /4\\d\\d/"
        )
    try:
        re.compile(key[1:-1])
    except re.error as error:
        raise BadRequestException(f"Invalid integration response key {key} specified: {error}") from None
