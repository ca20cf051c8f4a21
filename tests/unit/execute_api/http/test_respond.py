"""A function's result as a response (section B4)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from emulator.execute_api.http.model import InternalServerError
from emulator.execute_api.http.respond import respond_v1, respond_v2


def test_text_that_is_no_json_passes_as_it_is_b34() -> None:
    response = respond_v2(b"{oops")
    assert (response.status, response.body) == (200, b"{oops")


def test_header_values_become_text() -> None:
    response = respond_v2(json.dumps({"statusCode": 200, "headers": {"a": 1, "b": True, "c": 1.5}}).encode())
    assert response.headers[:3] == [("a", "1"), ("b", "true"), ("c", "1.5")]


@pytest.mark.parametrize(
    "result",
    [
        {"statusCode": None},
        {"statusCode": True},
        {"statusCode": 99},
        {"statusCode": 101},
        {"statusCode": 600},
        {"statusCode": 200, "headers": {"a": ["list"]}},
        {"statusCode": 200, "headers": "text"},
        {"statusCode": 200, "cookies": {"a": "map"}},
        {"statusCode": 200, "cookies": [["list"]]},
        {"statusCode": 200, "body": 1},
    ],
)
def test_malformed_b37_b38(result: dict[str, Any]) -> None:
    with pytest.raises(InternalServerError):
        respond_v2(json.dumps(result).encode())


def test_headers_of_format_1_0_are_merged_b41() -> None:
    """The single value first; 2.0 ignores multiValueHeaders."""
    result = {"statusCode": 200, "headers": {"a": "1", "b": "2"}, "multiValueHeaders": {"a": ["1", "3"], "c": ["4"]}}
    payload = json.dumps(result).encode()
    assert respond_v1(payload).headers[:4] == [("a", "1"), ("b", "2"), ("a", "3"), ("c", "4")]
    assert respond_v2(payload).headers[:2] == [("a", "1"), ("b", "2")]


@pytest.mark.parametrize("malformed", [{"headers": [1]}, {"multiValueHeaders": {"a": "1"}}, {"headers": {"a": [1]}}])
def test_malformed_headers_of_format_1_0(malformed: dict[str, Any]) -> None:
    with pytest.raises(InternalServerError):
        respond_v1(json.dumps({"statusCode": 200, **malformed}).encode())


@pytest.mark.parametrize("payload", [b"{oops", b"null", b'"text"', b"{}", b"[]", b'{"statusCode": "x"}'])
def test_format_1_0_infers_nothing_b43(payload: bytes) -> None:
    with pytest.raises(InternalServerError):
        respond_v1(payload)
