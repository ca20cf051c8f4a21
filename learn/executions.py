"""Executions of state machines."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from infra import state_machines
from infra.application import StateMachine
from infra.aws import Aws
from learn.lab import Lab
from learn.wrong import Place, Wrong

_SECONDS = 20.0


def executions(lab: Lab, machine: str) -> set[str]:
    """The ARNs of all executions. Raises Wrong when there is no such state machine."""
    if machine not in {each.name for each in lab.application.state_machines}:
        raise Wrong(f"There is no state machine {machine} in application.py.")
    arn = state_machines.arn(Aws.connect(lab.session), lab.application, machine)
    pages = lab.client("stepfunctions").get_paginator("list_executions").paginate(stateMachineArn=arn)
    return {execution["executionArn"] for page in pages for execution in page["executions"]}


def stop_all(lab: Lab, arns: Iterable[str]) -> None:
    """End executions that a check has started."""
    for arn in arns:
        with suppress(lab.client("stepfunctions").exceptions.ClientError):
            lab.client("stepfunctions").stop_execution(executionArn=arn)


def run_with_short_waits(lab: Lab, machine: StateMachine, place: Place) -> int:
    """Run a copy of a machine in which every Wait takes a second; returns how many there were.

    Raises Wrong when the execution fails, when it does not end, and for a Wait that would not wait as long as chosen.
    """
    aws, client = Aws.connect(lab.session), lab.client("stepfunctions")
    definition = state_machines.definition(aws, lab.application, machine)
    states = definition.get("States", {})
    for name, state in states.items():
        if (following := state.get("Next", name)) not in states:
            raise Wrong(f"The state {name} goes on to {following}, which is not there.", place)
    waits = [state for state in states.values() if state.get("Type") == "Wait"]
    for wait in waits:
        if wait.get("SecondsPath") != "$.seconds":
            raise Wrong('The Wait should wait as long as was chosen: "SecondsPath": "$.seconds".', place)
        del wait["SecondsPath"]
        wait["Seconds"] = 1
    arn = client.create_state_machine(
        name=f"learn-{uuid.uuid4()}",
        definition=json.dumps(definition),
        roleArn=state_machines.role_arn(aws, lab.application, machine.name),
    )["stateMachineArn"]
    try:
        execution = client.start_execution(stateMachineArn=arn, input="{}")["executionArn"]
        ended = _ended(client, execution)
    finally:
        client.delete_state_machine(stateMachineArn=arn)
    if ended["status"] != "SUCCEEDED":
        cause = ended.get("cause") or ended.get("error") or "no reason was given"
        raise Wrong(f"An execution ended as {ended['status']}: {cause[:300]}", place)
    return len(waits)


def _ended(client: Any, execution: str) -> dict[str, Any]:
    deadline = time.monotonic() + _SECONDS
    while True:
        described: dict[str, Any] = client.describe_execution(executionArn=execution)
        if described["status"] != "RUNNING" or time.monotonic() > deadline:
            return described
        time.sleep(0.1)
