"""Policies of Lambda authorizers (rows A77, B68)."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.execute_api.authorizers.policy import allows

ARN = "arn:aws:execute-api:eu-west-1:000000000000:abcdefghij/dev/GET/pets/1"


def statement(effect: str = "Allow", **changes: Any) -> dict[str, Any]:
    return {"Effect": effect, "Action": "execute-api:Invoke", "Resource": ARN} | changes


def policy(*statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({}, True),
        ({"Resource": "*"}, True),
        ({"Resource": "arn:aws:execute-api:*:*:*"}, True),
        ({"Resource": "arn:aws:execute-api:eu-west-1:000000000000:abcdefghij/*/GET/*"}, True),
        ({"Resource": ARN[:-1] + "?"}, True),
        ({"Resource": ["arn:other", ARN]}, True),
        ({"Resource": "arn:other"}, False),
        ({"Resource": ARN + "/more"}, False),
        ({"Resource": ARN.upper()}, False),
        ({"Action": "EXECUTE-API:invoke"}, True),
        ({"Action": "execute-api:*"}, True),
        ({"Action": ["lambda:*", "*"]}, True),
        ({"Action": "execute-api:ManageConnections"}, False),
        ({"Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}}, True),
    ],
)
def test_one_statement_b68(changes: dict[str, Any], allowed: bool) -> None:
    assert allows(policy(statement(**changes)), ARN) is allowed
    assert allows({"Statement": statement(**changes)}, ARN) is allowed


def test_not_action_and_not_resource_b68() -> None:
    def without(member: str, value: str) -> dict[str, Any]:
        changed = statement(**{f"Not{member}": value})
        del changed[member]
        return changed

    assert allows(policy(without("Action", "lambda:*")), ARN)
    assert not allows(policy(without("Action", "execute-api:*")), ARN)
    assert allows(policy(without("Resource", "arn:other")), ARN)
    assert not allows(policy(without("Resource", ARN)), ARN)


def test_a_denial_counts_more_b68() -> None:
    assert not allows(policy(statement(), statement("Deny", Resource="*")), ARN)
    assert not allows(policy(statement("Deny"), statement()), ARN)
    assert allows(policy(statement(), statement("Deny", Resource="arn:other")), ARN)
    assert allows(policy(statement(), statement("Deny", Condition={"Bool": {"aws:SecureTransport": "false"}})), ARN)
    assert not allows(policy(), ARN)


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"Statement": "Allow"},
        policy("Allow"),
        policy(statement("allow")),
        policy(statement(Action=None)),
        policy(statement(Resource=[1])),
        policy(statement(), {"Effect": "Deny"}),
    ],
)
def test_what_is_no_policy_b70(broken: Any) -> None:
    with pytest.raises(ValueError, match=r"policy|statement"):
        allows(broken, ARN)
