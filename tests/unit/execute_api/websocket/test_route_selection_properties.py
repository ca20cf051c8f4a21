"""Route selection for any expression and any message (rows A44 to A51)."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from emulator.execute_api.websocket.route_selection import evaluate, select_route
from tests.unit.execute_api.snapshots import snapshot

# Some of them are words of JSONPath.
NAMES = st.from_regex(r"[A-Za-z_]\w{0,8}", fullmatch=True) | st.sampled_from(["where", "parent", "len", "é", "a-b"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
# Text that looks like the beginning of something.
MESSAGES = st.text() | JSON.map(json.dumps) | st.text(alphabet='{}[]":,\\ \nab$.0-')


@given(st.text() | st.text(alphabet="${}.[]*'\"requstbody\\a0?@()"), MESSAGES)
def test_any_expression_has_a_value_for_any_message(expression: str, message: str) -> None:
    assert isinstance(evaluate(expression, message), str)


@given(MESSAGES)
def test_a_message_without_the_field_goes_to_default_a50(message: str) -> None:
    deployed = snapshot("join", "$connect", "$default", RouteSelectionExpression="$request.body.no_such_field")
    route = select_route(deployed, message)
    assert route is not None
    assert route["RouteKey"] == "$default"


@given(NAMES, st.text(), JSON)
def test_a_text_field_is_its_own_value_a44(name: str, value: str, other: Any) -> None:
    """Whatever else the message holds, and however the variable is written."""
    message = json.dumps({"other-field": other, name: value})
    assert evaluate(f"$request.body.{name}", message) == value
    assert evaluate(f"${{request.body.{name}}}", message) == value
    assert evaluate(f"<${{request.body.{name}}}>", message) == f"<{value}>"


@given(NAMES, st.integers() | st.booleans())
def test_numbers_and_booleans_are_their_json_a49(name: str, value: int | bool) -> None:
    assert evaluate(f"$request.body.{name}", json.dumps({name: value})) == json.dumps(value)


@given(NAMES, st.lists(st.text()))
def test_lists_are_joined_a49(name: str, values: list[str]) -> None:
    assert evaluate(f"$request.body.{name}", json.dumps({name: values})) == f"[{', '.join(values)}]"


@given(st.lists(NAMES, min_size=1, max_size=5), st.text())
def test_paths_of_any_depth_a49(names: list[str], value: str) -> None:
    document: Any = value
    for name in reversed(names):
        document = {name: document}
    assert evaluate(f"$request.body.{'.'.join(names)}", json.dumps(document)) == value


@given(st.dictionaries(NAMES, st.text(), min_size=1))
def test_unquoted_names_are_read_like_quoted_ones_a31(fields: dict[str, str]) -> None:
    fields = {name: value for name, value in fields.items() if re.fullmatch("[A-Za-z_][A-Za-z0-9_-]*", name)}
    unquoted = "{" + ", ".join(f"{name}: {json.dumps(value)}" for name, value in fields.items()) + "}"
    for name, value in fields.items():
        assert evaluate(f"$request.body.{name}", unquoted) == value


@given(st.from_regex(r"[A-Za-z0-9 /_-]*", fullmatch=True), MESSAGES)
def test_text_without_variables_is_itself_a48(text: str, message: str) -> None:
    assert evaluate(text, message) == text
    assert evaluate("\\$default", message) == "$default"


@given(st.sampled_from(["$connect", "$disconnect"]), st.booleans())
def test_messages_never_reach_connect_or_disconnect_a51(key: str, has_default: bool) -> None:
    keys = ["$connect", "$disconnect", *(["$default"] if has_default else [])]
    route = select_route(snapshot(*keys, RouteSelectionExpression="$request.body.a"), json.dumps({"a": key}))
    assert (route["RouteKey"] if route else None) == ("$default" if has_default else None)


def test_nesting_of_any_depth_is_read_or_not_but_answered() -> None:
    """From what Python reads to what it does not, as list, as object and as the field itself."""
    for depth in (10, 500, 900, 990, 1000, 1100, 2000, 5000, 20_000):
        for opening, closing in (("[", "]"), ('{"a":', "}")):
            message = opening * depth + "1" + closing * depth
            for expression in ("$request.body.a", "${request.body.a.a}", "$request.body..a"):
                assert isinstance(evaluate(expression, message), str)
            value = evaluate("$request.body.a", f'{{"a": {message}}}')
            assert value == "" or re.match(r"[\[{]", value)
