from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

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


def test_clients_are_made_once_with_the_classes_of_their_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that share a client must catch what it raises, also the first time."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    aws = account()
    with ThreadPoolExecutor() as executor:
        clients = set(executor.map(lambda _: aws.logs, range(8)))
    (client,) = clients
    assert vars(client)["_exceptions"] is not None
