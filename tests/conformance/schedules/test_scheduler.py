"""EventBridge Scheduler, the other service with schedules: row D92."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import RECORDER, ROLE, create_function, eventually, recorded

if TYPE_CHECKING:
    from tests.conftest import Emulator

type CreateSchedule = Callable[..., str]


@pytest.fixture
def create_schedule(emulator: Emulator) -> Iterator[CreateSchedule]:
    """Makes schedules, and gives their ARNs; they are deleted after the test."""
    client, names = emulator.client("scheduler"), []

    def create(expression: str, target_arn: str, target: dict[str, Any] | None = None, **settings: Any) -> str:
        name = f"schedule-{uuid.uuid4()}"
        arn: str = client.create_schedule(
            Name=name,
            ScheduleExpression=expression,
            FlexibleTimeWindow={"Mode": "OFF"},
            Target={"Arn": target_arn, "RoleArn": ROLE} | (target or {}),
            **settings,
        )["ScheduleArn"]
        names.append(name)
        return arn

    yield create
    there = {schedule["Name"] for schedule in client.list_schedules()["Schedules"]}
    for name in there.intersection(names):
        client.delete_schedule(Name=name)


@pytest.fixture
def function(emulator: Emulator, tmp_path: Path) -> str:
    """One that writes down what it gets; no policy allows anybody to call it, and Scheduler needs none."""
    return create_function(emulator, RECORDER, permitted=False, EVENTS_FILE=str(tmp_path / "events"))


def test_the_event_of_a_schedule_d92(create_schedule: CreateSchedule, function: str, tmp_path: Path) -> None:
    arn = create_schedule("rate(1 minute)", function)  # the first time is at once
    event = eventually(lambda: recorded(tmp_path / "events"))[0]
    assert re.fullmatch(r"arn:aws:scheduler:eu-west-1:000000000000:schedule/default/schedule-[0-9a-f-]{36}", arn)
    assert uuid.UUID(event.pop("id"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", event.pop("time"))
    assert event == {
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": "000000000000",
        "region": "eu-west-1",
        "resources": [arn],
        "detail": "{}",
    }


def test_an_input_is_all_that_is_sent_d92(create_schedule: CreateSchedule, function: str, tmp_path: Path) -> None:
    text = json.dumps({"from": "<aws.scheduler.schedule-arn>"})
    arn = create_schedule("rate(1 hour)", function, {"Input": text})
    assert eventually(lambda: recorded(tmp_path / "events")) == [{"from": arn}]


def test_once_and_gone(create_schedule: CreateSchedule, function: str, tmp_path: Path, emulator: Emulator) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=2)
    arn = create_schedule(f"at({soon:%Y-%m-%dT%H:%M:%S})", function, ActionAfterCompletion="DELETE")
    eventually(lambda: recorded(tmp_path / "events"))
    schedules = emulator.client("scheduler").list_schedules
    eventually(lambda: arn not in [schedule["Arn"] for schedule in schedules()["Schedules"]])
    assert len(recorded(tmp_path / "events")) == 1


def test_a_disabled_schedule_sends_nothing(create_schedule: CreateSchedule, function: str, tmp_path: Path) -> None:
    create_schedule("rate(1 minute)", function, {"Input": '"disabled"'}, State="DISABLED")
    create_schedule("rate(1 minute)", function, {"Input": '"enabled"'})
    events: list[Any] = eventually(lambda: recorded(tmp_path / "events"))
    assert events == ["enabled"]


def test_topics_and_buses(create_schedule: CreateSchedule, emulator: Emulator) -> None:
    sqs, sns, events = emulator.client("sqs"), emulator.client("sns"), emulator.client("events")
    url = sqs.create_queue(QueueName="heard-of-schedules")["QueueUrl"]
    queue = "arn:aws:sqs:eu-west-1:000000000000:heard-of-schedules"
    topic = sns.create_topic(Name="scheduled")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
    events.put_rule(Name="scheduled", EventPattern='{"source": ["clock"]}')
    events.put_targets(Rule="scheduled", Targets=[{"Id": "1", "Arn": queue, "InputPath": "$.detail"}])
    create_schedule("rate(1 hour)", topic, {"Input": '{"to": "topic"}'})
    create_schedule(
        "rate(1 hour)",
        "arn:aws:events:eu-west-1:000000000000:event-bus/default",
        {"Input": '{"to": "bus"}', "EventBridgeParameters": {"Source": "clock", "DetailType": "tick"}},
    )
    heard: set[str] = set()

    def both_are_heard_of() -> bool:
        messages = sqs.receive_message(QueueUrl=url).get("Messages", [])
        heard.update(json.loads(message["Body"])["to"] for message in messages)
        return heard == {"topic", "bus"}

    eventually(both_are_heard_of)
    events.remove_targets(Rule="scheduled", Ids=["1"])
    events.delete_rule(Name="scheduled")
    sqs.delete_queue(QueueUrl=url)


@pytest.mark.parametrize("universal", [False, True])
def test_queues_and_any_call(create_schedule: CreateSchedule, emulator: Emulator, universal: bool) -> None:
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName=f"scheduled-{universal}")["QueueUrl"]
    if universal:
        content = {"QueueUrl": url, "MessageBody": "text"}
        create_schedule("rate(1 hour)", "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", {"Input": json.dumps(content)})
    else:
        create_schedule("rate(1 hour)", f"arn:aws:sqs:eu-west-1:000000000000:scheduled-{universal}", {"Input": "text"})
    (message,) = eventually(lambda: sqs.receive_message(QueueUrl=url).get("Messages"))
    assert message["Body"] == "text"
    sqs.delete_queue(QueueUrl=url)
