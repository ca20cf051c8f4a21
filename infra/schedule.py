"""The EventBridge rules that invoke functions from time to time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra import functions
from infra.application import Application, Schedule
from infra.aws import Aws
from infra.event_bus import put_target
from infra.permissions import Grant
from infra.report import Action, Change, Difference, Differences, Report, differences

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import RuleTypeDef, TagTypeDef, TargetOutputTypeDef, TargetTypeDef


def rule_arn(aws: Aws, application: Application, schedule: Schedule) -> str:
    """The ARN of a schedule's rule, also before it exists."""
    return aws.arn("events", f"rule/{rule_name(application, schedule)}")


def grants(aws: Aws, application: Application) -> list[Grant]:
    """The permissions of the rules to invoke their functions."""
    return [
        Grant(schedule.function, "schedule", "events.amazonaws.com", rule_arn(aws, application, schedule))
        for schedule in application.schedules
    ]


def find_all(aws: Aws, application: Application) -> list[RuleTypeDef]:
    """Our rules: those with a name of ours and our tag."""
    return [
        rule
        for page in aws.events.get_paginator("list_rules").paginate(NamePrefix=application.resource_name(""))
        for rule in page["Rules"]
        if application.owns(tags_of(aws, rule["Arn"]))
    ]


def apply(aws: Aws, application: Application, report: Report) -> None:
    """Make the rules as wanted, with their functions as targets."""
    current = {rule["Name"]: rule for rule in find_all(aws, application)}
    for schedule in application.schedules:
        name = rule_name(application, schedule)
        done = _apply_one(aws, application, schedule, current.pop(name, None))
        report(Change("rule", name, *done))
    for rule in current.values():
        remove(aws, rule, report)


def remove(aws: Aws, rule: RuleTypeDef, report: Report) -> None:
    """Delete a rule."""
    name = rule["Name"]
    if targets := _targets(aws, name):
        aws.events.remove_targets(Rule=name, Ids=[target["Id"] for target in targets])
    aws.events.delete_rule(Name=name)
    report(Change("rule", name, Action.DELETED))


def _apply_one(
    aws: Aws, application: Application, schedule: Schedule, current: RuleTypeDef | None
) -> tuple[Action, Differences]:
    name = rule_name(application, schedule)
    target: TargetTypeDef = {"Id": schedule.function, "Arn": functions.arn(aws, application, schedule.function)}
    if current is None:
        tags: list[TagTypeDef] = [{"Key": key, "Value": value} for key, value in application.tags.items()]
        aws.events.put_rule(Name=name, ScheduleExpression=schedule.expression, Tags=tags)
        put_target(aws, name, target)
        return Action.CREATED, ()
    differing = differences(current, {"ScheduleExpression": schedule.expression, "State": "ENABLED"})
    if differing:
        aws.events.put_rule(Name=name, ScheduleExpression=schedule.expression, State="ENABLED")
    if (targets := _targets(aws, name)) != [target]:
        put_target(aws, name, target)
        differing = (*differing, Difference("Targets", targets, [target]))
    return Action.UPDATED if differing else Action.UNCHANGED, differing


def rule_name(application: Application, schedule: Schedule) -> str:
    """The name of a schedule's rule."""
    return application.resource_name(f"{schedule.function}-schedule")


def _targets(aws: Aws, rule_name: str) -> list[TargetOutputTypeDef]:
    pages = aws.events.get_paginator("list_targets_by_rule").paginate(Rule=rule_name)
    return [target for page in pages for target in page["Targets"]]


def tags_of(aws: Aws, arn: str) -> dict[str, str]:
    """The tags of a rule, or a bus."""
    return {tag["Key"]: tag["Value"] for tag in aws.events.list_tags_for_resource(ResourceARN=arn)["Tags"]}
