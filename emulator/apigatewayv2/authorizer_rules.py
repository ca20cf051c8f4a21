"""What an authorizer of each protocol and type gets by default, must have and may have (rows A75, A117, B61 to B72)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from emulator.apigatewayv2 import quotas
from emulator.apigatewayv2.errors import BadRequestException
from emulator.apigatewayv2.settings import refuse

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import AuthorizerTypeDef

RESULT_TTL_SECONDS = 300
"""How long an HTTP API keeps the answer of a function that has identity sources, unless told otherwise (row B72)."""

_REQUEST_ONLY = (
    "AuthorizerCredentialsArn",
    "AuthorizerPayloadFormatVersion",
    "AuthorizerResultTtlInSeconds",
    "AuthorizerUri",
    "EnableSimpleResponses",
)
_HTTP_ONLY = (
    "AuthorizerPayloadFormatVersion",
    "AuthorizerResultTtlInSeconds",
    "EnableSimpleResponses",
    "JwtConfiguration",
)

_INVOCATION_ARN = re.compile(r"arn:[^:\s]+:apigateway:[^:\s]+:lambda:path/2015-03-31/functions/\S+/invocations")
_HTTP_SOURCE = re.compile(r"\$(request\.(header|querystring)|context|stageVariables)\.\S+")
_JWT_SOURCE = re.compile(r"\$request\.(header|querystring)\.\S+")
_WEBSOCKET_SOURCE = re.compile(r"(route\.request\.(header|querystring)|context|stageVariables)\.\S+")
# AWS wants https; the issuers that developers run on this machine speak http.
_ISSUER = re.compile(r"https?://[^\s/]+\S*")


def defaults(protocol: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The members that AWS presets for a new authorizer.

    :param given: the members that the creation sets, ``AuthorizerType`` among them
    """
    if protocol == "HTTP" and given["AuthorizerType"] == "REQUEST" and given.get("IdentitySource"):
        return {"AuthorizerResultTtlInSeconds": RESULT_TTL_SECONDS}
    return {}


def check_authorizer(protocol: str, record: AuthorizerTypeDef) -> None:
    """Check an authorizer as it would be stored.

    :raises BadRequestException: members are missing, or contradict the protocol, the type or each other
    """
    if protocol == "WEBSOCKET":
        _check_websocket(record)
    elif record["AuthorizerType"] == "JWT":
        _check_jwt(record)
    else:
        _check_http_request(record)


def _check_websocket(record: AuthorizerTypeDef) -> None:
    if record["AuthorizerType"] == "JWT":  # row A117
        raise BadRequestException("Authorizer type JWT is supported only for HTTP protocol Apis")
    refuse(record, "WEBSOCKET", *_HTTP_ONLY)
    _check_uri(record)
    _check_sources(record, _WEBSOCKET_SOURCE, "route.request.header.{name}, route.request.querystring.{name}")


def _check_http_request(record: AuthorizerTypeDef) -> None:
    if record.get("JwtConfiguration"):
        raise BadRequestException("JwtConfiguration is supported only for JWT authorizers")
    _check_uri(record)
    version = record.get("AuthorizerPayloadFormatVersion")
    if not version:
        raise BadRequestException("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer")
    if version not in ("1.0", "2.0"):
        raise BadRequestException(
            f"Invalid authorizer payload format version {version} specified. Must be one of [1.0, 2.0]"
        )
    if record.get("EnableSimpleResponses") and version != "2.0":
        raise BadRequestException("EnableSimpleResponses needs AuthorizerPayloadFormatVersion 2.0")
    _check_sources(record, _HTTP_SOURCE, "$request.header.{name}, $request.querystring.{name}")
    if record.get("AuthorizerResultTtlInSeconds") and not record.get("IdentitySource"):
        raise BadRequestException(
            "Identity source must be set if authorizer caching is enabled (TTL is greater than 0)"
        )


def _check_jwt(record: AuthorizerTypeDef) -> None:
    for member in _REQUEST_ONLY:
        if record.get(member):
            raise BadRequestException(f"{member} is supported only for REQUEST authorizers")
    configuration = record.get("JwtConfiguration", {})
    if not _ISSUER.fullmatch(configuration.get("Issuer", "")):
        raise BadRequestException("Invalid issuer specified. A JWT authorizer needs the URL of its issuer")
    audience = configuration.get("Audience", [])
    if not audience:
        raise BadRequestException("Audience list must have at least 1 item for JWT Authorizer")
    if len(audience) > quotas.AUDIENCES:
        raise BadRequestException(f"A JWT authorizer may have at most {quotas.AUDIENCES} audiences")
    if len(record.get("IdentitySource", [])) != 1:
        raise BadRequestException("A JWT authorizer has exactly one identity source")
    _check_sources(record, _JWT_SOURCE, "$request.header.{name}, $request.querystring.{name}")


def _check_uri(record: AuthorizerTypeDef) -> None:
    if not _INVOCATION_ARN.fullmatch(record.get("AuthorizerUri", "")):
        raise BadRequestException(
            f"Invalid Authorizer URI: {record.get('AuthorizerUri', '')}. Authorizer URI should be a valid API Gateway "
            "ARN that represents a Lambda function invocation."
        )


def _check_sources(record: AuthorizerTypeDef, form: re.Pattern[str], examples: str) -> None:
    for source in record.get("IdentitySource", []):
        if not form.fullmatch(source):
            raise BadRequestException(f"Invalid identity source {source} specified. It has a form like {examples}")
