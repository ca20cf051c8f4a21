"""``x-amazon-apigateway-integration``: an integration as a part of an operation, or of the reusable collection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from emulator.apigatewayv2.openapi.shapes import check_shape

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import IntegrationTypeDef

INTEGRATION = "x-amazon-apigateway-integration"
INTEGRATIONS = "x-amazon-apigateway-integrations"
"""in ``components``: integrations that several routes share, by any name"""

PROXIES = ("AWS_PROXY", "HTTP_PROXY")

# In the order in which AWS exports them.
_MEMBERS = {
    "responseParameters": "ResponseParameters",
    "requestParameters": "RequestParameters",
    "payloadFormatVersion": "PayloadFormatVersion",
    "integrationSubtype": "IntegrationSubtype",
    "credentials": "CredentialsArn",
    "type": "IntegrationType",
    "httpMethod": "IntegrationMethod",
    "uri": "IntegrationUri",
    "connectionType": "ConnectionType",
    "connectionId": "ConnectionId",
    "timeoutInMillis": "TimeoutInMillis",
}


def kind_of(extension: dict[str, Any]) -> str:
    """The integration type as the control plane writes it: ``AWS_PROXY`` for ``aws_proxy``."""
    return str(extension.get("type", "")).upper()


def read_integration(extension: dict[str, Any]) -> dict[str, Any]:
    """The members of CreateIntegration for a proxy integration.

    :raises BadRequestException: a member has a type, range or value that CreateIntegration would refuse
    """
    members = {name: extension[key] for key, name in _MEMBERS.items() if key in extension}
    members["IntegrationType"] = kind_of(extension)
    if isinstance(members.get("PayloadFormatVersion"), float):  # YAML without quotes
        members["PayloadFormatVersion"] = str(members["PayloadFormatVersion"])
    # Documents that were exported from REST APIs have none, and mean the format of REST APIs.
    members.setdefault("PayloadFormatVersion", "1.0")
    if tls := extension.get("tlsConfig"):
        members["TlsConfig"] = {"ServerNameToVerify": tls.get("serverNameToVerify")} if isinstance(tls, dict) else tls
    if isinstance(parameters := members.get("ResponseParameters"), dict):
        # YAML reads the key 200 as a number.
        members["ResponseParameters"] = {str(status): of_status for status, of_status in parameters.items()}
    check_shape("CreateIntegrationRequest", members)
    return members


def ignored_members(extension: dict[str, Any]) -> list[str]:
    """The members that HTTP APIs do not have, such as those of REST APIs."""
    return sorted(str(name) for name in extension if name not in _MEMBERS and name != "tlsConfig")


def write_integration(record: IntegrationTypeDef) -> dict[str, Any]:
    """The extension for an integration."""
    members: dict[str, Any] = {key: record[name] for key, name in _MEMBERS.items() if name in record}  # type: ignore[literal-required]
    members["type"] = record["IntegrationType"].lower()
    if tls := record.get("TlsConfig"):
        members["tlsConfig"] = {"serverNameToVerify": tls["ServerNameToVerify"]}
    return members
