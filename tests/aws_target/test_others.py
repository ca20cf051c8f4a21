"""What others have made in the account, with names that ours need: refused, and left as it is."""

from __future__ import annotations

import io
import json
import zipfile
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from infra import stack
from infra.application import APPLICATION
from infra.errors import StackError
from tests.aws_target.account import PROFILE
from tests.aws_target.inventory import inventory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.aws_target.account import Account

# The first of them may have to install what it needs.
pytestmark = pytest.mark.timeout(300)

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}
OTHERS_ROLE = "another-role"
FUNCTION = "dojo-serverless-dev-hello"
ROLE = "dojo-serverless-dev-eu-west-1-hello"
RULE = "dojo-serverless-dev-createVirus-schedule"
GROUP = "/aws/lambda/dojo-serverless-dev-hello"
TABLE = "dojo-serverless-table"


@pytest.fixture
def account(request: pytest.FixtureRequest) -> Iterator[Account]:
    """An account that is empty before and after."""
    account: Account = request.getfixturevalue(request.param)
    assert inventory(account) == []
    yield account
    account.client("dynamodb").delete_table(TableName=TABLE)
    account.client("lambda").delete_function(FunctionName=FUNCTION)
    account.client("logs").delete_log_group(logGroupName=GROUP)
    account.client("events").delete_rule(Name=RULE)
    for role in (ROLE, OTHERS_ROLE):
        account.client("iam").delete_role(RoleName=role)
    assert inventory(account) == []


def make_all(account: Account, **tags: str) -> None:
    """A resource of each kind, with the tags of another tool."""
    account.client("dynamodb").create_table(
        TableName=TABLE,
        KeySchema=[
            {"AttributeName": "partitionKey", "KeyType": "HASH"},
            {"AttributeName": "sortKey", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "partitionKey", "AttributeType": "S"},
            {"AttributeName": "sortKey", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )
    for role in (ROLE, OTHERS_ROLE):
        account.client("iam").create_role(RoleName=role, AssumeRolePolicyDocument=json.dumps(TRUST))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("hello.py", "def handler(event, context): return 'theirs'")
    account.client("lambda").create_function(
        FunctionName=FUNCTION,
        Runtime="python3.13",
        Handler="hello.handler",
        Role=account.client("iam").get_role(RoleName=OTHERS_ROLE)["Role"]["Arn"],
        Code={"ZipFile": archive.getvalue()},
        Tags=tags,
    )
    account.client("logs").create_log_group(logGroupName=GROUP, tags=tags)
    account.client("events").put_rule(Name=RULE, ScheduleExpression="rate(1 day)")


def everything(account: Account) -> dict[str, Any]:
    """What is there, in detail: what changed would show."""
    client: Callable[[str], Any] = account.client
    dynamodb, table = client("dynamodb"), client("dynamodb").describe_table(TableName=TABLE)["Table"]
    configuration = client("lambda").get_function_configuration(FunctionName=FUNCTION)
    return {
        "inventory": inventory(account),
        "table": [table, dynamodb.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]],
        "function": [configuration["CodeSha256"], configuration["Role"], configuration["LastModified"]],
        "rule": [client("events").describe_rule(Name=RULE)["ScheduleExpression"]],
        "targets": client("events").list_targets_by_rule(Rule=RULE)["Targets"],
        "role": client("iam").list_role_policies(RoleName=ROLE)["PolicyNames"],
        "group": client("logs").describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"],
    }


# The Serverless Framework calls a stack just so, and other teams may tag theirs so.
@pytest.mark.parametrize(
    ("account", "tags"),
    [("ministack", {"STAGE": "dev"}), ("moto", {"stack": "dojo-serverless-dev"})],
    indirect=["account"],
    ids=["untagged", "alike"],
)
def test_they_are_named_and_left_alone(account: Account, tags: dict[str, str]) -> None:
    make_all(account, **tags)
    before = everything(account)
    named = ", ".join(
        sorted([f"table {TABLE}", f"function {FUNCTION}", f"role {ROLE}", f"log group {GROUP}", f"rule {RULE}"])
    )
    refused = account.run("deploy", "--yes", "--target", "aws", "--profile", PROFILE)
    assert refused.returncode == 2
    assert f": {named}. Nothing was changed. " in refused.stderr
    assert refused.stderr.count("\n") == 1
    # Whose account it is, and no more.
    assert refused.stdout.count("\n") == 1

    application = APPLICATION.in_shared_account()
    for refuse in (
        stack.preview,
        stack.preview_removal,
        stack.remove,
        partial(stack.deploy_function, name="hello"),
        partial(stack.preview_function, name="hello"),
    ):
        with pytest.raises(StackError, match="Not made by Petri"):
            refuse(account.session, report=lambda _change: None, application=application)
    assert everything(account) == before
