"""``petri fire``: a scheduled rule, now."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from scripts.errors import PetriError

if TYPE_CHECKING:
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_events.type_defs import DescribeRuleResponseTypeDef, TargetOutputTypeDef


def fire(
    rule: Annotated[str, typer.Argument(help="The rule's name, or its end: createVirus-schedule.")],
) -> None:
    """Let an EventBridge rule invoke its functions now, with the event that its schedule would send."""
    from infra.aws import default_session
    from infra.errors import PROVISIONING_ERRORS, explain

    console = Console(highlight=False)
    try:
        session = default_session()
        events, functions = session.client("events"), session.client("lambda")
        described = _find(events, rule)
        targets = events.list_targets_by_rule(Rule=described["Name"])["Targets"]
        if not targets:
            raise PetriError(f"Rule {described['Name']} has no targets.")
        for target in targets:
            if ":lambda:" not in target["Arn"]:
                console.print(f"[yellow]![/] {target['Arn']} is no function, and is left out.", soft_wrap=True)
                continue
            functions.invoke(
                FunctionName=target["Arn"], InvocationType="Event", Payload=json.dumps(_event(described, target))
            )
            console.print(f"[green]✓[/] {described['Name']} → {target['Arn'].rpartition(':')[2]}", soft_wrap=True)
    except PROVISIONING_ERRORS as error:
        raise PetriError(explain(error)) from error


def _find(events: EventBridgeClient, name: str) -> DescribeRuleResponseTypeDef:
    names = [rule["Name"] for page in events.get_paginator("list_rules").paginate() for rule in page["Rules"]]
    found = [name] if name in names else [each for each in names if each.endswith(name)]
    if len(found) != 1:
        problem = f"There is no rule {name}." if not found else f"{name} is the end of several rules."
        raise PetriError(f"{problem} The rules are: {', '.join(names) or 'none'}.")
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
