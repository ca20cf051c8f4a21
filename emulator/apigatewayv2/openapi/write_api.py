"""From routes, integrations and authorizers to a document, laid out as AWS exports it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from emulator.apigatewayv2.openapi.api_members import (
    CORS,
    EXPORT_VERSION_KEY,
    write_cors,
    write_info,
    write_server,
    write_tags,
)
from emulator.apigatewayv2.openapi.authorizer_extension import write_scheme
from emulator.apigatewayv2.openapi.integration_extension import INTEGRATION, INTEGRATIONS, write_integration
from emulator.apigatewayv2.openapi.paths import place
from emulator.apigatewayv2.openapi.read_api import AUTH
from emulator.apigatewayv2.routes import TARGET_PREFIX

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef

    from emulator.apigatewayv2.openapi.document import Document
    from emulator.apigatewayv2.store import Snapshot

EXPORT_VERSION = "1.0"


def describe_api(snapshot: Snapshot, base_path: str, *, with_extensions: bool) -> Document:
    """The OpenAPI 3.0 document of an HTTP API.

    An integration of one route is part of that route's operation; others are in the reusable collection, so that an
    import makes the same integrations again.

    :param base_path: ``/dev`` for a stage, empty for ``$default`` and for the configuration that is not deployed
    """
    document: Document = {
        "openapi": "3.0.1",
        "info": write_info(snapshot),
        "servers": [write_server(snapshot, base_path, with_extension=with_extensions)],
    }
    if with_extensions and (tags := write_tags(snapshot)):
        document["tags"] = tags
    shared = _shared_integrations(snapshot) if with_extensions else {}
    paths: dict[str, Any] = {}
    for route in snapshot.routes.values():
        place(paths, route["RouteKey"], _operation(snapshot, route, shared, with_extensions=with_extensions))
    document["paths"] = paths
    if components := _components(snapshot, shared, with_extensions=with_extensions):
        document["components"] = components
    if with_extensions:
        if cors := write_cors(snapshot):
            document[CORS] = cors
        document[EXPORT_VERSION_KEY] = EXPORT_VERSION
    return document


def _operation(
    snapshot: Snapshot, route: RouteTypeDef, shared: dict[str, str], *, with_extensions: bool
) -> dict[str, Any]:
    operation: dict[str, Any] = {}
    if "OperationName" in route:
        operation["operationId"] = route["OperationName"]
    operation["responses"] = {"default": {"description": f"Default response for {route['RouteKey']}"}}
    if authorizer_id := route.get("AuthorizerId"):
        name = snapshot.authorizers[authorizer_id]["Name"]
        operation["security"] = [{name: route.get("AuthorizationScopes", [])}]
    if with_extensions:
        if route["AuthorizationType"] == "AWS_IAM":
            operation[AUTH] = {"type": "AWS_IAM"}
        integration_id = route.get("Target", "").removeprefix(TARGET_PREFIX)
        if integration_id in shared:
            operation[INTEGRATION] = {"$ref": f"#/components/{INTEGRATIONS}/{shared[integration_id]}"}
        elif integration_id:
            operation[INTEGRATION] = write_integration(snapshot.integrations[integration_id])
    return operation


def _shared_integrations(snapshot: Snapshot) -> dict[str, str]:
    """The names of the integrations that are not those of exactly one route, by IntegrationId."""
    uses = Counter(route.get("Target", "").removeprefix(TARGET_PREFIX) for route in snapshot.routes.values())
    shared = [integration_id for integration_id in snapshot.integrations if uses[integration_id] != 1]
    return {integration_id: f"integration{number}" for number, integration_id in enumerate(shared, start=1)}


def _components(snapshot: Snapshot, shared: dict[str, str], *, with_extensions: bool) -> dict[str, Any]:
    components: dict[str, Any] = {}
    if snapshot.authorizers:
        components["securitySchemes"] = {
            authorizer["Name"]: write_scheme(authorizer, with_extension=with_extensions)
            for authorizer in snapshot.authorizers.values()
        }
    if shared:
        components[INTEGRATIONS] = {
            name: write_integration(snapshot.integrations[integration_id]) for integration_id, name in shared.items()
        }
    return components
