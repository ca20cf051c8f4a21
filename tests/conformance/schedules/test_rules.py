"""Rules with a schedule: rows D86 to D91. Nothing is sooner than in a minute: all wait for the same one."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.support import RECORDER, create_function, eventually, recorded

if TYPE_CHECKING:
    from tests.conftest import Emulator

INPUT = {"constant": [1, None, "ü"]}


class Fired:
    """Rules that have fired once."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self._emulator = emulator
        self._folder = folder
        self._names: list[str] = []
        self.arns: dict[str, str] = {}

    def add(self, name: str, *, permission: dict[str, Any] | None, **target: Any) -> None:
        """A rule of each minute with a function of its own."""
        function = create_function(self._emulator, RECORDER, permitted=False, EVENTS_FILE=str(self._folder / name))
        events, rule = self._emulator.client("events"), f"{name}-{uuid.uuid4()}"
        self.arns[name] = events.put_rule(Name=rule, ScheduleExpression="rate(1 minute)")["RuleArn"]
        if permission is not None:
            source = {"SourceArn": self.arns[name]} | permission
            self._emulator.client("lambda").add_permission(
                FunctionName=function,
                StatementId="rule",
                Action="lambda:InvokeFunction",
                **{"Principal": "events.amazonaws.com"} | source,
            )
        events.put_targets(Rule=rule, Targets=[{"Id": "1", "Arn": function} | target])
        self._names.append(rule)

    def events(self, name: str) -> list[dict[str, Any]]:
        """What the function of a rule has got."""
        return recorded(self._folder / name)

    def remove(self) -> None:
        """Fire no more."""
        events = self._emulator.client("events")
        for name in self._names:
            events.remove_targets(Rule=name, Ids=["1"])
            events.delete_rule(Name=name)


@pytest.fixture(scope="module")
def fired(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fired]:
    """All rules of this module, when they have fired."""
    fired = Fired(emulator, tmp_path_factory.mktemp("events"))
    fired.add("forbidden", permission=None)
    fired.add("for-others", permission={"SourceArn": "arn:aws:events:eu-west-1:000000000000:rule/other"})
    fired.add("for-apis", permission={"Principal": "apigateway.amazonaws.com"})
    fired.add("plain", permission={})
    fired.add("constant", permission={}, Input=json.dumps(INPUT))
    eventually(lambda: fired.events("plain") and fired.events("constant"), 100)
    yield fired
    fired.remove()


def test_the_event_of_a_rule_d86_d90(fired: Fired) -> None:
    event = fired.events("plain")[0]
    assert uuid.UUID(event.pop("id"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", event.pop("time"))
    assert event == {
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "region": "eu-west-1",
        "resources": [fired.arns["plain"]],
        "detail": {},
    }


def test_an_input_replaces_the_event_d89(fired: Fired) -> None:
    assert fired.events("constant")[0] == INPUT


def test_without_its_permission_a_rule_does_nothing_d91(fired: Fired, emulator: Emulator) -> None:
    assert fired.events("forbidden") == fired.events("for-others") == fired.events("for-apis") == []
    rule = fired.arns["forbidden"].rpartition("/")[2]
    metrics = emulator.client("cloudwatch").list_metrics(Namespace="AWS/Events", MetricName="FailedInvocations")
    assert [{"Name": "RuleName", "Value": rule}] in [metric["Dimensions"] for metric in metrics["Metrics"]]


def refusal(emulator: Emulator, **rule: Any) -> tuple[int, str, str]:
    """Why a rule cannot be made."""
    with pytest.raises(ClientError) as error:
        emulator.client("events").put_rule(Name="refused", **rule)
    response = error.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"], response["Error"]["Message"]


@pytest.mark.parametrize("expression", ["rate(1 minutes)", "rate(5 minute)", "rate(0 minutes)", "cron(0 12 * * * *)"])
def test_bad_expressions_d87(emulator: Emulator, expression: str) -> None:
    expected = (400, "ValidationException", "Parameter ScheduleExpression is not valid.")
    assert refusal(emulator, ScheduleExpression=expression) == expected


@pytest.mark.parametrize("expression", ["rate(1 minute)", "rate(5 minutes)", "rate(1 day)", "cron(0 12 * * ? *)"])
def test_good_expressions_d87(emulator: Emulator, expression: str) -> None:
    events = emulator.client("events")
    events.put_rule(Name="accepted", ScheduleExpression=expression, State="DISABLED")
    assert events.describe_rule(Name="accepted")["ScheduleExpression"] == expression
    events.delete_rule(Name="accepted")


def test_schedules_are_of_the_default_bus_d88(emulator: Emulator) -> None:
    events = emulator.client("events")
    events.create_event_bus(Name="custom")
    assert refusal(emulator, ScheduleExpression="rate(1 minute)", EventBusName="custom") == (
        400,
        "ValidationException",
        "ScheduleExpression is supported only on the default event bus.",
    )
    events.delete_event_bus(Name="custom")
