"""The handlers of ImportApi, ReimportApi and ExportApi."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2.apis import checked_api, new_api
from emulator.apigatewayv2.deployments import deploy_changes
from emulator.apigatewayv2.errors import BadRequestException
from emulator.apigatewayv2.lookup import api_of, stage_of
from emulator.apigatewayv2.openapi.api_members import read_api_members
from emulator.apigatewayv2.openapi.base_path import path_prefix
from emulator.apigatewayv2.openapi.document import Document, parse, render
from emulator.apigatewayv2.openapi.findings import Findings
from emulator.apigatewayv2.openapi.read_api import fill_api
from emulator.apigatewayv2.openapi.write_api import EXPORT_VERSION, describe_api
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.settings import merge, settings
from emulator.apigatewayv2.stages import DEFAULT_STAGE
from emulator.apigatewayv2.store import Api, apigatewayv2_stores
from emulator.apigatewayv2.tags import check_tags, with_custom_id

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        ApiTypeDef,
        ExportApiRequestTypeDef,
        ImportApiRequestTypeDef,
        ReimportApiRequestTypeDef,
    )

_FROM_DOCUMENT = ("CorsConfiguration", "Description", "ImportInfo", "Version", "Warnings")
"""Members of an API that it has no more when it is imported again from a document without them."""


class Export(TypedDict):
    """The result of ExportApi."""

    body: bytes


class OpenApiOperations:
    """The handlers of the operations on OpenAPI documents."""

    @operation("ImportApi")
    def import_api(self, context: RequestContext, request: ImportApiRequestTypeDef) -> ApiTypeDef:
        """A new HTTP API as a document describes it, without a stage. Nothing is stored when the import fails."""
        document, findings = _parsed(context, request["Body"]), Findings()
        api = new_api(context.account_id, context.region, read_api_members(document, findings))
        _fill(api, document, findings, request)
        apigatewayv2_stores[context.account_id][context.region].apis[api.record["ApiId"]] = api
        return api.record

    @operation("ReimportApi")
    def reimport_api(self, context: RequestContext, request: ReimportApiRequestTypeDef) -> ApiTypeDef:
        """The document takes the place of all but id, stages and deployments. A failed import changes nothing."""
        api = api_of(context, request["ApiId"])
        _check_protocol(api, "imported")
        document, findings = _parsed(context, request["Body"]), Findings()
        members = read_api_members(document, findings)
        members["Tags"] = with_custom_id(members["Tags"], api.record.get("Tags", {}))
        check_tags(members["Tags"])
        record = checked_api(merge(settings(api.record, *_FROM_DOCUMENT), members))
        imported = Api(api.account_id, api.region, record)
        _fill(imported, document, findings, request)
        api.record, api.routes, api.integrations = imported.record, imported.routes, imported.integrations
        api.authorizers = imported.authorizers
        deploy_changes(api)
        return api.record

    @operation("ExportApi")
    def export_api(self, context: RequestContext, request: ExportApiRequestTypeDef) -> Export:
        """What a stage serves, or without ``StageName`` what would be deployed now."""
        api = api_of(context, request["ApiId"])
        _check_protocol(api, "exported")
        if request.get("ExportVersion", EXPORT_VERSION) != EXPORT_VERSION:
            raise BadRequestException(f"Invalid export version specified. Must be {EXPORT_VERSION}")
        snapshot, base_path = api.freeze(), ""
        if stage_name := request.get("StageName"):
            stage_of(api, stage_name)
            deployed = api.deployed(stage_name)
            if deployed is None:
                raise BadRequestException(f"Stage {stage_name} has no deployment to export")
            snapshot, base_path = deployed, "" if stage_name == DEFAULT_STAGE else f"/{stage_name}"
        document = describe_api(snapshot, base_path, with_extensions=request.get("IncludeExtensions", True))
        return {"body": render(document, request["OutputType"])}


def _parsed(context: RequestContext, text: str) -> Document:
    return parse(text, account_id=context.account_id, region=context.region)


def _fill(api: Api, document: Document, findings: Findings, request: Mapping[str, Any]) -> None:
    fill_api(api, document, path_prefix(document, request.get("Basepath")), findings)
    findings.conclude(fail_on_warnings=request.get("FailOnWarnings", False))
    api.record = cast("ApiTypeDef", api.record | findings.members())


def _check_protocol(api: Api, what: str) -> None:
    if api.record["ProtocolType"] != "HTTP":
        raise BadRequestException(f"Only HTTP protocol Apis can be {what} as OpenAPI documents")
