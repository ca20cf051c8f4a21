"""What a person needs to deploy is what docs/aws-deployer-policy.json allows: tried where IAM is in force."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from scripts.setup.layout import ROOT
from tests.aws_target.account import PROFILE, profile_of, write_profiles
from tests.aws_target.inventory import inventory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.aws_target.account import Account

# The first of them may have to install what it needs.
pytestmark = pytest.mark.timeout(300)

POLICY = json.loads((ROOT / "docs" / "aws-deployer-policy.json").read_text())
USER = "deployer"
# Of these MiniStack does not see in the request which function, table or rule is meant, or calls it otherwise than AWS
# does (rule/default/…): that they are in the policy is tested here, and not for which resources.
WITHOUT_RESOURCE = {
    "lambda:CreateFunction",
    "lambda:CreateEventSourceMapping",
    "dynamodb:ListTagsOfResource",
    "events:PutRule",
    "events:PutTargets",
    "events:RemoveTargets",
    "events:DeleteRule",
    "events:ListTargetsByRule",
}


def allowed(*, without: str = "") -> str:
    """What the policy allows, but for one of its statements, in a form that MiniStack understands."""
    statements = [each for each in POLICY["Statement"] if each["Sid"] != without]
    actions = {action for each in statements for action in each["Action"]}
    on_all = {"Effect": "Allow", "Action": sorted(actions & WITHOUT_RESOURCE), "Resource": "*"}
    return json.dumps(POLICY | {"Statement": [*statements, on_all]})


@pytest.fixture
def deployer(ministack: Account, tmp_path: Path) -> Iterator[Account]:
    """The account as somebody sees it who may do what the policy says."""
    iam = ministack.client("iam")
    iam.create_user(UserName=USER)
    iam.put_user_policy(UserName=USER, PolicyName="deploy", PolicyDocument=allowed())
    key = iam.create_access_key(UserName=USER)["AccessKey"]
    keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
    account = replace(ministack, home=tmp_path)
    write_profiles(tmp_path, {PROFILE: profile_of(ministack.endpoint) | keys})
    yield account
    ministack.clear()
    iam.delete_access_key(UserName=USER, AccessKeyId=key["AccessKeyId"])
    iam.delete_user_policy(UserName=USER, PolicyName="deploy")
    iam.delete_user(UserName=USER)


def test_the_policy_is_enough(ministack: Account, deployer: Account) -> None:
    changes, answer = deployer.changes("deploy")
    assert len(changes) == 47
    assert answer["account"]["caller"].endswith(f":user/{USER}")
    assert deployer.changes("deploy")[0] == []
    removed, _ = deployer.changes("remove")
    assert len(removed) == 26
    assert inventory(ministack) == []


def test_without_it_a_deployment_says_what_is_not_allowed(ministack: Account, deployer: Account) -> None:
    ministack.client("iam").put_user_policy(UserName=USER, PolicyName="deploy", PolicyDocument=allowed(without="Table"))
    refused = deployer.run("deploy", "--yes", "--target", "aws", "--profile", PROFILE)
    assert refused.returncode == 2
    assert "AccessDenied" in refused.stderr
    assert "dynamodb:DescribeTable" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert inventory(ministack) == []
