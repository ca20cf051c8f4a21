from __future__ import annotations

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from infra.errors import StackError, explain


def test_our_own_errors_explain_themselves() -> None:
    assert explain(StackError("Do this.")) == "Do this."


def test_nothing_answers() -> None:
    client = boto3.client(
        "sts",
        endpoint_url="http://127.0.0.1:9",
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )
    with pytest.raises(BotoCoreError) as failure:
        client.get_caller_identity()
    assert explain(failure.value) == "Nothing answers at http://127.0.0.1:9/. Check the network and AWS_ENDPOINT_URL."


def test_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    client = boto3.Session(region_name="eu-west-1").client("sts", endpoint_url="http://127.0.0.1:9")
    with pytest.raises(BotoCoreError) as failure:
        client.get_caller_identity()
    assert explain(failure.value).startswith("There are no AWS credentials. Set AWS_PROFILE")
