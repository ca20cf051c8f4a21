"""API mappings, which put a stage of an API below a custom domain name (rows B91, C47).

CreateApiMapping, GetApiMapping, GetApiMappings, UpdateApiMapping, DeleteApiMapping.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2 import quotas
from emulator.apigatewayv2.errors import BadRequestException, ConflictException
from emulator.apigatewayv2.ids import API_MAPPING_ID_LENGTH, new_id
from emulator.apigatewayv2.lookup import api_mapping_of, domain_of
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.pagination import Page, page
from emulator.apigatewayv2.settings import settings
from emulator.apigatewayv2.store import find_api

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        ApiMappingTypeDef,
        CreateApiMappingRequestTypeDef,
        DeleteApiMappingRequestTypeDef,
        GetApiMappingRequestTypeDef,
        GetApiMappingsRequestTypeDef,
        UpdateApiMappingRequestTypeDef,
    )

    from emulator.apigatewayv2.store import Api, Domain

# Segments of letters, digits and $-_.+!*'() with single slashes between them; nothing at all is "(none)".
_KEY = re.compile(r"[A-Za-z0-9$\-_.+!*'()]+(?:/[A-Za-z0-9$\-_.+!*'()]+)*")


class ApiMappingOperations:
    """The handlers of the operations on API mappings."""

    @operation("CreateApiMapping")
    def create_api_mapping(self, context: RequestContext, request: CreateApiMappingRequestTypeDef) -> ApiMappingTypeDef:
        domain = domain_of(context, request["DomainName"])
        mapping_id = new_id(API_MAPPING_ID_LENGTH, taken=domain.mappings)
        given = {"ApiMappingKey": "", **settings(request, "DomainName"), "ApiMappingId": mapping_id}
        return _store(domain, given)

    @operation("GetApiMapping")
    def get_api_mapping(self, context: RequestContext, request: GetApiMappingRequestTypeDef) -> ApiMappingTypeDef:
        return api_mapping_of(domain_of(context, request["DomainName"]), request["ApiMappingId"])

    @operation("GetApiMappings")
    def get_api_mappings(
        self, context: RequestContext, request: GetApiMappingsRequestTypeDef
    ) -> Page[ApiMappingTypeDef]:
        return page(domain_of(context, request["DomainName"]).mappings, request)

    @operation("UpdateApiMapping")
    def update_api_mapping(self, context: RequestContext, request: UpdateApiMappingRequestTypeDef) -> ApiMappingTypeDef:
        domain = domain_of(context, request["DomainName"])
        current = api_mapping_of(domain, request["ApiMappingId"])
        # Not merge: an empty key is a key, that of the root.
        return _store(domain, {**current, **settings(request, "DomainName", "ApiMappingId")})

    @operation("DeleteApiMapping")
    def delete_api_mapping(self, context: RequestContext, request: DeleteApiMappingRequestTypeDef) -> None:
        domain = domain_of(context, request["DomainName"])
        api_mapping_of(domain, request["ApiMappingId"])
        domain.mappings = settings(domain.mappings, request["ApiMappingId"])


def _store(domain: Domain, given: dict[str, Any]) -> ApiMappingTypeDef:
    record = cast("ApiMappingTypeDef", given)
    api = _mapped_api(domain, record)
    _check_key(record["ApiMappingKey"])
    others = [mapping for key, mapping in domain.mappings.items() if key != record["ApiMappingId"]]
    if any(mapping["ApiMappingKey"] == record["ApiMappingKey"] for mapping in others):
        raise ConflictException("ApiMapping key already exists for this domain name")
    for mapping in others:
        other = find_api(mapping["ApiId"])
        if other and other.record["ProtocolType"] != api.record["ProtocolType"]:
            raise BadRequestException(
                "Currently, WebSocket APIs can only be attached to a domain name with other WebSocket APIs. "
                f"{domain.record['DomainName']} has {other.record['ProtocolType']} APIs"
            )
    # A new mapping of mappings: the data plane reads the old one meanwhile.
    domain.mappings = {**domain.mappings, record["ApiMappingId"]: record}
    return record


def _mapped_api(domain: Domain, record: ApiMappingTypeDef) -> Api:
    api = find_api(record["ApiId"])
    if api is None or (api.account_id, api.region) != (domain.account_id, domain.region):
        raise BadRequestException(f"Invalid API identifier specified: {record['ApiId']}")
    if record["Stage"] not in api.stages:
        raise BadRequestException("Invalid stage identifier specified")
    return api


def _check_key(key: str) -> None:
    if key and not _KEY.fullmatch(key):
        raise BadRequestException(
            "An ApiMapping key may contain only letters, numbers and one of $-_.+!*'()/, "
            "and neither begins nor ends with a slash"
        )
    if len(key) > quotas.MAPPING_KEY_LENGTH:
        raise BadRequestException(f"An ApiMapping key may have at most {quotas.MAPPING_KEY_LENGTH} characters")
