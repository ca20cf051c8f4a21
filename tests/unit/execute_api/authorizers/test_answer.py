"""What Lambda authorizers answer (rows A41, A77, B68, B70, B73)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from emulator.execute_api.authorizers.answer import read_policy, read_simple, read_websocket_policy
from emulator.execute_api.authorizers.refusals import AuthorizerError, ForbiddenError

ARN = "arn:aws:execute-api:eu-west-1:000000000000:abcdefghij/dev/GET/a"
STATEMENT = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": ARN}


def payload(**changes: Any) -> bytes:
    answer = {"principalId": "me", "policyDocument": {"Statement": [STATEMENT]}} | changes
    return json.dumps({name: value for name, value in answer.items() if value is not None}).encode()


def test_simple_b68() -> None:
    grant = read_simple(b'{"isAuthorized": true, "context": {"a": [1]}}').grant_for(ARN)
    assert (grant.context, grant.principal_id) == ({"a": [1]}, None)
    with pytest.raises(ForbiddenError):
        read_simple(b'{"isAuthorized": false}').grant_for(ARN)


@pytest.mark.parametrize("text", ["", "null", "true", "[]", "{}", '{"isAuthorized": 1}', '{"isAuthorized": "true"}'])
def test_what_is_no_simple_answer_b70(text: str) -> None:
    with pytest.raises(AuthorizerError):
        read_simple(text.encode())


def test_policy_a77_b68() -> None:
    for read in (read_policy, read_websocket_policy):
        answer = read(payload(usageIdentifierKey="key"))
        assert answer.grant_for(ARN).usage_identifier_key == "key"
        with pytest.raises(ForbiddenError):
            answer.grant_for(ARN + "b")


@pytest.mark.parametrize(
    "changes",
    [
        {"policyDocument": None},
        {"policyDocument": "Allow"},
        {"policyDocument": {"Statement": [{"Effect": "Maybe"}]}},
        {"principalId": 1},
        {"usageIdentifierKey": 1},
        {"context": "a"},
    ],
)
def test_what_is_no_policy_b70(changes: dict[str, Any]) -> None:
    for read in (read_policy, read_websocket_policy):
        with pytest.raises(AuthorizerError):
            read(payload(**changes)).grant_for(ARN)


@pytest.mark.parametrize(
    "changes",
    [{"principalId": None}, {"principalId": ""}, {"context": {"a": []}}, {"context": {"a": "b" * 8192}}],
)
def test_websocket_apis_have_more_rules_a77(changes: dict[str, Any]) -> None:
    read_policy(payload(**changes))
    with pytest.raises(AuthorizerError):
        read_websocket_policy(payload(**changes))


def test_context_as_strings_a41_b73() -> None:
    context = {"text": "a", "number": 1, "half": 0.5, "yes": True, "nothing": None, "list": ["a", 1]}
    assert read_policy(payload(context=context)).grant.strings() == {
        "principalId": "me",
        "text": "a",
        "number": "1",
        "half": "0.5",
        "yes": "true",
        "list": '["a",1]',
    }
