"""``petri fire``: a scheduled rule, now."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scripts import emulator_account
from scripts.errors import PetriError
from scripts.options import AsJson
from scripts.output import complain, done, print_json
from scripts.suggestions import did_you_mean

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import DescribeRuleResponseTypeDef, TargetOutputTypeDef


def complete_rules(incomplete: str) -> Iterator[str]:
    """The names that a shell proposes: those of the application's rules."""
    from infra.application import APPLICATION

    names = (f"{schedule.function}-schedule" for schedule in APPLICATION.schedules)
    return (name for name in names if name.startswith(incomplete))


def fire(
    rule: Annotated[
        str,
        typer.Argument(help="The rule's name, or its end: createVirus-schedule.", autocompletion=complete_rules),
    ],
    as_json: AsJson = False,
) -> None:
    """Let a scheduled rule invoke its functions now.

    They get the event that EventBridge would send them at the scheduled time.
    """
    emulator_account.connect()
    events, functions = emulator_account.client("events"), emulator_account.client("lambda")
    described = _find(events, rule)
    targets = events.list_targets_by_rule(Rule=described["Name"])["Targets"]
    if not targets:
        raise PetriError(f"Rule {described['Name']} has no targets: give it one with `petri deploy`.")
    fired = []
    for target in targets:
        if ":lambda:" not in target["Arn"]:
            complain(f"{target['Arn']} is no function, and is left out.")
            continue
        functions.invoke(
            FunctionName=target["Arn"], InvocationType="Event", Payload=json.dumps(_event(described, target))
        )
        fired.append(target["Arn"].rpartition(":")[2])
        if not as_json:
            done(f"{described['Name']} → {fired[-1]}")
    if as_json:
        print_json({"rule": described["Name"], "functions": fired})


def _find(events: EventBridgeClient, name: str) -> DescribeRuleResponseTypeDef:
    names = [rule["Name"] for page in events.get_paginator("list_rules").paginate() for rule in page["Rules"]]
    found = [name] if name in names else [each for each in names if each.endswith(name)]
    if len(found) > 1:
        raise PetriError(f"{name} is the end of several rules: {', '.join(found)}. Give the whole name.")
    if not found:
        raise PetriError(f"There is no rule {name}. {did_you_mean(name, names)}")
    return events.describe_rule(Name=found[0])


def _event(rule: DescribeRuleResponseTypeDef, target: TargetOutputTypeDef) -> Any:
    """What EventBridge sends: the target's own input, or the event of a schedule (rows D86, D89)."""
    if constant := target.get("Input"):
        return json.loads(constant)
    _, _, _, region, account_id, _ = rule["Arn"].split(":", 5)
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": account_id,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [rule["Arn"]],
        "detail": {},
    }
