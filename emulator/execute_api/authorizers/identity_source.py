"""Where an authorizer finds out who calls: headers, query parameters, context and stage variables (rows A75, B61, B72).

HTTP APIs write ``$request.header.X``, WebSocket APIs ``route.request.header.X``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class RequestValues:
    """What identity sources can name."""

    headers: Mapping[str, list[str]]
    """by lower-case name"""
    query: Mapping[str, list[str]]
    """decoded"""
    context: Mapping[str, Any]
    """nested as in ``identity.sourceIp``"""
    stage_variables: Mapping[str, str]

    def find(self, source: str) -> str | None:
        """The value of one identity source; None when it is missing or empty."""
        place, _, name = source.removeprefix("$").removeprefix("route.").partition(".")
        if place == "stageVariables":
            return self.stage_variables.get(name) or None
        if place == "context":
            return _nested(self.context, name)
        place, _, name = name.partition(".")
        values = self.headers.get(name.lower()) if place == "header" else self.query.get(name)
        return ",".join(values or ()) or None


def identity(sources: Iterable[str], values: RequestValues) -> list[str] | None:
    """The values of all ``sources``; None when one is missing, and the authorizer need not be asked (row B69)."""
    found: list[str] = []
    for source in sources:
        value = values.find(source)
        if value is None:
            return None
        found.append(value)
    return found


def _nested(context: Mapping[str, Any], path: str) -> str | None:
    value: Any = context
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return None if value is None or isinstance(value, Mapping) else str(value) or None
