"""Identity sources of both kinds of API (rows A75, B61, B69, B72)."""

from __future__ import annotations

import pytest

from emulator.execute_api.authorizers.identity_source import RequestValues, identity

VALUES = RequestValues(
    headers={"authorization": ["a"], "x-many": ["1", "2"], "x-empty": [""]},
    query={"q": ["1", "2"], "a.b": ["dotted"], "empty": [""]},
    context={"routeKey": "GET /", "identity": {"sourceIp": "10.0.0.1"}, "connectedAt": 7, "none": None},
    stage_variables={"colour": "green"},
)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("$request.header.Authorization", "a"),
        ("route.request.header.AUTHORIZATION", "a"),
        ("$request.header.X-Many", "1,2"),
        ("$request.header.x-empty", None),
        ("$request.header.missing", None),
        ("$request.querystring.q", "1,2"),
        ("route.request.querystring.a.b", "dotted"),
        ("$request.querystring.Q", None),
        ("$request.querystring.empty", None),
        ("$context.routeKey", "GET /"),
        ("context.identity.sourceIp", "10.0.0.1"),
        ("context.connectedAt", "7"),
        ("$context.identity", None),
        ("$context.none", None),
        ("$context.routeKey.more", None),
        ("$stageVariables.colour", "green"),
        ("stageVariables.size", None),
    ],
)
def test_values_a75_b61_b72(source: str, value: str | None) -> None:
    assert VALUES.find(source) == value


def test_all_or_nothing_b69() -> None:
    assert identity(["$request.header.authorization", "$stageVariables.colour"], VALUES) == ["a", "green"]
    assert identity(["$request.header.authorization", "$request.header.missing"], VALUES) is None
    assert identity([], VALUES) == []
