"""Which route a message is for: the API's route selection expression (rows A44 to A51)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from emulator.execute_api.json_path import find_all

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef

    from emulator.apigatewayv2.store import Snapshot

DEFAULT_ROUTE = "$default"
_NOT_FOR_MESSAGES = frozenset({"$connect", "$disconnect"})

# \$, ${request.body.path} anywhere, or $request.body.path (row A44)
_VARIABLE = re.compile(r"\\\$|\$\{request\.body\.(?P<braced>[^}]+)\}|\$request\.body\.(?P<plain>[\w.\[\]'\"*-]+)")
# a.b.c, which needs no JSONPath
_NAMES = re.compile(r"[\w-]++(?:\.[\w-]++)*+")
# A string, which stays as it is, or a name before a colon. Messages come from anywhere: each character is looked at
# once (possessive repetition, names only at their beginning, a string without an end goes to the end of the text).
_STRING_OR_NAME = re.compile(
    r""""(?:\\.|[^"\\])*+(?:"|\\?\Z)|(?<![\w$-])(?P<name>[A-Za-z_$][\w$-]*+)(?=\s*+:)""", re.DOTALL
)


def route_by_key(snapshot: Snapshot, route_key: str) -> RouteTypeDef | None:
    """The deployed route with exactly this key."""
    return next((route for route in snapshot.routes.values() if route["RouteKey"] == route_key), None)


def select_route(snapshot: Snapshot, body: str) -> RouteTypeDef | None:
    """The route of a text message: its key, else ``$default``, else None (row A45)."""
    key = evaluate(snapshot.api.get("RouteSelectionExpression", ""), body)
    route = None if key in _NOT_FOR_MESSAGES else route_by_key(snapshot, key)
    return route or route_by_key(snapshot, DEFAULT_ROUTE)


def evaluate(expression: str, body: str) -> str:
    """The value of a route selection expression for a message; what is missing counts as empty (row A47)."""
    document = read_json(body)

    def value(match: re.Match[str]) -> str:
        path = match["braced"] or match["plain"]
        return _lookup(document, path) if path else "$"

    return _VARIABLE.sub(value, expression)


def read_json(body: str) -> Any:
    """The message as JSON, also with unquoted names, which AWS's reader takes (row A31); None for other text."""
    for read in (str, _quote_names):
        try:
            return json.loads(read(body))
        except (ValueError, RecursionError):
            continue
    return None


def _quote_names(text: str) -> str:
    return _STRING_OR_NAME.sub(lambda match: f'"{match["name"]}"' if match["name"] else match[0], text)


def _lookup(document: Any, path: str) -> str:
    try:
        if _NAMES.fullmatch(path):
            return _text(_walk(document, path.split(".")))
        found = find_all(document, f"$.{path}")
        return _text(found[0]) if found else ""
    except RecursionError:
        # Nested deeper than anybody means to.
        return ""


def _walk(document: Any, names: list[str]) -> Any:
    """What is meant by ``a.b.c``, whatever the names are: some, such as ``where``, are words of JSONPath."""
    for name in names:
        if not isinstance(document, dict):
            return None
        document = document.get(name)
    return document


def _text(value: Any) -> str:
    """A JSON value as the text of a route key (row A49)."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return f"[{', '.join(_text(item) for item in value)}]"
    return "" if value is None else json.dumps(value)
