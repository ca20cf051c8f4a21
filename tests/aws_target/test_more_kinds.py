"""Kinds of resources that this application has none of, and those that learners build have: a bus, state machines."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from infra import stack
from infra.application import APPLICATION, Application, EventRule, StateMachine
from infra.errors import StackError
from tests.aws_target.inventory import inventory

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from infra.report import Change
    from tests.aws_target.account import Account

# The first of them may have to install what it needs.
pytestmark = pytest.mark.timeout(300)

ROLE = "dojo-serverless-dev-eu-west-1-states-later"
BUS, MACHINE, RULE = "dojo-bus", "dojo-serverless-dev-later", "dojo-serverless-dev-spread"
DEFINITION = {
    "StartAt": "Create",
    "States": {"Create": {"Type": "Task", "Resource": "${createVirus}", "End": True}},
}


@pytest.fixture
def application(ministack: Account, tmp_path: Path) -> Iterator[Application]:
    """One with fewer functions, and with a bus whose rule starts a state machine. Not deployed."""
    (tmp_path / "later.json").write_text(json.dumps(DEFINITION))
    application = replace(
        APPLICATION.in_shared_account(),
        functions=APPLICATION.functions[1:2],
        http_routes={},
        websocket_routes={},
        schedules=(),
        event_bus=BUS,
        event_rules=(EventRule("spread", "virus", "later"),),
        state_machines=(StateMachine("later", tmp_path / "later.json"),),
    )
    assert inventory(ministack) == []
    yield application
    stack.remove(ministack.session, lambda _change: None, application)
    assert inventory(ministack) == []


def deploy(account: Account, application: Application) -> list[str]:
    """What was not unchanged."""
    changes: list[Change] = []
    stack.deploy(account.session, changes.append, application)
    return sorted(f"{each.action} {each.kind} {each.name}" for each in changes if each.action != "unchanged")


def test_made_once_and_removed(ministack: Account, application: Application) -> None:
    created = deploy(ministack, application)
    assert {f"created event bus {BUS}", f"created rule {RULE}", f"created state machine {MACHINE}"} <= set(created)
    assert deploy(ministack, application) == []
    machines = ministack.client("stepfunctions").list_state_machines()["stateMachines"]
    assert [each["name"] for each in machines] == [MACHINE]
    stack.remove(ministack.session, lambda _change: None, application)
    assert ministack.client("stepfunctions").list_state_machines()["stateMachines"] == []
    assert [each["Name"] for each in ministack.client("events").list_event_buses()["EventBuses"]] == ["default"]


def test_those_of_others_are_left_alone(ministack: Account, application: Application) -> None:
    events, states = ministack.client("events"), ministack.client("stepfunctions")
    events.create_event_bus(Name=BUS)
    definition = json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
    trust = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = ministack.client("iam").create_role(RoleName=ROLE, AssumeRolePolicyDocument=policy)["Role"]["Arn"]
    machine = states.create_state_machine(name=MACHINE, definition=definition, roleArn=role)["stateMachineArn"]
    try:
        for refuse in (stack.deploy, stack.remove):
            named = f": event bus {BUS}, role {ROLE}, state machine {MACHINE}. Nothing was changed."
            with pytest.raises(StackError, match=named):
                refuse(ministack.session, lambda _change: None, application)
        assert inventory(ministack) == [f"list_roles {ROLE}"]
        assert states.describe_state_machine(stateMachineArn=machine)["definition"] == definition
    finally:
        events.delete_event_bus(Name=BUS)
        states.delete_state_machine(stateMachineArn=machine)
        ministack.client("iam").delete_role(RoleName=ROLE)
