"""Event source mappings when what they stand between goes away, or never works."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.event_source_mappings.application import Application, Inbox, wait_until
from tests.conftest import Emulator
from tests.support import RECORDER, ROLE, create_function, eventually, recorded


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """An inbox of the test's own."""
    inbox = Inbox()
    yield inbox
    inbox.close()


def log_of(emulator: Emulator) -> str:
    """What the emulator has to say."""
    return (emulator.state_dir / "logs" / "emulator.log").read_text()


def test_a_poison_record_is_set_aside_and_the_shard_goes_on(emulator: Emulator, inbox: Inbox) -> None:
    application = Application(emulator, inbox)
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName=f"poison-{application.name[-8:]}")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    keys = [f"{number:03}" for number in range(40)]
    poison = {"007", "023"}
    inbox.decide = lambda batch: {"raise": "poison"} if poison & set(batch) else None
    application.put(*keys)
    application.map(
        "TRIM_HORIZON",
        BatchSize=20,
        BisectBatchOnFunctionError=True,
        MaximumRetryAttempts=1,
        DestinationConfig={"OnFailure": {"Destination": arn}},
    )
    delivered: list[str] = []

    def all_are_delivered() -> bool:
        delivered[:] = [key for batch in inbox.batches() if not poison & set(batch) for key in batch]
        return len(delivered) == 38

    wait_until(all_are_delivered, 60)
    assert delivered == [key for key in keys if key not in poison]
    told: list[Any] = []

    def both_are_told() -> bool:
        told.extend(sqs.receive_message(QueueUrl=url).get("Messages", []))
        return len(told) == 2

    wait_until(both_are_told)
    batches = [json.loads(message["Body"])["DDBStreamBatchInfo"] for message in told]
    assert [batch["batchSize"] for batch in batches] == [1, 1]
    application.put("after")
    wait_until(lambda: inbox.received()[-1] == "after")
    application.remove()


def test_a_poison_record_without_limits_holds_up_its_own_mapping_alone(emulator: Emulator, inbox: Inbox) -> None:
    application, other_inbox = Application(emulator, inbox), Inbox()
    other = Application(emulator, other_inbox)
    other.stream_arn = application.stream_arn
    inbox.decide = lambda _batch: {"raise": "always"}
    application.map()
    other.map()
    application.put("1", "2")
    other_inbox.wait_for("1", "2")
    wait_until(lambda: len(inbox.events) >= 2)
    assert set(inbox.received()) <= {"1", "2"}
    inbox.decide = lambda _batch: None
    wait_until(lambda: inbox.received()[-1] == "2")
    for each in (other, application):
        each.remove()
    other_inbox.close()


def test_a_table_is_deleted_under_a_running_mapping(emulator: Emulator, inbox: Inbox) -> None:
    gone, other_inbox = Application(emulator, inbox), Inbox()
    other = Application(emulator, other_inbox)
    mapping = gone.map()
    other.map()
    gone.put("1")
    inbox.wait_for("1")
    gone.dynamodb.delete_table(TableName=gone.name)
    other.put("2")
    other_inbox.wait_for("2")
    assert gone.functions.get_event_source_mapping(UUID=mapping)["State"] == "Enabled"
    gone.unmap(mapping)
    wait_until(lambda: not gone.exists(mapping))
    for each in (gone, other):
        each.remove()
    other_inbox.close()


def test_what_was_written_before_the_table_was_deleted_is_delivered(emulator: Emulator, inbox: Inbox) -> None:
    application = Application(emulator, inbox)
    application.put("1", "2")
    application.functions.put_function_concurrency(FunctionName=application.name, ReservedConcurrentExecutions=0)
    application.map("TRIM_HORIZON")
    application.dynamodb.delete_table(TableName=application.name)
    application.functions.delete_function_concurrency(FunctionName=application.name)
    inbox.wait_for("1", "2")
    application.remove()


def test_a_mapping_without_its_function_outlives_a_restart_and_harms_nothing(
    start_emulator: Callable[..., Emulator], inbox: Inbox, tmp_path: Path
) -> None:
    first = start_emulator(tmp_path / "state")
    orphan, other = Application(first, inbox), Application(first, inbox)
    lonely, mapping = orphan.map(), other.map()
    orphan.functions.delete_function(FunctionName=orphan.name)
    first.process.kill()
    first.process.wait()

    again = start_emulator(tmp_path / "state", first.port)
    assert "cannot be used" not in log_of(again)
    assert other.functions.get_event_source_mapping(UUID=mapping)["FunctionArn"] == other.function_arn
    other.put("1")
    inbox.wait_for("1")
    assert orphan.functions.get_event_source_mapping(UUID=lonely)["FunctionArn"] == orphan.function_arn
    orphan.put("2")
    orphan.create_function()
    inbox.wait_for("1", "2")


def test_a_schedule_is_on_time_after_a_restart(start_emulator: Callable[..., Emulator], tmp_path: Path) -> None:
    first = start_emulator(tmp_path / "state")
    function = create_function(first, RECORDER, permitted=False, EVENTS_FILE=str(tmp_path / "events"))
    soon = (datetime.now(UTC) + timedelta(seconds=25)).replace(microsecond=0)
    first.client("scheduler").create_schedule(
        Name="soon",
        ScheduleExpression=f"at({soon:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": function, "RoleArn": ROLE, "Input": "[]"},
    )
    first.process.kill()
    first.process.wait()
    start_emulator(tmp_path / "state", first.port)
    assert datetime.now(UTC) < soon, "the restart took too long to tell"
    eventually(lambda: recorded(tmp_path / "events"), 60)


def test_a_changed_mapping_is_as_it_was_after_a_restart(
    start_emulator: Callable[..., Emulator], inbox: Inbox, tmp_path: Path
) -> None:
    first = start_emulator(tmp_path / "state")
    application = Application(first, inbox)
    mapping = application.map()
    application.functions.update_event_source_mapping(UUID=mapping, BatchSize=1)
    application.wait_for_state(mapping, "Enabled")
    disabled: Any = Application(first, inbox)
    other = disabled.map()
    disabled.functions.update_event_source_mapping(UUID=other, Enabled=False)
    disabled.wait_for_state(other, "Disabled")
    first.process.kill()
    first.process.wait()

    start_emulator(tmp_path / "state", first.port)
    application.wait_for_state(mapping, "Enabled")
    assert disabled.functions.get_event_source_mapping(UUID=other)["State"] == "Disabled"
    disabled.put("not delivered")
    application.put("1", "2")
    inbox.wait_for("1", "2")
    assert inbox.batches() == [["1"], ["2"]]
