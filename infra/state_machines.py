"""The Step Functions state machines, each with a role that may invoke the application's functions and start it."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

from infra import functions
from infra.application import Application, StateMachine
from infra.aws import Aws
from infra.errors import StackError
from infra.report import Action, Change, Report
from infra.waiting import retry

POLICY_NAME = "states"


def arn(aws: Aws, application: Application, name: str) -> str:
    """A state machine's ARN, also before it exists."""
    return aws.arn("states", f"stateMachine:{application.resource_name(name)}")


def role_arn(aws: Aws, application: Application, name: str) -> str:
    """The ARN of its role."""
    return f"arn:{aws.partition}:iam::{aws.account_id}:role{_path(application)}{role_name(aws, application, name)}"


def definition(aws: Aws, application: Application, machine: StateMachine) -> dict[str, Any]:
    """What its file says, with the functions' ARNs in place of ``${name}``. Raises StackError."""

    def function_arn(match: re.Match[str]) -> str:
        names = [function.name for function in application.functions]
        if match[1] not in names:
            raise StackError(f"{machine.definition.name} names a function {match[1]}, which is not there.")
        return functions.arn(aws, application, match[1])

    try:
        text = re.sub(r"\$\{(\w+)\}", function_arn, machine.definition.read_text())
        parsed: dict[str, Any] = json.loads(text)
    except (OSError, ValueError) as error:
        raise StackError(f"State machine {machine.name}: {machine.definition} cannot be read: {error}") from None
    return parsed


def find_all(aws: Aws, application: Application) -> list[str]:
    """The names in the application of our state machines, told by their roles.

    Step Functions itself is not asked: most applications have no state machine, and need not wait for it.
    """
    prefix = role_name(aws, application, "")
    pages = aws.iam.get_paginator("list_roles").paginate(PathPrefix=_path(application))
    names = (role["RoleName"] for page in pages for role in page["Roles"])
    return [name.removeprefix(prefix) for name in names if name.startswith(prefix)]


def apply(aws: Aws, application: Application, report: Report) -> None:
    """Make the state machines as wanted, once their functions are there."""
    for machine in application.state_machines:
        wanted = definition(aws, application, machine)
        _apply_role(aws, application, machine.name)
        action = _apply_one(aws, application, machine.name, wanted)
        report(Change("state machine", application.resource_name(machine.name), action))
    for unwanted in set(find_all(aws, application)) - {machine.name for machine in application.state_machines}:
        remove(aws, application, unwanted, report)


def remove(aws: Aws, application: Application, name: str, report: Report) -> None:
    """Delete a state machine and its role."""
    aws.states.delete_state_machine(stateMachineArn=arn(aws, application, name))
    role = role_name(aws, application, name)
    with suppress(aws.iam.exceptions.NoSuchEntityException):
        aws.iam.delete_role_policy(RoleName=role, PolicyName=POLICY_NAME)
    aws.iam.delete_role(RoleName=role)
    report(Change("state machine", application.resource_name(name), Action.DELETED))


def _apply_one(aws: Aws, application: Application, name: str, wanted: dict[str, Any]) -> Action:
    own_arn = arn(aws, application, name)
    try:
        current = aws.states.describe_state_machine(stateMachineArn=own_arn)
    except aws.states.exceptions.StateMachineDoesNotExist:
        settings = {
            "name": application.resource_name(name),
            "definition": json.dumps(wanted),
            "roleArn": role_arn(aws, application, name),
            "tags": [{"key": key, "value": value} for key, value in application.tags.items()],
        }
        retry(lambda: aws.states.create_state_machine(**settings), _awaits_role)
        return Action.CREATED
    if json.loads(current["definition"]) == wanted:
        return Action.UNCHANGED
    aws.states.update_state_machine(stateMachineArn=own_arn, definition=json.dumps(wanted))
    return Action.UPDATED


def _awaits_role(error: Exception) -> bool:
    """Whether the new role is not known everywhere yet."""
    # Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume …
    return isinstance(error, ClientError) and "authorized to assume the provided role" in str(error)


def _apply_role(aws: Aws, application: Application, name: str) -> None:
    role = role_name(aws, application, name)
    services = ["states.amazonaws.com", "events.amazonaws.com"]
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": services}, "Action": "sts:AssumeRole"}],
    }
    functions_of_ours = functions.arn(aws, application, "*")
    statements = [
        {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": functions_of_ours},
        {"Effect": "Allow", "Action": "states:StartExecution", "Resource": arn(aws, application, name)},
    ]
    with suppress(aws.iam.exceptions.NoSuchEntityException):
        aws.iam.get_role_policy(RoleName=role, PolicyName=POLICY_NAME)
        return  # depends on nothing but names
    # There is one after an interrupted deployment.
    with suppress(aws.iam.exceptions.EntityAlreadyExistsException):
        aws.iam.create_role(
            RoleName=role,
            Path=_path(application),
            AssumeRolePolicyDocument=json.dumps(trust),
            Tags=[{"Key": key, "Value": value} for key, value in application.tags.items()],
        )
    document = {"Version": "2012-10-17", "Statement": statements}
    aws.iam.put_role_policy(RoleName=role, PolicyName=POLICY_NAME, PolicyDocument=json.dumps(document))


def _path(application: Application) -> str:
    # Not the path of the functions' roles: those without a function are removed.
    return f"/{application.stack}-states/"


def role_name(aws: Aws, application: Application, name: str) -> str:
    """The name of a state machine's role."""
    return f"{application.stack}-{aws.region}-states-{name}"
