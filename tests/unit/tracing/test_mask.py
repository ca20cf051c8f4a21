from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulator.tracing.mask import MAX_MEMBERS, MAX_STRING, MAX_TEXT, as_text, masked, masked_text, shown_bytes

SECRET = "of-nobodys-business"


@pytest.mark.parametrize(
    "value",
    [
        {"password": SECRET},
        {"dbPassword": {"S": SECRET}},
        {"headers": {"Authorization": SECRET, "x-api-key": SECRET, "X-Amz-Security-Token": SECRET}},
        {"cookies": ["a=b", f"session={SECRET}"]},
        {"multiValueHeaders": {"Set-Cookie": [SECRET]}},
        {"requestContext": {"identity": {"accessKey": SECRET}}},
        {"body": json.dumps({"client_secret": SECRET})},
        {"body": json.dumps({"inner": json.dumps({"token": SECRET})})},
        {"rawQueryString": f"a=b&access_token={SECRET}&c=d"},
        {"SecretString": SECRET},
        {"message": f"Bearer {SECRET}"},
        {"message": f"eyJhbGciOiJIUzI1NiJ9.{SECRET}.x"},
        {"message": f"AWS4-HMAC-SHA256 Credential=a/b/c, SignedHeaders=host, Signature={SECRET}"},
        {"body": SECRET, "isBase64Encoded": True},
    ],
)
def test_secrets_are_masked(value: dict[str, Any]) -> None:
    assert SECRET not in as_text(value)
    # Within JSON that is a string, and within a body that was cut.
    assert SECRET not in as_text({"body": json.dumps(value)})
    whole = json.dumps(value).encode()
    assert SECRET not in shown_bytes(whole, len(whole))


@pytest.mark.parametrize(
    "value",
    [
        {"password": SECRET},
        {"credentials": {"a": {"b": 1}, "c": SECRET}},
        {"cookies": ["a=[b]", f"session={SECRET}"]},
        {"body": json.dumps({"client_secret": SECRET})},
        {"body": json.dumps({"secrets": [{"a": 1}, SECRET]})},
        {"Authorization": SECRET},
    ],
)
@pytest.mark.parametrize("cut", [1, 2, 4, 8])
def test_secrets_are_masked_in_what_was_cut(value: dict[str, Any], cut: int) -> None:
    whole = json.dumps(value).encode()
    assert SECRET[:-8] not in shown_bytes(whole[:-cut], len(whole))


@pytest.mark.parametrize(
    "text", ["hello", "a=b&c=d", '{"virusId": "1"}', "Basic things", "", "<b>&amp;</b>", "🦠\x00\x1b["]
)
def test_all_else_is_shown_as_it_is(text: str) -> None:
    assert masked_text(text) == text


def test_names_that_only_sound_alike_are_shown() -> None:
    value = {"partitionKey": {"S": "Virus"}, "sortKey": {"S": "1"}, "keys": [1, 2.5, None, True], "secret": None}
    assert masked(value) == value


def test_long_values_are_cut() -> None:
    assert masked("x" * 400_000) == "x" * MAX_STRING + "…"
    assert len(masked(list(range(10_000)))) == MAX_MEMBERS + 1
    assert len(masked({str(number): number for number in range(10_000)})) == MAX_MEMBERS + 1
    assert len(as_text([["y" * MAX_STRING] * 50] * 50)) == MAX_TEXT + 1
    assert shown_bytes(b"x" * 10, 5000) == "xxxxxxxxxx… (5000 bytes)"


def test_deep_nesting_ends() -> None:
    deep: Any = 1
    for _ in range(500):
        deep = [deep]
    assert "…" in as_text(deep)
    assert len(masked_text("[" * 100_000)) <= MAX_STRING + 1


def test_bytes_that_are_no_text_are_counted() -> None:
    assert shown_bytes(b"\xff\xfe", 2) == "(2 bytes, not text)"
    # A character that was cut in two is left out.
    assert shown_bytes("é".encode()[:1], 100) == "… (100 bytes)"


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda kids: st.lists(kids) | st.dictionaries(st.text(), kids),
    )
)
def test_anything_can_be_shown(value: Any) -> None:
    shown = as_text(value)
    assert len(shown) <= MAX_TEXT + 1
    whole = json.dumps(value).encode()
    assert isinstance(shown_bytes(whole, len(whole)), str)


@given(st.text())
def test_a_secret_is_masked_whatever_it_is(secret: str) -> None:
    """Also with quotes, backslashes and newlines in it."""
    whole = json.dumps({"password": f"{secret}{SECRET}{secret}"}).encode()
    for cut in range(len(whole)):
        assert SECRET not in shown_bytes(whole[: len(whole) - cut], len(whole))


@pytest.mark.parametrize(
    "piece", ["x", '"', "\\\\", '\\\\"', "eyJ-", "Basic ", "token", '"token":', '{"token":"', "[", "-", "a.eyJ"]
)
def test_nothing_that_is_sent_takes_for_ever(piece: str) -> None:
    """An expression that goes back over what it has read would take minutes for this."""
    for start in ("", "{", '["'):
        body = (start + piece * 400_000)[:400_000].encode()
        assert shown_bytes(body, len(body))
