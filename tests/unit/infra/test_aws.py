from __future__ import annotations

import pytest

from infra.aws import default_session
from tests.unit.infra.aws import account


@pytest.fixture(autouse=True)
def _no_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")


def test_the_region_is_ireland() -> None:
    assert default_session().region_name == "eu-west-1"


def test_the_environment_chooses_another_region(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    assert default_session().region_name == "eu-central-1"


def test_arn() -> None:
    assert account().arn("lambda", "function:hello") == "arn:aws:lambda:eu-west-1:123456789012:function:hello"
