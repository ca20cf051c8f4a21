"""A function's result as a response (section B4)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from emulator.execute_api.http.model import InternalServerError
from emulator.execute_api.http.respond import respond


def test_text_that_is_no_json_passes_as_it_is() -> None:
    """B34."""
    response = respond(b"{oops")
    assert (response.status, response.body) == (200, b"{oops")


def test_header_values_become_text() -> None:
    response = respond(json.dumps({"statusCode": 200, "headers": {"a": 1, "b": True, "c": 1.5}}).encode())
    assert response.headers[:3] == [("a", "1"), ("b", "true"), ("c", "1.5")]


@pytest.mark.parametrize(
    "result",
    [
        {"statusCode": None},
        {"statusCode": True},
        {"statusCode": 99},
        {"statusCode": 600},
        {"statusCode": 200, "headers": {"a": ["list"]}},
        {"statusCode": 200, "body": 1},
    ],
)
def test_malformed(result: dict[str, Any]) -> None:
    """B37, B38."""
    with pytest.raises(InternalServerError):
        respond(json.dumps(result).encode())
