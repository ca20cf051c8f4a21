"""Which mapping of which domain a request is for (row B91)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from emulator.apigatewayv2 import custom_domains
from emulator.apigatewayv2.custom_domains import find_domain, find_mapping
from emulator.apigatewayv2.store import Api, Domain

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import ApiTypeDef


def domain(name: str, *keys: str) -> Domain:
    """A domain whose mapping keys are also the names of the stages they are mapped to."""
    mappings: Any = {
        key: {"ApiId": "api", "ApiMappingId": key, "ApiMappingKey": key, "Stage": key or "root"} for key in keys
    }
    return Domain("000000000000", "eu-west-1", {"DomainName": name}, mappings)


@pytest.fixture(autouse=True)
def domains(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        found.record["DomainName"]: found
        for found in (
            domain("example.com", "orders", "orders/v1", "a b"),
            domain("all.example.com", "", "orders"),
            domain("*.wild.com", ""),
            domain("exact.wild.com", "x"),
        )
    }
    api = Api("000000000000", "eu-west-1", cast("ApiTypeDef", {"ApiId": "api"}))
    monkeypatch.setattr(custom_domains, "all_domains", lambda: known)
    monkeypatch.setattr(custom_domains, "find_api", lambda api_id: api if api_id == "api" else None)


@pytest.mark.parametrize(
    ("host", "path", "expected"),
    [
        ("example.com", "/orders", ("orders", "/orders", "/")),
        ("example.com", "/orders/", ("orders", "/orders", "/")),
        ("example.com", "/orders/7/x", ("orders", "/orders", "/7/x")),
        ("example.com", "/orders/v1/7", ("orders/v1", "/orders/v1", "/7")),
        ("EXAMPLE.com:4566", "/orders/v12", ("orders", "/orders", "/v12")),
        ("example.com", "/a%20b/c%20d", ("a b", "/a b", "/c%20d")),
        ("example.com", "/ordersx", None),
        ("example.com", "/Orders", None),
        ("example.com", "/", None),
        ("all.example.com", "/", ("root", "", "/")),
        ("all.example.com", "/other/a//b", ("root", "", "/other/a//b")),
        ("all.example.com", "/orders/a", ("orders", "/orders", "/a")),
        ("any.wild.com", "/a", ("root", "", "/a")),
        ("exact.wild.com", "/x/y", ("x", "/x", "/y")),
        ("deep.any.wild.com", "/a", None),
        ("other.com", "/orders", None),
    ],
)
def test_longest_key_wins_b91(host: str, path: str, expected: tuple[str, str, str] | None) -> None:
    found = find_mapping(host, path)
    assert (found and (found.stage_name, found.base_path, found.path)) == expected


def test_an_exact_name_goes_before_a_wildcard() -> None:
    found = find_domain("exact.wild.com")
    assert found
    assert found.record["DomainName"] == "exact.wild.com"
