"""The functions' log groups. Lambda makes them when a function first runs, unless they are kept for a time only."""

from __future__ import annotations

from infra.application import Application
from infra.aws import Aws
from infra.report import Action, Change, Difference, Differences, Report


def find_all(aws: Aws, application: Application) -> dict[str, int | None]:
    """How many days each log group keeps what is in it (None: for ever), for those with a name of ours, by name."""
    pages = aws.logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=group_name(application, ""))
    return {
        group["logGroupName"]: group.get("retentionInDays") for page in pages for group in page.get("logGroups", [])
    }


def group_name(application: Application, function_name: str) -> str:
    """The name that Lambda gives to the log group of a function."""
    return f"/aws/lambda/{application.resource_name(function_name)}"


def tags_of(aws: Aws, name: str) -> dict[str, str]:
    """The tags of a log group."""
    return aws.logs.list_tags_for_resource(resourceArn=aws.arn("logs", f"log-group:{name}")).get("tags", {})


def apply(
    aws: Aws, application: Application, function_name: str, current: dict[str, int | None], report: Report
) -> None:
    """Make the log group of a function, if logs are kept for a time only, given the groups that are there."""
    if not (wanted := application.log_retention_days):
        return
    name = group_name(application, function_name)
    action, differing = _apply_one(aws, application, name, current, wanted)
    report(Change("log group", name, action, differing))


def remove(aws: Aws, application: Application, function_name: str, report: Report) -> None:
    """Delete the log group of a function, if there is one."""
    name = group_name(application, function_name)
    try:
        aws.logs.delete_log_group(logGroupName=name)
    except aws.logs.exceptions.ResourceNotFoundException:
        return
    report(Change("log group", name, Action.DELETED))


def _apply_one(
    aws: Aws, application: Application, name: str, current: dict[str, int | None], wanted: int
) -> tuple[Action, Differences]:
    if name not in current:
        aws.logs.create_log_group(logGroupName=name, tags=application.tags)
    elif current[name] == wanted:
        return Action.UNCHANGED, ()
    aws.logs.put_retention_policy(logGroupName=name, retentionInDays=wanted)
    if name not in current:
        return Action.CREATED, ()
    return Action.UPDATED, (Difference("RetentionInDays", current[name], wanted),)
