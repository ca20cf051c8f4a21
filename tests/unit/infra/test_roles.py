from __future__ import annotations

import pytest

from infra.application import APPLICATION
from infra.roles import policy
from tests.unit.infra.aws import account

TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/dojo-serverless-table"
WRITE_LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]


def rights(function_name: str) -> dict[str, list[str]]:
    """The actions that a function may do, by resource, besides writing its logs."""
    function = next(function for function in APPLICATION.functions if function.name == function_name)
    document = policy(account(), APPLICATION, function, "abcdef1234")
    assert document["Version"] == "2012-10-17"
    assert {statement["Effect"] for statement in document["Statement"]} == {"Allow"}
    allowed: dict[str, list[str]] = {statement["Resource"]: statement["Action"] for statement in document["Statement"]}
    logs = f"arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/dojo-serverless-dev-{function_name}:*"
    assert allowed.pop(logs) == WRITE_LOGS
    return allowed


@pytest.mark.parametrize(
    ("function_name", "allowed"),
    [
        ("hello", {}),
        ("createVirus", {TABLE: ["dynamodb:PutItem"]}),
        ("getVirus", {TABLE: ["dynamodb:Query"]}),
        ("killVirus", {TABLE: ["dynamodb:DeleteItem"]}),
        ("connect", {TABLE: ["dynamodb:PutItem"]}),
        ("disconnect", {TABLE: ["dynamodb:DeleteItem"]}),
        (
            "sendMessageToClient",
            {
                TABLE: ["dynamodb:Query", "dynamodb:DeleteItem"],
                f"{TABLE}/stream/*": [
                    "dynamodb:DescribeStream",
                    "dynamodb:GetRecords",
                    "dynamodb:GetShardIterator",
                    "dynamodb:ListStreams",
                ],
                # A97
                "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234/dev/POST/@connections/*": [
                    "execute-api:ManageConnections"
                ],
            },
        ),
    ],
)
def test_a_function_may_do_what_it_does_and_no_more(function_name: str, allowed: dict[str, list[str]]) -> None:
    assert rights(function_name) == allowed
