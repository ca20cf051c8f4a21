from __future__ import annotations

from dataclasses import replace

import boto3
import pytest

from infra import ownership, stack
from infra.application import APPLICATION
from infra.aws import Aws
from infra.errors import StackError


def session() -> boto3.Session:
    """One whose clients go where the environment says."""
    return boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="eu-west-1")


@pytest.fixture(autouse=True)
def nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names no other endpoint."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)


def test_aws_itself_is_nobodys_own_account() -> None:
    """Nothing is sent: it would be refused for other reasons."""
    for run in (stack.deploy, stack.preview, stack.remove, stack.preview_removal):
        with pytest.raises(StackError, match="This is AWS itself"):
            run(session(), lambda _change: None)


def test_an_account_of_our_own_is_asked_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    ownership.check(Aws.connect(session()), APPLICATION)


def test_both_tags_are_ours_in_a_shared_account() -> None:
    shared = APPLICATION.in_shared_account()
    assert APPLICATION.owns({"stack": "dojo-serverless-dev", "team": "blue"})
    assert not shared.owns({"stack": "dojo-serverless-dev"})
    assert shared.owns(shared.tags | {"team": "blue"})
    assert not shared.owns(replace(shared, stage="prod").tags)
