"""Route selection expressions (section A3)."""

from __future__ import annotations

import pytest

from emulator.execute_api.websocket.route_selection import evaluate, select_route
from tests.unit.execute_api.snapshots import snapshot


@pytest.mark.parametrize(
    ("expression", "body", "value"),
    [
        ("$request.body.action", '{"action":"join"}', "join"),  # A44
        ("${request.body.action}", '{"action":"join"}', "join"),  # A44
        ("${request.body.service}/${request.body.action}", '{"service":"chat","action":"join"}', "chat/join"),  # A47
        ("${request.body.action}-${request.body.missing}", '{"action":"join"}', "join-"),  # A47
        ("action", '{"action":"join"}', "action"),  # A48
        ("\\$default", '{"action":"join"}', "$default"),  # A48
        ("$request.body.a.b[1]", '{"a":{"b":["x","y"]}}', "y"),  # A49
        ("$request.body.items", '{"items":["item1","item2"]}', "[item1, item2]"),  # A49
        ("$request.body.action", '{"action":1}', "1"),  # A49
        ("$request.body.action", '{"action":true}', "true"),  # A49
        ("$request.body.action", '{"action":null}', ""),
        ("$request.body.action", '{action:"join", text:"a, b: c"}', "join"),  # A31
        ("$request.body.action", "not json", ""),  # A50
        ("$request.body.action", '"action"', ""),  # A50
        ("$request.body.action", "[" * 100_000, ""),
    ],
)
def test_evaluate_a31_a44_a47_a48_a49_a50(expression: str, body: str, value: str) -> None:
    assert evaluate(expression, body) == value


@pytest.mark.timeout(5)
@pytest.mark.parametrize("piece", ["x", '"', '\\"', "a ", "{a", "a:", '"a', "\\"])
def test_hostile_messages_take_linear_time(piece: str) -> None:
    """A message of 128 KB is read in milliseconds, whatever it is made of."""
    assert evaluate("$request.body.action", "{" + piece * (128 * 1024 // len(piece))) == ""


@pytest.mark.parametrize(
    ("body", "route_key"),
    [
        ('{"action":"join"}', "join"),
        ('{"action":"JOIN"}', "$default"),  # A45
        ('{"action":"$connect"}', "$default"),  # A51
        ('{"action":"$disconnect"}', "$default"),  # A51
        ("", "$default"),  # A52
    ],
)
def test_select_a45_a51_a52(body: str, route_key: str) -> None:
    deployed = snapshot("join", "$connect", "$disconnect", "$default", RouteSelectionExpression="$request.body.action")
    route = select_route(deployed, body)
    assert route is not None
    assert route["RouteKey"] == route_key


def test_no_route_a45() -> None:
    assert select_route(snapshot("join", RouteSelectionExpression="$request.body.action"), "x") is None
