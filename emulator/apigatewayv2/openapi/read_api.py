"""From a document to routes, integrations and authorizers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from localstack.aws.api import ServiceException

from emulator.apigatewayv2.authorizers import add_authorizer
from emulator.apigatewayv2.integrations import add_integration
from emulator.apigatewayv2.openapi.api_members import CORS, ENDPOINT, EXPORT_VERSION_KEY, TAGS
from emulator.apigatewayv2.openapi.authorizer_extension import AUTH_TYPE, AUTHORIZER, SIGNED, read_authorizer
from emulator.apigatewayv2.openapi.document import resolve
from emulator.apigatewayv2.openapi.integration_extension import (
    INTEGRATION,
    INTEGRATIONS,
    PROXIES,
    ignored_members,
    kind_of,
    read_integration,
)
from emulator.apigatewayv2.openapi.paths import operations_of
from emulator.apigatewayv2.routes import TARGET_PREFIX, add_route

if TYPE_CHECKING:
    from emulator.apigatewayv2.openapi.document import Document
    from emulator.apigatewayv2.openapi.findings import Findings
    from emulator.apigatewayv2.openapi.paths import Operation
    from emulator.apigatewayv2.store import Api

AUTH = "x-amazon-apigateway-auth"

_EXTENSION = "x-amazon-apigateway-"
_KNOWN = (CORS, ENDPOINT, EXPORT_VERSION_KEY, TAGS)
# Valid OpenAPI, without meaning for HTTP APIs: they neither validate requests nor keep documentation.
_IGNORED = ("requestBody", "callbacks")


def fill_api(api: Api, document: Document, prefix: str, findings: Findings) -> None:
    """Add all that the document describes to an API without routes.

    What cannot be added is one of ``findings.errors``; the rest goes on, so that all is told at once.

    :param prefix: what comes before each path
    """
    _Reader(api, document, findings).read(prefix)


class _Reader:
    def __init__(self, api: Api, document: Document, findings: Findings) -> None:
        self._api = api
        self._document = document
        self._findings = findings
        self._schemes: dict[str, dict[str, Any]] = {}
        self._authorizer_ids: dict[str, str] = {}
        # By identity of the extension: operations that refer to the same one share an integration.
        self._integration_ids: dict[int, str | None] = {}

    def read(self, prefix: str) -> None:
        self._findings.info.extend(
            f"{name} is not supported for HTTP APIs, ignoring."
            for name in self._document
            if str(name).startswith(_EXTENSION) and name not in _KNOWN
        )
        components = self._document["components"]
        if components.get("schemas"):
            self._findings.info.append("components.schemas: HTTP APIs do not have models, ignoring.")
        for name, scheme in (resolve(self._document, components.get("securitySchemes")) or {}).items():
            self._add_scheme(str(name), scheme)
        for extension in (resolve(self._document, components.get(INTEGRATIONS)) or {}).values():
            self._integration_id(extension, f"components.{INTEGRATIONS}")
        for operation in operations_of(self._document, prefix, self._findings):
            self._add_route(operation)

    def _add_scheme(self, name: str, node: Any) -> None:
        scheme = resolve(self._document, node)
        if scheme is None:
            self._findings.warnings.append(f"Security scheme {name} is malformed, ignoring.")
            return
        self._schemes[name] = scheme
        if not isinstance(scheme.get(AUTHORIZER), dict):
            return
        try:
            authorizer = add_authorizer(self._api, read_authorizer(name, scheme))
        except ServiceException as error:
            self._findings.errors.append(f"Unable to create authorizer {name}: {error.message}")
        else:
            self._authorizer_ids[name] = authorizer["AuthorizerId"]

    def _add_route(self, operation: Operation) -> None:
        self._findings.info.extend(
            f"{name} of {operation.route_key} is not supported for HTTP APIs, ignoring."
            for name in _IGNORED
            if name in operation.members
        )
        route: dict[str, Any] = {"RouteKey": operation.route_key, **self._authorization(operation)}
        if operation_name := operation.members.get("operationId"):
            route["OperationName"] = str(operation_name)
        if INTEGRATION in operation.members:
            integration_id = self._integration_id(operation.members[INTEGRATION], operation.route_key)
            if integration_id:
                route["Target"] = TARGET_PREFIX + integration_id
        else:
            self._findings.warnings.append(f"No integration defined for {operation.route_key}.")
        try:
            add_route(self._api, route)
        except ServiceException as error:
            self._findings.errors.append(f"Unable to create route {operation.route_key}: {error.message}")

    def _integration_id(self, node: Any, place: str) -> str | None:
        """The integration of an extension, made when it is met first; None: there is none for it."""
        extension = resolve(self._document, node)
        if extension is None:
            self._findings.errors.append(f"Unable to create integration of {place}: it is no object")
            return None
        if id(extension) not in self._integration_ids:
            self._integration_ids[id(extension)] = self._add_integration(extension, place)
        return self._integration_ids[id(extension)]

    def _add_integration(self, extension: dict[str, Any], place: str) -> str | None:
        if (kind := kind_of(extension)) not in PROXIES:
            self._findings.warnings.append(
                f"Integration type {kind} of {place} is not supported for HTTP APIs, ignoring. "
                f"Supported are {', '.join(PROXIES)}."
            )
            return None
        self._findings.info.extend(
            f"{name} of the integration of {place} is not supported for HTTP APIs, ignoring."
            for name in ignored_members(extension)
        )
        try:
            return add_integration(self._api, read_integration(extension))["IntegrationId"]
        except ServiceException as error:
            self._findings.errors.append(f"Unable to create integration of {place}: {error.message}")
            return None

    def _authorization(self, operation: Operation) -> dict[str, Any]:
        auth = operation.members.get(AUTH)
        if isinstance(auth, dict) and auth.get("type") == "AWS_IAM":
            return {"AuthorizationType": "AWS_IAM"}
        requirements = operation.members.get("security", self._document.get("security"))
        for requirement in requirements if isinstance(requirements, list) else []:
            for name, scopes in requirement.items() if isinstance(requirement, dict) else ():
                if authorization := self._required(str(name), scopes):
                    return authorization
                # A route that loses its guard in silence would be worse than one that does not work.
                self._findings.warnings.append(
                    f"Security scheme {name} of {operation.route_key} has no authorizer, ignoring."
                )
        return {}

    def _required(self, name: str, scopes: Any) -> dict[str, Any] | None:
        if self._schemes.get(name, {}).get(AUTH_TYPE) == SIGNED:
            return {"AuthorizationType": "AWS_IAM"}
        authorizer_id = self._authorizer_ids.get(name)
        if authorizer_id is None:
            return None
        if self._api.authorizers[authorizer_id]["AuthorizerType"] != "JWT":
            return {"AuthorizationType": "CUSTOM", "AuthorizerId": authorizer_id}
        jwt: dict[str, Any] = {"AuthorizationType": "JWT", "AuthorizerId": authorizer_id}
        if isinstance(scopes, list) and scopes:
            jwt["AuthorizationScopes"] = [str(scope) for scope in scopes]
        return jwt
