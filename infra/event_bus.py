"""The application's own EventBridge bus, and the rules on it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from infra import functions, state_machines
from infra.application import Application, EventRule
from infra.aws import Aws
from infra.errors import StackError
from infra.permissions import Grant
from infra.report import Action, Change, Report

if TYPE_CHECKING:
    from mypy_boto3_events.type_defs import TargetTypeDef


def find_all(aws: Aws, application: Application) -> list[str]:
    """The names of our buses: those with our tag."""
    names = []
    for bus in aws.events.list_event_buses()["EventBuses"]:
        if bus["Name"] != "default":
            tags = aws.events.list_tags_for_resource(ResourceARN=bus["Arn"])["Tags"]
            if application.owns({tag["Key"]: tag["Value"] for tag in tags}):
                names.append(bus["Name"])
    return names


def grants(aws: Aws, application: Application) -> list[Grant]:
    """The permissions of the rules to invoke functions. A state machine is started with a role instead."""
    names = {function.name for function in application.functions}
    return [
        Grant(
            function=rule.target,
            statement_id=f"event-{rule.name}",
            principal="events.amazonaws.com",
            source_arn=aws.arn("events", f"rule/{application.event_bus}/{application.resource_name(rule.name)}"),
        )
        for rule in application.event_rules
        if rule.target in names
    ]


def apply(aws: Aws, application: Application, report: Report) -> None:
    """Make the bus and its rules as wanted, and remove a bus that is not wanted any more."""
    bus, current = application.event_bus, find_all(aws, application)
    for name in current:
        if name != bus:
            remove(aws, name, report)
    if not bus:
        return
    if bus not in current:
        aws.events.create_event_bus(
            Name=bus, Tags=[{"Key": key, "Value": value} for key, value in application.tags.items()]
        )
    report(Change("event bus", bus, Action.UNCHANGED if bus in current else Action.CREATED))
    wanted = {application.resource_name(rule.name): rule for rule in application.event_rules}
    there = {rule["Name"]: rule for rule in aws.events.list_rules(EventBusName=bus)["Rules"]}
    for name, rule in wanted.items():
        pattern = {"detail-type": [rule.detail_type]}
        target = _target(aws, application, rule)
        is_same = name in there and json.loads(there[name].get("EventPattern", "{}")) == pattern
        if is_same and aws.events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"] == [target]:
            report(Change("rule", name, Action.UNCHANGED))
            continue
        aws.events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps(pattern))
        put_target(aws, name, target, EventBusName=bus)
        report(Change("rule", name, Action.UPDATED if name in there else Action.CREATED))
    for name in there.keys() - wanted.keys():
        # Rules of others may be on our bus, too.
        if name.startswith(application.resource_name("")):
            _remove_rule(aws, bus, name, report)


def put_target(aws: Aws, rule: str, target: TargetTypeDef, **bus: str) -> None:
    """Make a rule lead to a target. Raises StackError: EventBridge answers with success also when it refuses one."""
    for failed in aws.events.put_targets(Rule=rule, Targets=[target], **bus).get("FailedEntries", []):
        raise StackError(f"Rule {rule} cannot lead to {target['Arn']}: {failed.get('ErrorMessage')}")


def remove(aws: Aws, bus: str, report: Report) -> None:
    """Delete a bus with its rules."""
    for rule in aws.events.list_rules(EventBusName=bus)["Rules"]:
        _remove_rule(aws, bus, rule["Name"], report)
    aws.events.delete_event_bus(Name=bus)
    report(Change("event bus", bus, Action.DELETED))


def _remove_rule(aws: Aws, bus: str, name: str, report: Report) -> None:
    if targets := aws.events.list_targets_by_rule(Rule=name, EventBusName=bus)["Targets"]:
        aws.events.remove_targets(Rule=name, EventBusName=bus, Ids=[target["Id"] for target in targets])
    aws.events.delete_rule(Name=name, EventBusName=bus)
    report(Change("rule", name, Action.DELETED))


def _target(aws: Aws, application: Application, rule: EventRule) -> TargetTypeDef:
    if rule.target in {machine.name for machine in application.state_machines}:
        return {
            "Id": rule.target,
            "Arn": state_machines.arn(aws, application, rule.target),
            "RoleArn": state_machines.role_arn(aws, application, rule.target),
        }
    return {"Id": rule.target, "Arn": functions.arn(aws, application, rule.target)}
