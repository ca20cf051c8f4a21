"""``x-amazon-apigateway-authorizer``: an authorizer as a part of a security scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulator.apigatewayv2.openapi.shapes import check_shape

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import AuthorizerTypeDef

AUTHORIZER = "x-amazon-apigateway-authorizer"
AUTH_TYPE = "x-amazon-apigateway-authtype"
SIGNED = "awsSigv4"
"""the value of ``AUTH_TYPE`` for schemes whose operations have IAM authorization"""

_DISCOVERY_PATH = "/.well-known/openid-configuration"

_MEMBERS = {
    "authorizerUri": "AuthorizerUri",
    "authorizerCredentials": "AuthorizerCredentialsArn",
    "authorizerPayloadFormatVersion": "AuthorizerPayloadFormatVersion",
    "authorizerResultTtlInSeconds": "AuthorizerResultTtlInSeconds",
    "enableSimpleResponses": "EnableSimpleResponses",
    "identityValidationExpression": "IdentityValidationExpression",
}


def read_authorizer(name: str, scheme: dict[str, Any]) -> dict[str, Any]:
    """The members of CreateAuthorizer for a security scheme with the extension.

    :raises BadRequestException: a member has a type, range or value that CreateAuthorizer would refuse
    """
    extension = scheme[AUTHORIZER]
    members = {member: extension[key] for key, member in _MEMBERS.items() if key in extension}
    members["Name"] = name
    members["AuthorizerType"] = str(extension.get("type", "")).upper()
    sources = extension.get("identitySource", "")
    members["IdentitySource"] = [source.strip() for source in str(sources).split(",") if source.strip()]
    if isinstance(members.get("AuthorizerPayloadFormatVersion"), float):  # YAML without quotes
        members["AuthorizerPayloadFormatVersion"] = str(members["AuthorizerPayloadFormatVersion"])
    if members["AuthorizerType"] == "JWT":
        members["JwtConfiguration"] = _read_jwt(extension.get("jwtConfiguration"), scheme)
    check_shape("CreateAuthorizerRequest", members)
    return members


def write_scheme(record: AuthorizerTypeDef, *, with_extension: bool) -> dict[str, Any]:
    """The security scheme of an authorizer."""
    scheme: dict[str, Any]
    if record["AuthorizerType"] == "JWT":
        scheme = {"type": "oauth2"}
    else:
        scheme = {"type": "apiKey", "name": _first_header(record), "in": "header"}
    if with_extension:
        scheme[AUTHORIZER] = _write_extension(record)
    return scheme


def _write_extension(record: AuthorizerTypeDef) -> dict[str, Any]:
    extension: dict[str, Any] = {"type": record["AuthorizerType"].lower()}
    extension |= {key: record[name] for key, name in _MEMBERS.items() if name in record}  # type: ignore[literal-required]
    if sources := record.get("IdentitySource"):
        extension["identitySource"] = ", ".join(sources)
    if jwt := record.get("JwtConfiguration"):
        extension["jwtConfiguration"] = {"audience": jwt["Audience"], "issuer": jwt["Issuer"]}
    return extension


def _read_jwt(configuration: Any, scheme: dict[str, Any]) -> Any:
    if not isinstance(configuration, dict):
        return configuration or {}
    members = {"Audience": configuration.get("audience", []), "Issuer": configuration.get("issuer", "")}
    if not members["Issuer"]:
        # An OpenID Connect scheme names its issuer by the place of its configuration.
        members["Issuer"] = str(scheme.get("openIdConnectUrl", "")).removesuffix(_DISCOVERY_PATH)
    return members


def _first_header(record: AuthorizerTypeDef) -> str:
    for source in record.get("IdentitySource", []):
        if source.startswith("$request.header."):
            return source.removeprefix("$request.header.")
    return "Authorization"
