"""Executions of state machines."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import jsonpath_ng

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


def run_with_short_waits(lab: Lab, machine: StateMachine, place: Place) -> list[int]:
    """Run a copy of a machine in which every Wait takes a second; returns how long each would have waited.

    Raises Wrong when the execution fails, when it does not end, and for a Wait that does not find its time in what a
    function has answered, under whatever name.
    """
    aws, client = Aws.connect(lab.session), lab.client("stepfunctions")
    definition = state_machines.definition(aws, lab.application, machine)
    states = definition.get("States", {})
    for name, state in states.items():
        if (following := state.get("Next", name)) not in states:
            raise Wrong(f"The state {name} goes on to {following}, which is not there.", place)
    paths: dict[str, tuple[str, str]] = {}
    for name, state in states.items():
        if state.get("Type") == "Wait":
            if "SecondsPath" not in state:
                raise Wrong('The Wait should wait as long as was chosen, as by "SecondsPath": "$.seconds".', place)
            paths[name] = (state.get("InputPath", "$"), state.pop("SecondsPath"))
            state["Seconds"] = 1
    arn = client.create_state_machine(
        name=f"learn-{uuid.uuid4()}",
        definition=json.dumps(definition),
        roleArn=state_machines.role_arn(aws, lab.application, machine.name),
    )["stateMachineArn"]
    try:
        execution = client.start_execution(stateMachineArn=arn, input="{}")["executionArn"]
        ended = _ended(client, execution)
        history = client.get_execution_history(executionArn=execution, maxResults=1000)["events"]
    finally:
        client.delete_state_machine(stateMachineArn=arn)
    if ended["status"] != "SUCCEEDED":
        cause = ended.get("cause") or ended.get("error") or "no reason was given"
        raise Wrong(f"An execution ended as {ended['status']}: {cause[:300]}", place)
    return _waits(history, paths, place)


def _waits(history: list[dict[str, Any]], paths: dict[str, tuple[str, str]], place: Place) -> list[int]:
    """How long each Wait of an execution, by its input, was told to wait."""
    answered: list[int] = []
    found = []
    for event in history:
        for kind in ("lambdaFunctionSucceededEventDetails", "taskSucceededEventDetails"):
            answered += numbers(json.loads(event.get(kind, {}).get("output", "null")))
        entered = event.get("stateEnteredEventDetails", {})
        if entered.get("name") in paths:
            given = json.loads(entered["input"])
            seconds = _at(paths[entered["name"]], given)
            if seconds not in answered:
                raise Wrong(
                    f"{entered['name']} looks for its seconds at {paths[entered['name']][1]}, and there is no number "
                    f"that chooseDelay has chosen: what it is given is {json.dumps(given)[:200]}. "
                    'chooseDelay should return {"seconds": …}, for a Wait at $.seconds.',
                    place,
                )
            found.append(seconds)
    return found


def numbers(value: Any) -> list[int]:
    """The whole numbers in a JSON value, at whatever depth."""
    if isinstance(value, bool):
        return []
    if isinstance(value, int):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [number for each in inner for number in numbers(each)]


def _at(paths: tuple[str, str], value: Any) -> Any:
    """What stands at one path after the other in a value; None when there is nothing."""
    for path in paths:
        try:
            matches = jsonpath_ng.parse(path).find(value)
        except Exception:
            return None
        if not matches:
            return None
        value = matches[0].value
    return value


def _ended(client: Any, execution: str) -> dict[str, Any]:
    deadline = time.monotonic() + _SECONDS
    while True:
        described: dict[str, Any] = client.describe_execution(executionArn=execution)
        if described["status"] != "RUNNING" or time.monotonic() > deadline:
            return described
        time.sleep(0.1)
