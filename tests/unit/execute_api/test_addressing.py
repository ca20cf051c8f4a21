"""URLs that name an API (rows A01, A02, B01)."""

from __future__ import annotations

import pytest

from emulator.execute_api.addressing import ExecuteApiAddress, domain_name, parse_address


@pytest.mark.parametrize(
    ("host", "path", "api_id", "rest"),
    [
        ("localhost:4566", "/_aws/execute-api/abc/dev/virus", "abc", "/dev/virus"),
        ("localhost:4566", "/_aws/execute-api/abc", "abc", "/"),
        ("abc.execute-api.localhost:4566", "/dev/virus", "abc", "/dev/virus"),
        ("abc.execute-api.localhost.localstack.cloud:4566", "/", "abc", "/"),
        ("ABC.execute-api.eu-west-1.amazonaws.com", "/dev/a%20b", "abc", "/dev/a%20b"),
    ],
)
def test_an_api_a01_b01(host: str, path: str, api_id: str, rest: str) -> None:
    assert parse_address(host, path) == ExecuteApiAddress(api_id, rest)


@pytest.mark.parametrize(
    ("host", "path"), [("localhost:4566", "/dev/virus"), ("s3.localhost.localstack.cloud:4566", "/"), ("", "/")]
)
def test_something_else(host: str, path: str) -> None:
    assert parse_address(host, path) is None


def test_what_handlers_derive_reaches_the_api() -> None:
    """A120."""
    assert parse_address(domain_name("abc", 4566), "/dev") == ExecuteApiAddress("abc", "/dev")
