from __future__ import annotations

import pytest
from localstack.utils.aws import aws_stack

from emulator import warm_up


def test_regions_come_from_one_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws_stack, "boto3", aws_stack.boto3)  # put back afterwards
    look = aws_stack.get_valid_regions_for_service.__wrapped__
    before = [look(service) for service in ("lambda", "sts")]
    warm_up._read_endpoints_once()
    assert [look(service) for service in ("lambda", "sts")] == before
    assert aws_stack.boto3.Session() is aws_stack.boto3.Session()
    aws_stack.get_boto3_region()
