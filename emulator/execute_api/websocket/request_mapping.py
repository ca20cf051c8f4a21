"""What a route's integration is sent: the body that templates make, and what request parameters map (rows A64, A68)."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.integrations.templates import render, select
from emulator.execute_api.json_path import find_all
from emulator.execute_api.websocket.route_selection import evaluate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_apigatewayv2.type_defs import IntegrationTypeDef


@dataclass(slots=True)
class MappedRequest:
    """A request on its way to a backend."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    path: dict[str, str] = field(default_factory=dict)


def map_request(integration: IntegrationTypeDef, event: Mapping[str, Any]) -> MappedRequest:
    """The request of an integration that is no function's proxy.

    Raises:
        IntegrationError: no template is for this request and nothing else may pass, or what is to be binary is not.
    """
    mapped = MappedRequest(_body(integration, event))
    for key, expression in integration.get("RequestParameters", {}).items():
        # integration.request.header.name
        _, _, place, name = key.split(".", 3)
        value = value_of(expression, event)
        if value is not None:
            {"header": mapped.headers, "querystring": mapped.query, "path": mapped.path}[place][name] = value
    return mapped


def _body(integration: IntegrationTypeDef, event: Mapping[str, Any]) -> bytes:
    body: str = event.get("body", "")
    templates = integration.get("RequestTemplates", {})
    # Proxies have no templates.
    if integration["IntegrationType"] != "HTTP_PROXY":
        template = select(templates, evaluate(integration.get("TemplateSelectionExpression", ""), body))
        if template is not None:
            body = render(template, body, event).text
        elif not _passes(integration.get("PassthroughBehavior", "WHEN_NO_MATCH"), templates):
            raise IntegrationError("No request template is for this message, and no other may pass.")
    if integration.get("ContentHandlingStrategy") == "CONVERT_TO_BINARY":
        try:
            return base64.b64decode(body, validate=True)
        except ValueError as error:
            raise IntegrationError(f"The message is to be binary, but is not base64: {error}") from error
    return body.encode()


def _passes(behavior: str, templates: Mapping[str, str]) -> bool:
    """Whether a body without a template passes as it is (row A72)."""
    return behavior == "WHEN_NO_MATCH" or (behavior == "WHEN_NO_TEMPLATES" and not templates)


def value_of(expression: str, event: Mapping[str, Any]) -> str | None:
    """The value of ``context.connectionId``, ``'text'`` and the like (row A68), None when there is none."""
    if expression.startswith("'"):
        return expression[1:].removesuffix("'")
    source, _, rest = expression.partition(".")
    match source, rest:
        case "context", name:
            return _text(_walk(event["requestContext"], name))
        case "stageVariables", name:
            return _text(event.get("stageVariables", {}).get(name))
        case "route", _:
            return _of_request(rest.removeprefix("request."), event)
    return None


def _of_request(path: str, event: Mapping[str, Any]) -> str | None:
    place, _, name = path.partition(".")
    headers = {key.lower(): values for key, values in event.get("multiValueHeaders", {}).items()}
    query = event.get("multiValueQueryStringParameters", {})
    match place:
        case "header" | "multivalueheader":
            values = headers.get(name.lower(), [])
            return (",".join(values) if place != "header" else values[-1]) if values else None
        case "querystring" | "multivaluequerystring":
            values = query.get(name, [])
            return (",".join(values) if place != "querystring" else values[-1]) if values else None
        case "body":
            return value_in_body(name, event.get("body", ""))
    return None


def value_in_body(path: str, body: str) -> str | None:
    """The value at a JSON path, all of ``body`` when the path is empty, None when it leads nowhere."""
    if not path:
        return body
    try:
        found = find_all(json.loads(body), f"$.{path}")
    except (ValueError, RecursionError):
        return None
    return _text(found[0]) if found else None


def _walk(values: Any, path: str) -> Any:
    for name in path.split("."):
        values = values.get(name) if isinstance(values, dict) else None
    return values


def _text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else json.dumps(value)
