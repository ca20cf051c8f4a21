"""Custom domain names: CreateDomainName, GetDomainName, GetDomainNames, UpdateDomainName, DeleteDomainName.

``custom_domains`` is where the data plane finds what a host name and path are mapped to.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from localstack.aws.api import RequestContext

from emulator.apigatewayv2 import quotas, store
from emulator.apigatewayv2.errors import BadRequestException, ConflictException
from emulator.apigatewayv2.ids import API_ID_LENGTH, new_id
from emulator.apigatewayv2.lookup import domain_of
from emulator.apigatewayv2.operations import operation
from emulator.apigatewayv2.pagination import Page, page
from emulator.apigatewayv2.settings import merge, settings
from emulator.apigatewayv2.store import Domain
from emulator.apigatewayv2.tags import check_tags

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import (
        CreateDomainNameRequestTypeDef,
        DeleteDomainNameRequestTypeDef,
        DomainNameTypeDef,
        GetDomainNameRequestTypeDef,
        GetDomainNamesRequestTypeDef,
        UpdateDomainNameRequestTypeDef,
    )

# One label may be a wildcard, the first.
_NAME = re.compile(r"(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")

_HOSTED_ZONE_ID_LENGTH = 13


class DomainNameOperations:
    """The handlers of the operations on custom domain names."""

    @operation("CreateDomainName")
    def create_domain_name(self, context: RequestContext, request: CreateDomainNameRequestTypeDef) -> DomainNameTypeDef:
        name, domains = request["DomainName"].lower(), store.all_domains()
        if not _NAME.fullmatch(name):
            raise BadRequestException(f"Invalid domain name {request['DomainName']} specified")
        if name in domains:  # row C54
            raise ConflictException("The domain name you provided already exists")
        quotas.check_domain_names(_own_domains(context))
        tags = dict(request.get("Tags", {}))
        check_tags(tags)
        given = {**settings(request), "DomainName": name, "Tags": tags}
        record = _checked(merge(_defaults(context, name), given), _endpoint(context.region))
        domains[name] = Domain(context.account_id, context.region, record)
        return record

    @operation("GetDomainName")
    def get_domain_name(self, context: RequestContext, request: GetDomainNameRequestTypeDef) -> DomainNameTypeDef:
        return domain_of(context, request["DomainName"]).record

    @operation("GetDomainNames")
    def get_domain_names(
        self, context: RequestContext, request: GetDomainNamesRequestTypeDef
    ) -> Page[DomainNameTypeDef]:
        return page(_own_domains(context), request)

    @operation("UpdateDomainName")
    def update_domain_name(self, context: RequestContext, request: UpdateDomainNameRequestTypeDef) -> DomainNameTypeDef:
        domain = domain_of(context, request["DomainName"])
        (current,) = domain.record["DomainNameConfigurations"]
        domain.record = _checked(merge(domain.record, settings(request, "DomainName")), current)
        return domain.record

    @operation("DeleteDomainName")
    def delete_domain_name(self, context: RequestContext, request: DeleteDomainNameRequestTypeDef) -> None:
        """The domain is gone with its mappings; the APIs stay."""
        del store.all_domains()[domain_of(context, request["DomainName"]).record["DomainName"]]


def _own_domains(context: RequestContext) -> dict[str, DomainNameTypeDef]:
    return {
        name: domain.record
        for name, domain in store.all_domains().items()
        if (domain.account_id, domain.region) == (context.account_id, context.region)
    }


def _defaults(context: RequestContext, name: str) -> dict[str, Any]:
    return {
        "ApiMappingSelectionExpression": "$request.basepath",
        "DomainNameArn": f"arn:aws:apigateway:{context.region}::/domainnames/{name}",
        "RoutingMode": "API_MAPPING_ONLY",
    }


def _endpoint(region: str) -> dict[str, str]:
    """The members of a domain name configuration that API Gateway itself sets."""
    return {
        "ApiGatewayDomainName": f"d-{new_id(API_ID_LENGTH, taken=())}.execute-api.{region}.amazonaws.com",
        "DomainNameStatus": "AVAILABLE",
        "EndpointType": "REGIONAL",
        "HostedZoneId": f"Z{secrets.token_hex(_HOSTED_ZONE_ID_LENGTH)[:_HOSTED_ZONE_ID_LENGTH].upper()}",
        "IpAddressType": "ipv4",
        "SecurityPolicy": "TLS_1_2",
    }


def _checked(record: dict[str, Any], current: Mapping[str, Any]) -> DomainNameTypeDef:
    """The record as AWS would store it.

    :param current: the configuration as it is; what the request does not name stays
    :raises BadRequestException: not one configuration, or one that these APIs cannot have; what Petri does not have
    """
    configurations = record.get("DomainNameConfigurations", [])
    if len(configurations) != 1:
        raise BadRequestException("Invalid input. Expected one domain name configuration")
    configuration = merge(current, configurations[0])
    if not configuration.get("CertificateArn"):
        raise BadRequestException("A certificate was not provided for the endpoint type REGIONAL.")
    if configuration["EndpointType"] != "REGIONAL":
        raise BadRequestException(
            "Only REGIONAL domain names can be managed through the API Gateway V2 API. For EDGE domain names, please "
            "use the API Gateway V1 API. Also note that only REST APIs can be attached to EDGE domain names."
        )
    if configuration["SecurityPolicy"] != "TLS_1_2":
        raise BadRequestException(
            "Only REGIONAL domain names with a security policy of TLS 1.2 can be managed through the API Gateway V2 "
            "API. For TLS 1.0 domain names, please use the API Gateway V1 API to upgrade your security policy to "
            "TLS 1.2. Currently, only REST APIs can be attached to a domain name with a security policy of TLS 1.0."
        )
    if record["RoutingMode"] != "API_MAPPING_ONLY":
        raise BadRequestException("Petri has no routing rules: RoutingMode must be API_MAPPING_ONLY")
    if record.get("MutualTlsAuthentication"):
        raise BadRequestException("Petri does not ask clients for certificates: MutualTlsAuthentication cannot be set")
    return cast("DomainNameTypeDef", record | {"DomainNameConfigurations": [configuration]})
