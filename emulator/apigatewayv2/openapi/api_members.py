"""What a document says of the API itself: info, tags, CORS, the endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from localstack.constants import TAG_KEY_CUSTOM_ID

from emulator.apigatewayv2.errors import BadRequestException
from emulator.apigatewayv2.openapi.shapes import check_shape

if TYPE_CHECKING:
    from emulator.apigatewayv2.openapi.document import Document
    from emulator.apigatewayv2.openapi.findings import Findings
    from emulator.apigatewayv2.store import Snapshot

CORS = "x-amazon-apigateway-cors"
TAGS = "x-amazon-apigateway-tags"
TAG_VALUE = "x-amazon-apigateway-tag-value"
EXPORT_VERSION_KEY = "x-amazon-apigateway-importexport-version"
ENDPOINT = "x-amazon-apigateway-endpoint-configuration"

_CORS_MEMBERS = {
    "allowMethods": "AllowMethods",
    "allowHeaders": "AllowHeaders",
    "exposeHeaders": "ExposeHeaders",
    "maxAge": "MaxAge",
    "allowCredentials": "AllowCredentials",
    "allowOrigins": "AllowOrigins",
}
_CORS_LISTS = ("AllowMethods", "AllowHeaders", "ExposeHeaders", "AllowOrigins")


def read_api_members(document: Document, findings: Findings) -> dict[str, Any]:
    """The members of CreateApi.

    :raises BadRequestException: no title, or a member that CreateApi would refuse
    """
    info = document["info"]
    members: dict[str, Any] = {"Name": str(info.get("title") or ""), "ProtocolType": "HTTP"}
    if not members["Name"]:
        raise BadRequestException("Invalid OpenAPI input. info.title is required: it is the API's name")
    if info.get("version") not in (None, ""):
        members["Version"] = str(info["version"])
    if info.get("description"):
        members["Description"] = str(info["description"])
    members["Tags"] = _read_tags(document)
    members |= _read_endpoint(document)
    if CORS in document and (cors := _read_cors(document[CORS], findings)):
        members["CorsConfiguration"] = cors
    check_shape("CreateApiRequest", members)
    return members


def write_info(snapshot: Snapshot) -> dict[str, str]:
    """``info``; an API without a version has the moment of its creation there, as OpenAPI requires one."""
    api = snapshot.api
    info = {"title": api["Name"]}
    if "Description" in api:
        info["description"] = api["Description"]
    info["version"] = api.get("Version") or f"{api['CreatedDate']:%Y-%m-%d %H:%M:%S}UTC"
    return info


def write_server(snapshot: Snapshot, base_path: str, *, with_extension: bool) -> dict[str, Any]:
    """The one server: the API's endpoint, with the stage as its base path."""
    api = snapshot.api
    server: dict[str, Any] = {
        "url": f"{api['ApiEndpoint']}/{{basePath}}",
        "variables": {"basePath": {"default": base_path}},
    }
    endpoint: dict[str, Any] = {}
    if api["DisableExecuteApiEndpoint"]:
        endpoint["disableExecuteApiEndpoint"] = True
    if api["IpAddressType"] != "ipv4":
        endpoint["ipAddressType"] = api["IpAddressType"]
    if endpoint and with_extension:
        server[ENDPOINT] = endpoint
    return server


def write_tags(snapshot: Snapshot) -> list[dict[str, str]]:
    """The API's tags; the one that chose its id is no part of what an API does."""
    tags = snapshot.api.get("Tags", {})
    return [{"name": key, TAG_VALUE: value} for key, value in tags.items() if key != TAG_KEY_CUSTOM_ID]


def write_cors(snapshot: Snapshot) -> dict[str, Any] | None:
    """The CORS extension; None: the API has no CORS configuration."""
    configuration = snapshot.api.get("CorsConfiguration")
    if not configuration:
        return None
    return {key: configuration[name] for key, name in _CORS_MEMBERS.items() if name in configuration}  # type: ignore[literal-required]


def _read_tags(document: Document) -> dict[str, str]:
    """OpenAPI's own tags are documentation, unless they have a value."""
    listed = document.get("tags")
    named = {
        str(tag.get("name")): str(tag[TAG_VALUE])
        for tag in (listed if isinstance(listed, list) else [])
        if isinstance(tag, dict) and TAG_VALUE in tag
    }
    mapped = document.get(TAGS)
    return named | {str(key): str(value) for key, value in (mapped if isinstance(mapped, dict) else {}).items()}


def _read_endpoint(document: Document) -> dict[str, Any]:
    """From the first server, or from the document itself."""
    servers = document.get("servers")
    first = servers[0] if isinstance(servers, list) and servers else None
    extension = (first.get(ENDPOINT) if isinstance(first, dict) else None) or document.get(ENDPOINT)
    if not isinstance(extension, dict):
        return {}
    names = {"disableExecuteApiEndpoint": "DisableExecuteApiEndpoint", "ipAddressType": "IpAddressType"}
    return {name: extension[key] for key, name in names.items() if key in extension}


def _read_cors(extension: Any, findings: Findings) -> dict[str, Any] | None:
    configuration: dict[str, Any] = {}
    if isinstance(extension, dict):
        configuration = {name: extension[key] for key, name in _CORS_MEMBERS.items() if key in extension}
    for name in _CORS_LISTS:
        if isinstance(configuration.get(name), str):
            configuration[name] = [configuration[name]]
    try:
        if not configuration:
            raise BadRequestException("it is no object with the members of a CORS configuration")
        check_shape("Cors", configuration)
    except BadRequestException as error:
        findings.warnings.append(f"CORS Scheme is malformed, ignoring. {error.message}")
        return None
    return configuration
