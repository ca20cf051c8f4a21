"""GetModelTemplate's template renders as JSON (the language is Apache Velocity's)."""

from __future__ import annotations

import importlib
import json
from typing import Any

import pytest

from emulator.apigatewayv2.model_template import template_of

airspeed: Any = importlib.import_module("airspeed")
"""The engine, which has no types."""


class Input:
    """What mapping templates call ``$input``."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def path(self, _path: str) -> Any:
        return self._document


def rendered(schema: dict[str, Any], document: Any) -> Any:
    """What the template of ``schema`` makes of a message."""
    return json.loads(airspeed.Template(template_of(schema)).merge({"input": Input(document)}))


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, "foo"),
        ({"type": "integer"}, 42),
        ({"type": "number"}, 42.0),
        ({"type": "boolean"}, True),
        ({"type": "null"}, None),
        ({"type": ["integer", "null"]}, 42),
        ({"enum": ["red", "blue"]}, "red"),
        ({}, "foo"),
        ({"type": "object"}, {}),
        ({"properties": {"a": {"type": "object", "properties": {"b": {"type": "string"}}}}}, {"a": {"b": "foo"}}),
    ],
)
def test_a_sample_of_each_type(schema: dict[str, Any], expected: Any) -> None:
    assert rendered(schema, {}) == expected


def test_arrays_are_loops_over_the_message() -> None:
    schema = {
        "type": "object",
        "properties": {
            "a": {
                "type": "object",
                "properties": {
                    "list": {"type": "array", "items": {"type": "object", "properties": {"n": {"type": "integer"}}}}
                },
            }
        },
    }
    assert rendered(schema, {"a": {"list": [1, 2, 3]}}) == {"a": {"list": [{"n": 42}] * 3}}
    assert rendered(schema, {"a": {"list": []}}) == {"a": {"list": []}}


def test_a_schema_may_nest_deep() -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(300):
        schema = {"type": "object", "properties": {"a": schema}}
    assert rendered(schema, {})
