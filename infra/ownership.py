"""What has a name of ours, and was made by somebody else: in an account with others, nothing of that is touched.

Names are the only thing by which most resources are made and changed, so this is asked first, before any change.
APIs have ids: only those with our tags are ever looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from infra import functions, log_groups, roles, schedule, state_machines, table
from infra.application import Application, Schedule
from infra.aws import Aws
from infra.errors import StackError

type _Question = Callable[[], str | None]
"""Answers what is not ours, such as ``table scores``, or None."""

CONCURRENT_QUESTIONS = 12


def check(aws: Aws, application: Application) -> None:
    """Raise StackError, naming them, if there are resources that the stack needs and that others made.

    In an account of our own nothing is asked. AWS itself never is one.
    """
    if not application.shared_account:
        if aws.is_amazons:
            raise StackError("This is AWS itself. Use `petri deploy --target aws --profile NAME`, which asks first.")
        return
    with ThreadPoolExecutor(CONCURRENT_QUESTIONS) as executor:
        foreign = sorted(filter(None, executor.map(lambda ask: ask(), _questions(aws, application))))
    if foreign:
        raise StackError(
            f"Not made by Petri as part of stack {application.stack}, in account {aws.account_id}, {aws.region}: "
            f"{', '.join(foreign)}. Nothing was changed. Give this application other names (service, stage and table "
            "in infra/application.py), or delete what is in its way."
        )


def _questions(aws: Aws, application: Application) -> Iterable[_Question]:
    yield partial(_table, aws, application)
    groups = log_groups.find_all(aws, application)
    wanted = {function.name for function in application.functions}
    # Those with a name and a role of ours that are not wanted any more: they would be deleted.
    for name in wanted | roles.find_all(aws, application).keys() | functions.find_all(aws, application).keys():
        yield partial(_role, aws, application, roles.role_name(aws, application, name))
        yield partial(_function, aws, application, name)
        if log_groups.group_name(application, name) in groups:
            yield partial(_log_group, aws, application, name)
    for each in application.schedules:
        yield partial(_rule, aws, application, each)
    if application.event_bus:
        yield partial(_bus, aws, application, application.event_bus)
    for machine in {each.name for each in application.state_machines} | set(state_machines.find_all(aws, application)):
        yield partial(_state_machine, aws, application, machine)
        yield partial(_role, aws, application, state_machines.role_name(aws, application, machine))


def _table(aws: Aws, application: Application) -> str | None:
    found = table.find(aws, application)
    return _unless_ours(application, "table", application.table, table.tags_of(aws, found)) if found else None


def _role(aws: Aws, application: Application, name: str) -> str | None:
    try:
        role = aws.iam.get_role(RoleName=name)["Role"]
    except aws.iam.exceptions.NoSuchEntityException:
        return None
    return _unless_ours(application, "role", name, {tag["Key"]: tag["Value"] for tag in role.get("Tags", [])})


def _function(aws: Aws, application: Application, function: str) -> str | None:
    try:
        tags = functions.tags_of(aws, functions.arn(aws, application, function))
    except aws.lambda_.exceptions.ResourceNotFoundException:
        return None
    return _unless_ours(application, "function", application.resource_name(function), tags)


def _log_group(aws: Aws, application: Application, function: str) -> str | None:
    name = log_groups.group_name(application, function)
    return _unless_ours(application, "log group", name, log_groups.tags_of(aws, name))


def _rule(aws: Aws, application: Application, wanted: Schedule) -> str | None:
    try:
        tags = schedule.tags_of(aws, schedule.rule_arn(aws, application, wanted))
    except aws.events.exceptions.ResourceNotFoundException:
        return None
    return _unless_ours(application, "rule", schedule.rule_name(application, wanted), tags)


def _bus(aws: Aws, application: Application, name: str) -> str | None:
    try:
        tags = schedule.tags_of(aws, aws.arn("events", f"event-bus/{name}"))
    except aws.events.exceptions.ResourceNotFoundException:
        return None
    return _unless_ours(application, "event bus", name, tags)


def _state_machine(aws: Aws, application: Application, machine: str) -> str | None:
    machine_arn = state_machines.arn(aws, application, machine)
    try:
        aws.states.describe_state_machine(stateMachineArn=machine_arn)
    except aws.states.exceptions.StateMachineDoesNotExist:
        return None
    answer = aws.states.list_tags_for_resource(resourceArn=machine_arn)
    tags = {tag["key"]: tag["value"] for tag in answer["tags"]}
    return _unless_ours(application, "state machine", application.resource_name(machine), tags)


def _unless_ours(application: Application, kind: str, name: str, tags: dict[str, str]) -> str | None:
    return None if application.owns(tags) else f"{kind} {name}"
