"""Route choice for any routes and any path, against a slow and simple matcher (rows B03 to B12)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from hypothesis import given
from hypothesis import strategies as st

from emulator.execute_api.http.match_route import RouteTable
from tests.unit.execute_api.snapshots import snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator

METHODS = ("GET", "POST", "HEAD", "ANY")
WORDS = ("a", "b", "a b", "é")


@st.composite
def route_paths(draw: st.DrawFn) -> str:
    """``/a/{v1}/{proxy+}``: variables of one level have one name, as CreateRoute demands (row C37)."""
    kinds = draw(st.lists(st.sampled_from((*WORDS, "{}")), max_size=4))
    segments = [f"{{v{level}}}" if kind == "{}" else kind for level, kind in enumerate(kinds)]
    if draw(st.booleans()):
        segments.append("{proxy+}")
    return "/" + "/".join(segments)


ROUTES = st.sets(st.tuples(st.sampled_from(METHODS), route_paths()), max_size=12)
SEGMENTS = st.sampled_from((*WORDS, "", "c", "A", "a/b", "{v0}", "%", "?", "$default"))
PATHS = st.lists(SEGMENTS, max_size=5).map(lambda segments: "/" + "/".join(quote(each, safe="") for each in segments))


def matches(route_path: str, path: str) -> dict[str, str] | None:
    """The path parameters, by the book."""
    route, segments = route_path[1:].split("/"), path[1:].split("/")
    parameters: dict[str, str] = {}
    for index, part in enumerate(route):
        rest = segments[index:]
        if part == "{proxy+}":
            return parameters | {"proxy": unquote("/".join(rest))} if rest and rest != [""] else None
        if not rest or (part.startswith("{") and not rest[0]):
            return None
        if part.startswith("{"):
            parameters[part[1:-1]] = unquote(rest[0])
        elif unquote(rest[0]) != part:
            return None
    return parameters if len(route) == len(segments) else None


def candidates(routes: set[tuple[str, str]], method: str, path: str) -> Iterator[tuple[str, str]]:
    return ((m, p) for m, p in routes if m in (method, "ANY") and matches(p, path) is not None)


def width(route: tuple[str, str]) -> tuple[list[int], bool]:
    """Path first, then the method: 0 for a word, 1 for a variable, 2 for the rest."""
    method, path = route
    kinds = [2 if part == "{proxy+}" else 1 if part.startswith("{") else 0 for part in path[1:].split("/")]
    return kinds, method == "ANY"


@given(ROUTES, st.booleans(), st.sampled_from(("GET", "POST", "HEAD", "PUT")), PATHS)
def test_the_narrowest_matching_route_b03_b04_b05_b06(
    routes: set[tuple[str, str]], has_default: bool, method: str, path: str
) -> None:
    """Or $default, or none; and its parameters are what stands in their place."""
    keys = [f"{m} {p}" for m, p in routes] + ["$default"] * has_default
    found = RouteTable.of(snapshot(*keys)).find(method, path)
    best = min(candidates(routes, method, path), key=width, default=None)
    if best is None:
        assert (found[0]["RouteKey"] if found else None) == ("$default" if has_default else None)
    else:
        assert found is not None
        assert found[0]["RouteKey"] == " ".join(best)
        assert found[1] == matches(best[1], path)


@given(ROUTES, st.text(), st.text())
def test_any_method_and_path_is_looked_up(routes: set[tuple[str, str]], method: str, path: str) -> None:
    found = RouteTable.of(snapshot(*(f"{m} {p}" for m, p in routes))).find(method, path)
    assert found is None or isinstance(found[1], dict)


@given(ROUTES, PATHS)
def test_the_order_of_routes_does_not_matter_b03(routes: set[tuple[str, str]], path: str) -> None:
    keys = [f"{m} {p}" for m, p in routes]
    assert RouteTable.of(snapshot(*keys)).find("GET", path) == RouteTable.of(snapshot(*keys[::-1])).find("GET", path)
