"""Which session a command works with: one that was made ahead, if it would be made the same again."""

from __future__ import annotations

import os

import pytest

from infra.aws import Aws
from scripts import emulator_account
from scripts.aws_env import use_emulator


@pytest.fixture(autouse=True)
def at_an_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in os.environ.items():
        monkeypatch.setenv(name, value)  # is set again afterwards
    use_emulator("http://127.0.0.1:4566")


def test_the_same_surroundings_have_one_session_and_its_clients() -> None:
    first, again = emulator_account.session(), emulator_account.session()
    assert first is again
    assert Aws.connect(first).lambda_ is Aws.connect(again).lambda_


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:4567"),
        ("AWS_ACCESS_KEY_ID", "100000000001"),
        ("AWS_REGION", "eu-central-1"),
        ("https_proxy", "http://127.0.0.1:3128"),
    ],
)
def test_other_surroundings_have_another(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    first = emulator_account.session()
    monkeypatch.setenv(variable, value)
    other = emulator_account.session()
    assert other is not first
    assert Aws.connect(other).lambda_ is not Aws.connect(first).lambda_


def test_what_files_say_is_read_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_CONFIG_FILE")
    assert emulator_account.session() is not emulator_account.session()
