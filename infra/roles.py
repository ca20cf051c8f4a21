"""An IAM role for each function, that allows what the function does and no more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from infra.application import Application, Function
from infra.aws import Aws
from infra.report import Action, Change, Difference, Report

if TYPE_CHECKING:
    from mypy_boto3_iam.type_defs import RoleTypeDef

type Document = dict[str, Any]
"""An IAM policy document."""

POLICY_NAME = "function"
TRUST: Document = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}


def find_all(aws: Aws, application: Application) -> dict[str, RoleTypeDef]:
    """Our roles of this region, by the name of their function."""
    prefix = role_name(aws, application, "")
    pages = aws.iam.get_paginator("list_roles").paginate(PathPrefix=application.role_path)
    return {
        role["RoleName"].removeprefix(prefix): role
        for page in pages
        for role in page["Roles"]
        if role["RoleName"].startswith(prefix)
    }


def apply(
    aws: Aws,
    application: Application,
    function: Function,
    websocket_api_id: str | None,
    role: RoleTypeDef | None,
    report: Report,
) -> str:
    """Make a function's role as wanted, given the one that is there; returns its ARN."""
    name = role_name(aws, application, function.name)
    document = policy(aws, application, function, websocket_api_id)
    differing: list[Difference] = []
    if role is None:
        role = _create(aws, application, name)
        _put_policy(aws, name, document)
        report(Change("role", name, Action.CREATED))
        return role["Arn"]
    if (trust := role["AssumeRolePolicyDocument"]) != TRUST:
        aws.iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(TRUST))
        differing.append(Difference("AssumeRolePolicyDocument", trust, TRUST))
    if (policy_there := _current_policy(aws, name)) != document:
        _put_policy(aws, name, document)
        differing.append(Difference("PolicyDocument", policy_there, document))
    report(Change("role", name, Action.UPDATED if differing else Action.UNCHANGED, tuple(differing)))
    return role["Arn"]


def remove(aws: Aws, role_name: str, report: Report) -> None:
    """Delete a role that no function uses any more."""
    for page in aws.iam.get_paginator("list_role_policies").paginate(RoleName=role_name):
        for policy_name in page["PolicyNames"]:
            aws.iam.delete_role_policy(RoleName=role_name, PolicyName=policy_name)
    aws.iam.delete_role(RoleName=role_name)
    report(Change("role", role_name, Action.DELETED))


def policy(aws: Aws, application: Application, function: Function, websocket_api_id: str | None) -> Document:
    """What a function may do."""
    table = aws.arn("dynamodb", f"table/{application.table}")
    log_group = aws.arn("logs", f"log-group:/aws/lambda/{application.resource_name(function.name)}:*")
    writes = ["logs:CreateLogStream", "logs:PutLogEvents"]
    # With the right to make its log group, a function's last lines would bring back one that was deleted.
    makes_group = [] if application.log_retention_days else ["logs:CreateLogGroup"]
    statements = [_allow(makes_group + writes, log_group)]
    if function.table_actions:
        statements.append(_allow(list(function.table_actions), table))
    if function.reads_stream if function.may_read_stream is None else function.may_read_stream:
        actions = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"]
        statements.append(_allow([f"dynamodb:{action}" for action in actions], f"{table}/stream/*"))
    if function.puts_events and application.event_bus:
        statements.append(_allow(["events:PutEvents"], aws.arn("events", f"event-bus/{application.event_bus}")))
    if function.posts_to_connections and websocket_api_id:
        posts = aws.arn("execute-api", f"{websocket_api_id}/{application.stage}/POST/@connections/*")
        statements.append(_allow(["execute-api:ManageConnections"], posts))
    return {"Version": "2012-10-17", "Statement": statements}


def _allow(actions: list[str], resource: str) -> Document:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


def role_name(aws: Aws, application: Application, function_name: str) -> str:
    """The name of a function's role."""
    # IAM knows no regions: the same stack in another region has roles of its own.
    return f"{application.stack}-{aws.region}-{function_name}"


def _create(aws: Aws, application: Application, name: str) -> RoleTypeDef:
    return aws.iam.create_role(
        RoleName=name,
        Path=application.role_path,
        AssumeRolePolicyDocument=json.dumps(TRUST),
        Tags=[{"Key": key, "Value": value} for key, value in application.tags.items()],
    )["Role"]


def _put_policy(aws: Aws, role_name: str, document: Document) -> None:
    aws.iam.put_role_policy(RoleName=role_name, PolicyName=POLICY_NAME, PolicyDocument=json.dumps(document))


def _current_policy(aws: Aws, role_name: str) -> object:
    try:
        return aws.iam.get_role_policy(RoleName=role_name, PolicyName=POLICY_NAME)["PolicyDocument"]
    except aws.iam.exceptions.NoSuchEntityException:
        return None
