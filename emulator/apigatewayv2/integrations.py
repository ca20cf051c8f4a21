"""Integrations: CreateIntegration, GetIntegration, GetIntegrations, UpdateIntegration, DeleteIntegration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2 import quotas
from emulator.apigatewayv2.deployments import deploy_changes
from emulator.apigatewayv2.errors import BadRequestException, ConflictException
from emulator.apigatewayv2.ids import INTEGRATION_ID_LENGTH, new_id
from emulator.apigatewayv2.integration_rules import check_integration, defaults
from emulator.apigatewayv2.lookup import api_of, integration_of
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.pagination import Page, page
from emulator.apigatewayv2.routes import TARGET_PREFIX
from emulator.apigatewayv2.settings import merge, merge_with_maps, settings

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        CreateIntegrationRequestTypeDef,
        DeleteIntegrationRequestTypeDef,
        GetIntegrationRequestTypeDef,
        GetIntegrationsRequestTypeDef,
        IntegrationTypeDef,
        UpdateIntegrationRequestTypeDef,
    )

    from emulator.apigatewayv2.store import Api


_MAPS = ("RequestParameters", "RequestTemplates", "ResponseParameters")


class IntegrationOperations:
    """The handlers of the operations on integrations."""

    @operation("CreateIntegration")
    def create_integration(
        self, context: RequestContext, request: CreateIntegrationRequestTypeDef
    ) -> IntegrationTypeDef:
        api = api_of(context, request["ApiId"])
        record = add_integration(api, settings(request, "ApiId"))
        deploy_changes(api)
        return record

    @operation("GetIntegration")
    def get_integration(self, context: RequestContext, request: GetIntegrationRequestTypeDef) -> IntegrationTypeDef:
        return integration_of(api_of(context, request["ApiId"]), request["IntegrationId"])

    @operation("GetIntegrations")
    def get_integrations(
        self, context: RequestContext, request: GetIntegrationsRequestTypeDef
    ) -> Page[IntegrationTypeDef]:
        return page(api_of(context, request["ApiId"]).integrations, request)

    @operation("UpdateIntegration")
    def update_integration(
        self, context: RequestContext, request: UpdateIntegrationRequestTypeDef
    ) -> IntegrationTypeDef:
        api = api_of(context, request["ApiId"])
        record = replace_integration(api, request["IntegrationId"], settings(request, "ApiId", "IntegrationId"))
        deploy_changes(api)
        return record

    @operation("DeleteIntegration")
    def delete_integration(self, context: RequestContext, request: DeleteIntegrationRequestTypeDef) -> None:
        api = api_of(context, request["ApiId"])
        integration = integration_of(api, request["IntegrationId"])
        if integration.get("ApiGatewayManaged"):
            raise BadRequestException("A quick created integration cannot be deleted")
        target = TARGET_PREFIX + request["IntegrationId"]
        if routes := [route["RouteId"] for route in api.routes.values() if route.get("Target") == target]:
            raise ConflictException(
                "Cannot delete Integration because it is referenced by the following Routes with Ids: "
                f"[{', '.join(routes)}]"
            )
        del api.integrations[request["IntegrationId"]]
        api.integration_responses.pop(request["IntegrationId"], None)
        deploy_changes(api)


def add_integration(api: Api, given: Mapping[str, Any]) -> IntegrationTypeDef:
    """A new integration of ``api`` with AWS's defaults.

    :param given: members of the record, ``IntegrationType`` among them
    :raises ServiceException: as CreateIntegration answers it
    """
    quotas.check_room(api.integrations, quotas.INTEGRATIONS, "Integrations")
    integration_id = new_id(INTEGRATION_ID_LENGTH, taken=api.integrations)
    preset = defaults(api.record["ProtocolType"], given) | {"IntegrationId": integration_id}
    return _store(api, cast("IntegrationTypeDef", merge(preset, given)))


def replace_integration(api: Api, integration_id: str, changes: Mapping[str, Any]) -> IntegrationTypeDef:
    """The integration with ``changes``. Its maps merge key by key: an empty value deletes its key (row B80).

    :raises ServiceException: as UpdateIntegration answers it
    """
    merged = merge_with_maps(integration_of(api, integration_id), changes, *_MAPS)
    return _store(api, cast("IntegrationTypeDef", merged))


def _store(api: Api, record: IntegrationTypeDef) -> IntegrationTypeDef:
    # Tools send passthroughBehavior for every API; AWS ignores it where it has no meaning.
    if api.record["ProtocolType"] == "HTTP":
        record.pop("PassthroughBehavior", None)
    check_integration(api.record["ProtocolType"], record)
    api.integrations[record["IntegrationId"]] = record
    return record
