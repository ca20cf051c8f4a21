"""Mapping templates in VTL, rendered by what LocalStack has for REST APIs (row A73)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from localstack.services.apigateway.next_gen.execute_api.template_mapping import (
    ApiGatewayVtlTemplate,
    MappingTemplateVariables,
)

from emulator.execute_api.integrations.errors import IntegrationError

if TYPE_CHECKING:
    from collections.abc import Mapping

_renderer = ApiGatewayVtlTemplate()


def render(template: str, body: str, event: Mapping[str, Any]) -> str:
    """``template`` with ``$input`` for ``body``, and ``$context`` and ``$stageVariables`` of a WebSocket event.

    Raises:
        IntegrationError: the template is none, or fails.
    """
    variables = MappingTemplateVariables(
        context=dict(event["requestContext"]),
        input={
            "body": body,
            "params": {
                "path": {},
                "querystring": dict(event.get("queryStringParameters", {})),
                "header": dict(event.get("headers", {})),
            },
        },
        stageVariables=dict(event.get("stageVariables", {})),
    )
    overrides: Any = {"requestOverride": {}, "responseOverride": {}}
    try:
        rendered, _ = _renderer.render_request(template, variables, overrides)
    except Exception as error:  # whatever a template makes the engine do is the template's fault
        raise IntegrationError(f"A mapping template failed: {error}") from error
    return str(rendered)


def select(templates: Mapping[str, str], key: str) -> str | None:
    """The template for ``key``, else the one for all (row A69); None if neither is there."""
    return next((templates[name] for name in (key, "$default", "application/json") if name in templates), None)
