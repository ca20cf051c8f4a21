"""What an integration of each protocol and type gets by default, must have and may have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from emulator.apigatewayv2.errors import BadRequestException, not_found
from emulator.apigatewayv2.integration_subtypes import SUBTYPES
from emulator.apigatewayv2.parameter_mapping import (
    check_http_request_parameters,
    check_http_response_parameters,
    check_subtype_parameters,
    check_websocket_request_parameters,
)
from emulator.apigatewayv2.settings import refuse
from emulator.apigatewayv2.validation import check_range

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import IntegrationTypeDef

LONGEST_TIMEOUT = {"HTTP": 30_000, "WEBSOCKET": 29_000}
"""Milliseconds, and also the default."""

_WEBSOCKET_ONLY = ("ContentHandlingStrategy", "RequestTemplates", "TemplateSelectionExpression")
_HTTP_ONLY = ("ConnectionId", "IntegrationSubtype", "ResponseParameters", "TlsConfig")

_FUNCTION_ARN = re.compile(r"arn:[^:\s]+:lambda:[^:\s]*:[^:\s]*:function:\S+")
_INVOCATION_ARN = re.compile(r"arn:[^:\s]+:apigateway:[^:\s]+:lambda:path/2015-03-31/functions/\S+/invocations")
_SERVICE_ARN = re.compile(r"arn:[^:\s]+:apigateway:[^:\s]+:[^:\s]+:(path|action)/\S+")
# The host may come from a stage variable, the whole URL too.
_URL = re.compile(r"(https?://|\$\{stageVariables\.)\S+")


def defaults(protocol: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The members that AWS presets for a new integration.

    :param given: the members that the creation sets, ``IntegrationType`` among them
    """
    kind = given["IntegrationType"]
    preset: dict[str, Any] = {"ConnectionType": "INTERNET", "TimeoutInMillis": LONGEST_TIMEOUT[protocol]}
    if kind == "AWS_PROXY" and not given.get("IntegrationSubtype"):
        preset["IntegrationMethod"] = "POST"
    if protocol == "WEBSOCKET":
        preset |= {"PassthroughBehavior": "WHEN_NO_MATCH", "PayloadFormatVersion": "1.0"}
        if kind == "AWS":
            preset["IntegrationResponseSelectionExpression"] = "${integration.response.body.errorMessage}"
        elif kind in ("HTTP", "MOCK"):
            preset["IntegrationResponseSelectionExpression"] = "${integration.response.statuscode}"
    return preset


def check_integration(protocol: str, record: IntegrationTypeDef) -> None:
    """Check an integration as it would be stored.

    :raises BadRequestException: members are missing, or contradict the protocol, the type or each other
    :raises NotFoundException: its VPC link does not exist
    """
    check_range("TimeoutInMillis", record["TimeoutInMillis"], 50, LONGEST_TIMEOUT[protocol])
    if record["IntegrationType"] in ("AWS", "HTTP", "HTTP_PROXY") and not record.get("IntegrationMethod"):
        raise BadRequestException(f"Integration method is required for integration type {record['IntegrationType']}")
    if protocol == "HTTP":
        _check_http(record)
    else:
        _check_websocket(record)


def _check_http(record: IntegrationTypeDef) -> None:
    if record["IntegrationType"] not in ("AWS_PROXY", "HTTP_PROXY"):
        raise BadRequestException(
            "Currently, an API with a protocol type of HTTP may only be associated with proxy integrations "
            "(AWS_PROXY, HTTP_PROXY)"
        )
    refuse(record, "HTTP", *_WEBSOCKET_ONLY)
    if record["ConnectionType"] == "VPC_LINK":
        raise not_found("VpcLink", record.get("ConnectionId", ""))

    if subtype := record.get("IntegrationSubtype"):
        _check_subtype(record, subtype)
        versions = ["1.0"]
    elif record["IntegrationType"] == "AWS_PROXY":
        _check_uri(record, _FUNCTION_ARN, _INVOCATION_ARN)
        versions = ["1.0", "2.0"]
    else:
        _check_uri(record, _URL)
        versions = ["1.0"]
    _check_payload_format_version(record, versions)

    if not subtype:  # there the keys are the action's parameters
        check_http_request_parameters(record.get("RequestParameters", {}))
    check_http_response_parameters(record.get("ResponseParameters", {}))


def _check_websocket(record: IntegrationTypeDef) -> None:
    refuse(record, "WEBSOCKET", *_HTTP_ONLY)
    if record["ConnectionType"] == "VPC_LINK":
        raise BadRequestException("ConnectionType VPC_LINK cannot be set for WEBSOCKET protocol Apis")
    match record["IntegrationType"]:
        case "AWS_PROXY":
            _check_uri(record, _INVOCATION_ARN)
        case "AWS":
            _check_uri(record, _SERVICE_ARN)
        case "HTTP" | "HTTP_PROXY":
            _check_uri(record, _URL)
    _check_payload_format_version(record, ["1.0"])
    check_websocket_request_parameters(record.get("RequestParameters", {}))


def _check_uri(record: IntegrationTypeDef, *forms: re.Pattern[str]) -> None:
    if not any(form.fullmatch(record.get("IntegrationUri", "")) for form in forms):
        raise BadRequestException("Invalid integration URI specified")


def _check_payload_format_version(record: IntegrationTypeDef, versions: list[str]) -> None:
    version = record.get("PayloadFormatVersion")
    if not version:
        raise BadRequestException("PayloadFormatVersion is a required parameter for integration")
    if version not in versions:
        raise BadRequestException(
            f"Invalid payload format version {version} specified. Must be one of [{', '.join(versions)}]"
        )


def _check_subtype(record: IntegrationTypeDef, subtype: str) -> None:
    if subtype not in SUBTYPES or record["IntegrationType"] != "AWS_PROXY":
        raise BadRequestException(
            f"Invalid integration subtype {subtype} specified. AWS_PROXY integrations have [{', '.join(SUBTYPES)}]"
        )
    if not record.get("CredentialsArn"):
        raise BadRequestException(f"Credentials ARN is required for integration subtype {subtype}")
    check_subtype_parameters(SUBTYPES[subtype], record.get("RequestParameters", {}))
