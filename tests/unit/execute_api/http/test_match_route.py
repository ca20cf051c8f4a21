"""Route choice: the tables of the developer guide (section B1)."""

from __future__ import annotations

import pytest

from emulator.execute_api.http.match_route import RouteTable
from tests.unit.execute_api.snapshots import snapshot

# The routes of the developer guide's example, and some more.
TABLE = RouteTable.of(
    snapshot(
        "GET /pets/dog/1",
        "GET /pets/dog/{id}",
        "GET /pets/{proxy+}",
        "ANY /{proxy+}",
        "POST /pets/dog/{id}",
        "ANY /pets/cat/{id}",
        "GET /pets/cat/{name}/toys",
        "GET /",
        "$default",
    )
)


@pytest.mark.parametrize(
    ("method", "path", "route_key", "parameters"),
    [
        ("GET", "/pets/dog/1", "GET /pets/dog/1", {}),  # B05
        ("GET", "/pets/dog/2", "GET /pets/dog/{id}", {"id": "2"}),
        ("POST", "/pets/dog/1", "POST /pets/dog/{id}", {"id": "1"}),
        ("GET", "/pets/cat/1", "ANY /pets/cat/{id}", {"id": "1"}),  # B04: the path is weighed before the method
        ("GET", "/pets/cat/1/toys", "GET /pets/cat/{name}/toys", {"name": "1"}),
        ("GET", "/pets/fish/1", "GET /pets/{proxy+}", {"proxy": "fish/1"}),  # B04
        ("DELETE", "/pets/fish/1", "ANY /{proxy+}", {"proxy": "pets/fish/1"}),
        ("GET", "/pets", "ANY /{proxy+}", {"proxy": "pets"}),  # B06: not the bare parent
        ("GET", "/pets/", "ANY /{proxy+}", {"proxy": "pets/"}),  # B06, B10
        ("GET", "/", "GET /", {}),
        ("POST", "/", "$default", {}),  # B12
        ("GET", "/pets/dog/a%2Fb", "GET /pets/dog/{id}", {"id": "a/b"}),  # B11
        ("GET", "/PETS/dog/1", "ANY /{proxy+}", {"proxy": "PETS/dog/1"}),  # B10
    ],
)
def test_the_narrowest_route_wins_b03_b04_b05_b06_b10_b11_b12(
    method: str, path: str, route_key: str, parameters: dict[str, str]
) -> None:
    found = TABLE.find(method, path)
    assert found is not None
    assert (found[0]["RouteKey"], found[1]) == (route_key, parameters)


@pytest.mark.parametrize(
    ("method", "path"),
    [("HEAD", "/virus"), ("POST", "/virus"), ("GET", "/virus/"), ("GET", "/virus/1/2"), ("GET", "/")],
)
def test_nothing_matches_b08_b09_b10(method: str, path: str) -> None:
    """HEAD is not GET, a trailing slash is another path, a variable is never empty."""
    assert RouteTable.of(snapshot("GET /virus", "GET /virus/{id}")).find(method, path) is None
