"""Which calls are written to disk before they are answered."""

from __future__ import annotations

import pytest

from emulator.persistence.kept_services import changes_state


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("apigatewayv2", "CreateRoute"),
        ("dynamodb", "CreateTable"),
        ("events", "DisableRule"),
        ("iam", "PutRolePolicy"),
        ("lambda", "UpdateFunctionCode"),
        ("sqs", "SendMessage"),
    ],
)
def test_changes(service: str, operation: str) -> None:
    assert changes_state(service, operation)


@pytest.mark.parametrize(
    ("service", "operation"),
    [
        ("apigatewayv2", "GetRoutes"),
        ("dynamodb", "PutItem"),
        ("events", "PutEvents"),
        ("iam", "ListRoles"),
        ("lambda", "Invoke"),
        ("sts", "AssumeRole"),
        ("sqs", "ReceiveMessage"),
    ],
)
def test_no_changes(service: str, operation: str) -> None:
    assert not changes_state(service, operation)
