"""Which route of a deployment a request is for (rows B03 to B12)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote
from weakref import WeakKeyDictionary

from emulator.execute_api.http.model import HttpCall, NotFoundError

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef

    from emulator.apigatewayv2.store import Snapshot

DEFAULT_ROUTE = "$default"

# How narrow a path segment is; routes are tried from narrow to wide (rows B03, B05).
_LITERAL, _VARIABLE, _GREEDY = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A route key taken apart: ``GET /virus/{id}``."""

    route: RouteTypeDef
    method: str
    segments: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, route: RouteTypeDef) -> _Pattern:
        method, _, path = route["RouteKey"].partition(" ")
        return cls(route, method, tuple(_segment(text) for text in path.removeprefix("/").split("/")))

    def rank(self) -> tuple[list[int], bool]:
        """Path first, then the method: a literal path under ANY beats a variable one under GET (row B04)."""
        return [kind for kind, _ in self.segments], self.method == "ANY"

    def match(self, segments: list[str]) -> dict[str, str] | None:
        """The decoded path parameters, or None when the path does not match."""
        parameters: dict[str, str] = {}
        for index, (kind, name) in enumerate(self.segments):
            if kind == _GREEDY:
                # One or more segments; the bare parent does not match (row B06).
                if index >= len(segments) or segments[index:] == [""]:
                    return None
                parameters[name] = unquote("/".join(segments[index:]))
                return parameters
            if index >= len(segments):
                return None
            if kind == _LITERAL:
                if unquote(segments[index]) != name:
                    return None
            elif segments[index]:
                parameters[name] = unquote(segments[index])
            else:
                return None
        return parameters if len(segments) == len(self.segments) else None


def _segment(text: str) -> tuple[int, str]:
    if text.startswith("{") and text.endswith("+}"):
        return _GREEDY, text[1:-2]
    if text.startswith("{") and text.endswith("}"):
        return _VARIABLE, text[1:-1]
    return _LITERAL, text


@dataclass(frozen=True, slots=True)
class RouteTable:
    """The routes of one deployment, narrow ones first."""

    patterns: list[_Pattern]
    default: RouteTypeDef | None

    @classmethod
    def of(cls, snapshot: Snapshot) -> RouteTable:
        """Compile the routes of ``snapshot``."""
        routes = snapshot.routes.values()
        patterns = sorted((_Pattern.of(r) for r in routes if r["RouteKey"] != DEFAULT_ROUTE), key=_Pattern.rank)
        return cls(patterns, next((r for r in routes if r["RouteKey"] == DEFAULT_ROUTE), None))

    def find(self, method: str, path: str) -> tuple[RouteTypeDef, dict[str, str]] | None:
        """The route and its path parameters. ``path`` is below the stage and percent-encoded.

        A trailing slash is another path (row B10), HEAD is not GET (row B09).
        """
        segments = path.removeprefix("/").split("/")
        for pattern in self.patterns:
            if pattern.method in (method, "ANY") and (parameters := pattern.match(segments)) is not None:
                return pattern.route, parameters
        return (self.default, {}) if self.default else None


# A snapshot never changes, so its table lives as long as it does.
_tables: WeakKeyDictionary[Snapshot, RouteTable] = WeakKeyDictionary()


def match_route(call: HttpCall) -> None:
    """Find the route; a preflight request may do without one."""
    table = _tables.get(call.snapshot)
    if table is None:
        table = _tables[call.snapshot] = RouteTable.of(call.snapshot)
    if found := table.find(call.request.method, call.resource_path):
        call.route, call.path_parameters = found


def require_route(call: HttpCall) -> None:
    """404 for everything else: HTTP APIs know no 405 (rows B07, B08)."""
    if call.route is None:
        raise NotFoundError
