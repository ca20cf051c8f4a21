"""From a write to the function: event source mappings of DynamoDB streams, with real functions.

No time is asserted, but a mapping that is not woken by writes reads every five minutes here, and fails these tests.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest

from tests.conformance.event_source_mappings.application import Application, Event, Inbox, wait_until


def test_the_event_is_like_aws_d34_d35_d37_d38(application: Application, inbox: Inbox) -> None:
    application.map()
    before = int(time.time())
    application.put("1", blob={"B": b"foobar"}, number={"N": "1.50"})
    inbox.wait_for("1")
    (record,) = inbox.events[0]["Records"]
    image = {
        "partitionKey": {"S": "Virus"},
        "sortKey": {"S": "1"},
        "blob": {"B": "Zm9vYmFy"},
        "number": {"N": "1.5"},
    }
    assert len(record.pop("eventID")) == 32
    created = record["dynamodb"].pop("ApproximateCreationDateTime")
    assert before <= created <= time.time()
    assert created == int(created)
    assert record["dynamodb"].pop("SequenceNumber").isdigit()
    assert record["dynamodb"].pop("SizeBytes") > 0
    assert record == {
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-west-1",
        "dynamodb": {
            "Keys": {"partitionKey": {"S": "Virus"}, "sortKey": {"S": "1"}},
            "NewImage": image,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": application.stream_arn,
    }


def test_latest_has_what_is_written_once_the_mapping_is_enabled_d17(application: Application, inbox: Inbox) -> None:
    application.put("before")
    application.map("LATEST")
    application.put("after")
    inbox.wait_for("after")


def test_trim_horizon_has_what_was_written_before_d17(application: Application, inbox: Inbox) -> None:
    application.put("1", "2")
    application.map("TRIM_HORIZON")
    application.put("3")
    inbox.wait_for("1", "2", "3")


@pytest.mark.parametrize("write", ["update", "delete", "batch", "transaction", "statement"])
def test_every_kind_of_write_is_noticed_at_once_d13(application: Application, inbox: Inbox, write: str) -> None:
    name, key = application.name, {"partitionKey": {"S": "Virus"}, "sortKey": {"S": "1"}}
    application.put("1", n={"N": "0"})
    application.map()
    dynamodb = application.dynamodb
    match write:
        case "update":
            dynamodb.update_item(TableName=name, Key=key, UpdateExpression="REMOVE n")
        case "delete":
            dynamodb.delete_item(TableName=name, Key=key)
        case "batch":
            dynamodb.batch_write_item(RequestItems={name: [{"DeleteRequest": {"Key": key}}]})
        case "transaction":
            dynamodb.transact_write_items(TransactItems=[{"Delete": {"TableName": name, "Key": key}}])
        case "statement":
            dynamodb.execute_statement(
                Statement=f"DELETE FROM \"{name}\" WHERE partitionKey = 'Virus' AND sortKey = '1'"
            )
    inbox.wait_for("1")
    assert inbox.events[0]["Records"][0]["eventName"] == ("MODIFY" if write == "update" else "REMOVE")


@pytest.mark.parametrize("operation", ["TransactWriteItems", "ExecuteTransaction"])
def test_a_transaction_is_noticed_though_the_engine_answers_before_its_commit_d13(
    application: Application, inbox: Inbox, operation: str
) -> None:
    application.map()
    keys = [str(number) for number in range(30)]
    for number, key in enumerate(keys, 1):
        item = {"partitionKey": {"S": "Virus"}, "sortKey": {"S": key}}
        if operation == "TransactWriteItems":
            put: Any = {"Put": {"TableName": application.name, "Item": item}}
            application.dynamodb.transact_write_items(TransactItems=[put])
        else:
            insert = f"INSERT INTO \"{application.name}\" VALUE {{'partitionKey': 'Virus', 'sortKey': '{key}'}}"
            application.dynamodb.execute_transaction(TransactStatements=[{"Statement": insert}])
        inbox.wait_for(*keys[:number])


def test_a_batch_has_no_more_than_its_size_d16(application: Application, inbox: Inbox) -> None:
    application.put("1", "2", "3")
    application.map("TRIM_HORIZON", BatchSize=2)
    inbox.wait_for("1", "2", "3")
    assert inbox.batches() == [["1", "2"], ["3"]]


def test_a_batching_window_collects_records_d16(application: Application, inbox: Inbox) -> None:
    application.map(MaximumBatchingWindowInSeconds=2)
    application.put("1", "2", "3")
    inbox.wait_for("1", "2", "3")
    assert inbox.batches() == [["1", "2", "3"]]


def test_a_full_batch_does_not_wait_for_its_window_d16(application: Application, inbox: Inbox) -> None:
    application.map(MaximumBatchingWindowInSeconds=300, BatchSize=2)
    application.put("1", "2")
    inbox.wait_for("1", "2")


def test_filters_d41_d46(application: Application, inbox: Inbox) -> None:
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["wanted"]}}}}
    application.map(FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]})
    application.put("1", kind={"S": "unwanted"})
    application.put("2", kind={"S": "wanted"})
    application.put("2", kind={"S": "wanted"}, changed={"BOOL": True})
    application.put("3", kind={"S": "wanted"})
    inbox.wait_for("2", "3")


def test_many_writes_arrive_once_and_in_order_d18(application: Application, inbox: Inbox) -> None:
    application.map()
    keys = [f"{number:02}" for number in range(30)]
    application.put(*keys)
    inbox.wait_for(*keys)


def test_two_functions_of_one_stream(application: Application, inbox: Inbox, emulator: Any) -> None:
    other_inbox = Inbox()
    other = Application(emulator, other_inbox)
    other.stream_arn = application.stream_arn
    application.map()
    other.map()
    application.put("1")
    inbox.wait_for("1")
    other_inbox.wait_for("1")
    other.remove()
    other_inbox.close()


def test_a_failed_batch_is_tried_again_and_the_next_one_waits_d15_d22(application: Application, inbox: Inbox) -> None:
    inbox.answers = iter([{"raise": "not yet"}])
    application.map(BatchSize=1)
    application.put("1", "2")
    inbox.wait_for("1", "1", "2")


def test_retries_are_limited_d24(application: Application, inbox: Inbox) -> None:
    inbox.answers = iter([{"raise": "never"}] * 2)
    application.map(BatchSize=1, MaximumRetryAttempts=1)
    application.put("1", "2")
    inbox.wait_for("1", "1", "2")


def test_a_partial_failure_is_tried_again_from_there_d26(application: Application, inbox: Inbox) -> None:
    application.put("1", "2", "3")

    def answers() -> Iterator[Event]:
        second = inbox.events[0]["Records"][1]["dynamodb"]["SequenceNumber"]
        yield {"batchItemFailures": [{"itemIdentifier": second}]}

    inbox.answers = answers()
    application.map("TRIM_HORIZON", FunctionResponseTypes=["ReportBatchItemFailures"])
    inbox.wait_for("1", "2", "3", "2", "3")
    assert inbox.batches() == [["1", "2", "3"], ["2", "3"]]


def test_a_mapping_can_be_deleted_while_its_function_fails(application: Application, inbox: Inbox) -> None:
    inbox.answers = iter(lambda: {"raise": "always"}, None)
    mapping = application.map()
    application.put("1")
    wait_until(inbox.received)
    application.unmap(mapping)
    wait_until(lambda: not application.exists(mapping))


def test_an_enabled_again_mapping_goes_on_where_it_was(application: Application, inbox: Inbox) -> None:
    mapping = application.map()
    application.put("1")
    inbox.wait_for("1")
    application.functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    application.wait_for_state(mapping, "Disabled")
    application.put("2")
    application.functions.update_event_source_mapping(UUID=mapping, Enabled=True)
    application.wait_for_state(mapping, "Enabled")
    application.put("3")
    inbox.wait_for("1", "2", "3")


def test_nothing_is_lost_when_the_engine_dies(application: Application, inbox: Inbox, emulator: Any) -> None:
    application.map()
    application.put("1")
    inbox.wait_for("1")
    (engine,) = [child for child in psutil.Process(emulator.pid).children() if child.name() == "java"]
    engine.kill()

    def is_written() -> bool:
        try:
            application.put("2")
        except application.dynamodb.exceptions.InternalServerError:
            # The engine took the request with it. SDKs repeat it after this answer; the tests' clients do not.
            return False
        return True

    wait_until(is_written)
    inbox.wait_for("1", "2")


@pytest.fixture
def usual_application(start_emulator: Callable[..., Any], inbox: Inbox) -> Iterator[Application]:
    """An application on an emulator that looks for records as often as usual."""
    application = Application(start_emulator(PETRI_STREAM_LOOK_SECONDS="1"), inbox)
    yield application
    application.remove()


def test_an_item_that_expires_is_removed_by_the_service_d20(usual_application: Application, inbox: Inbox) -> None:
    application = usual_application
    application.dynamodb.update_time_to_live(
        TableName=application.name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"}
    )
    application.put("1", until={"N": str(int(time.time()) - 60)})
    application.map("TRIM_HORIZON")
    wait_until(lambda: inbox.received() == ["1", "1"], seconds=60)
    inserted, removed = [record for event in inbox.events for record in event["Records"]]
    assert "userIdentity" not in inserted
    assert removed["eventName"] == "REMOVE"
    assert removed["userIdentity"] == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


def test_partitions_do_not_wait_for_each_other_d15_d18(application: Application, inbox: Inbox) -> None:
    """Two records of one partition key keep their order, while those of others pass them by."""
    go_on = threading.Event()
    inbox.decide = lambda keys: go_on.wait(20) and None if "slow 1" in keys else None
    application.map(ParallelizationFactor=10, BatchSize=1)
    application.put("slow 1", "slow 2", partition="slow")
    others = [f"{number}" for number in range(20)]
    for number in others:
        application.put(number, partition=number)
    # With ten lanes for twenty keys, some share one with the slow key; most do not.
    wait_until(lambda: len(inbox.received()) >= 10)
    assert "slow 2" not in inbox.received()
    go_on.set()
    wait_until(lambda: len(inbox.received()) == 22)
    assert inbox.received().index("slow 1") < inbox.received().index("slow 2")
    assert sorted(inbox.received()) == sorted(["slow 1", "slow 2", *others])


def test_changes_of_each_key_keep_their_order_in_parallel_d18(application: Application, inbox: Inbox) -> None:
    application.map(ParallelizationFactor=10, BatchSize=3)
    for change in range(10):
        for key in "abcde":
            application.put(key, partition=key, change={"N": str(change)})
    wait_until(lambda: len(inbox.received()) == 50)
    images = [record["dynamodb"]["NewImage"] for event in inbox.events for record in event["Records"]]
    for key in "abcde":
        changes = [int(image["change"]["N"]) for image in images if image["partitionKey"]["S"] == key]
        assert changes == list(range(10))


def test_a_batch_has_no_more_than_six_megabytes_d16(application: Application, inbox: Inbox) -> None:
    keys = [f"{number:02}" for number in range(18)]
    for key in keys:
        application.put(key, blob={"S": "x" * 390_000})
    application.map("TRIM_HORIZON")
    inbox.wait_for(*keys)
    assert all(len(json.dumps(event)) <= 6 * 1024 * 1024 for event in inbox.events)
    assert len(inbox.events) >= 2


def test_a_queue_is_an_event_source_still(application: Application, inbox: Inbox, emulator: Any) -> None:
    """LocalStack's own part, next to ours."""
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName=application.name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    inbox.read = lambda event: [record["body"] for record in event["Records"]]
    mapping = application.functions.create_event_source_mapping(EventSourceArn=arn, FunctionName=application.name)
    application.mappings.append(mapping["UUID"])
    sqs.send_message(QueueUrl=url, MessageBody="message")
    inbox.wait_for("message")
    sqs.delete_queue(QueueUrl=url)
