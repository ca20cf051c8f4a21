"""Claims as text, and tokens that are not what they seem (rows B62, B64)."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest

from emulator.execute_api.authorizers import issuer_keys
from emulator.execute_api.authorizers.issuer_keys import IssuerUnreachableError, signing_key
from emulator.execute_api.authorizers.jwt import InvalidTokenError, claim_text, grant_for
from tests.issuer import AUDIENCE, Issuer, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_apigatewayv2.type_defs import JWTConfigurationOutputTypeDef


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    issuer = Issuer()
    issuer.add_key("first")
    yield from serve(issuer)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"),
        (1583348638, "1583348638"),
        (1583348638.0, "1583348638"),
        (1.5, "1.5"),
        (True, "true"),
        (None, "<nil>"),
        (["a", 1, ["b"]], "[a 1 [b]]"),
        ([], "[]"),
        ({"b": [1], "a": "x"}, "map[a:x b:[1]]"),
    ],
)
def test_claims_are_text_b64(value: Any, text: str) -> None:
    assert claim_text(value) == text


def segment(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "..",
        "a.b.c.d",
        "é.é.é",
        f"{segment([])}.{segment({})}.",
        f"{segment({'alg': 'RS256'})}.{segment('claims')}.",
        f"{segment({'alg': ['RS256']})}.{segment({})}.",
        f"{segment({'alg': 'RS256', 'kid': {}})}.{segment({})}.",
    ],
)
def test_nonsense_is_no_token_b62(issuer: Issuer, token: str) -> None:
    with pytest.raises(InvalidTokenError):
        grant_for(token, {"Issuer": issuer.url, "Audience": [AUDIENCE]}, [])


def test_times_that_are_no_time_b62(issuer: Issuer) -> None:
    """JSON as Python reads it knows NaN, which is never over."""
    configuration: JWTConfigurationOutputTypeDef = {"Issuer": issuer.url, "Audience": [AUDIENCE]}
    for value in (float("nan"), float("inf"), True, [1]):
        with pytest.raises(InvalidTokenError):
            grant_for(issuer.token(exp=value), configuration, [])
    assert grant_for(issuer.token(), configuration, []).claims["sub"] == "42"


def test_keys_are_fetched_once_and_unknown_ones_not_at_will_b65(
    issuer: Issuer, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000_000.0
    monkeypatch.setattr(issuer_keys, "monotonic", lambda: now)

    def fetched() -> int:
        return issuer.requests.count("/realms/dev/keys")

    assert signing_key(issuer.url, "first")
    for _ in range(5):
        assert signing_key(issuer.url, "first")
        assert signing_key(issuer.url, "second") is None
    assert fetched() == 1
    issuer.add_key("second")
    now += issuer_keys.REFETCH_SECONDS + 1
    assert signing_key(issuer.url, "first")
    assert fetched() == 1
    assert signing_key(issuer.url, "second")
    assert fetched() == 2
    now += issuer_keys.KEEP_SECONDS + 1
    assert signing_key(issuer.url, "first")
    assert fetched() == 3


def test_other_keys_are_no_keys_b62(issuer: Issuer) -> None:
    keys = [{"kty": "EC", "kid": "e"}, {"kty": "RSA", "kid": "r"}, {"kty": "RSA", "n": "AQAB", "e": "AQAB"}, "x", None]
    issuer.documents["/realms/dev/keys"] = json.dumps({"keys": keys}).encode()
    assert signing_key(issuer.url, "e") is None
    assert signing_key(issuer.url, "r") is None


def test_a_failure_is_no_answer_for_later_b65(issuer: Issuer) -> None:
    issuer.documents["/realms/dev/keys"] = b"[]"
    with pytest.raises(IssuerUnreachableError, match="JWKS communication error"):
        signing_key(issuer.url, "first")
    issuer.documents.clear()
    assert signing_key(issuer.url, "first")
