"""Mapping templates in VTL: which is for a message, and what it makes of it (row A73)."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from emulator.execute_api.integrations.errors import IntegrationError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a template gives."""

    text: str
    status: int | None
    """``$context.responseOverride.status``, if it was set"""
    headers: dict[str, str]
    """``$context.responseOverride.header``"""


def render(template: str, body: str, event: Mapping[str, Any]) -> Rendered:
    """``template`` with ``$input`` for ``body``, and ``$context`` and ``$stageVariables`` of a WebSocket event.

    Raises:
        IntegrationError: the template is none, or fails.
    """
    from emulator.execute_api.integrations.vtl import Engine

    override: dict[str, Any] = {"header": {}, "status": None}
    # Templates may set what they can name, also in what they are given.
    variables = {
        "context": {**copy.deepcopy(event["requestContext"]), "responseOverride": override},
        "input": {
            "body": body,
            "params": {
                "path": {},
                "querystring": dict(event.get("queryStringParameters", {})),
                "header": dict(event.get("headers", {})),
            },
        },
        "stageVariables": dict(event.get("stageVariables", {})),
    }
    try:
        text = str(Engine().render_vtl(template.strip(), variables))
        status = None if override["status"] is None else int(override["status"])
        headers = {str(name): str(value) for name, value in override["header"].items()}
    except Exception as error:  # whatever a template makes the engine do is the template's fault
        raise IntegrationError(f"A mapping template failed: {error}") from error
    return Rendered(text, status, headers)


def select(templates: Mapping[str, str], key: str) -> str | None:
    """The template for ``key``, else the one for all (row A69); None if neither is there."""
    return next((templates[name] for name in (key, "$default", "application/json") if name in templates), None)
