"""What on-failure destinations are told: rows D24, D29, D31 to D33."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance.event_source_mappings.application import Application, Inbox, wait_until

if TYPE_CHECKING:
    from tests.conftest import Emulator

TIMESTAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
SECONDS = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


class Queue:
    """A queue, and what comes in."""

    def __init__(self, emulator: Emulator) -> None:
        self._client = emulator.client("sqs")
        self.url = self._client.create_queue(QueueName=f"failures-{uuid.uuid4()}")["QueueUrl"]
        attributes = self._client.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])
        self.arn: str = attributes["Attributes"]["QueueArn"]

    def receive(self, seconds: float = 20) -> str:
        """The next message."""
        messages = wait_until(lambda: self._client.receive_message(QueueUrl=self.url).get("Messages"), seconds)
        body: str = messages[0]["Body"]
        return body


@pytest.fixture
def queue(emulator: Emulator) -> Queue:
    """A queue of the test's own."""
    return Queue(emulator)


def to(arn: str) -> dict[str, Any]:
    """A destination."""
    return {"OnFailure": {"Destination": arn}}


def check_failure(application: Application, inbox: Inbox, told: dict[str, Any]) -> None:
    """Whether this is what AWS says of two records that failed twice."""
    assert list(told) == ["requestContext", "responseContext", "version", "timestamp", "DDBStreamBatchInfo"]
    assert list(told["requestContext"]) == ["requestId", "functionArn", "condition", "approximateInvokeCount"]
    assert uuid.UUID(told["requestContext"].pop("requestId"))
    assert told["requestContext"] == {
        "functionArn": application.function_arn,
        "condition": "RetryAttemptsExhausted",
        "approximateInvokeCount": 2,
    }
    assert told["responseContext"] == {
        "statusCode": 200,
        "executedVersion": "$LATEST",
        "functionError": "Unhandled",
    }
    assert told["version"] == "1.0"
    assert re.fullmatch(TIMESTAMP, told["timestamp"])
    batch = told["DDBStreamBatchInfo"]
    assert list(batch) == [
        "shardId",
        "startSequenceNumber",
        "endSequenceNumber",
        "approximateArrivalOfFirstRecord",
        "approximateArrivalOfLastRecord",
        "batchSize",
        "streamArn",
    ]
    assert batch["shardId"].startswith("shardId-")
    numbers = [record["dynamodb"]["SequenceNumber"] for record in inbox.events[0]["Records"]]
    assert [batch["startSequenceNumber"], batch["endSequenceNumber"]] == numbers
    assert re.fullmatch(SECONDS, batch["approximateArrivalOfFirstRecord"])
    assert re.fullmatch(SECONDS, batch["approximateArrivalOfLastRecord"])
    assert (batch["batchSize"], batch["streamArn"]) == (2, application.stream_arn)


def fail(application: Application, inbox: Inbox, arn: str) -> None:
    """Two records that fail, with one retry, and this destination."""
    inbox.decide = lambda _keys: {"raise": "always"}
    application.put("1", "2")
    application.map("TRIM_HORIZON", MaximumRetryAttempts=1, DestinationConfig=to(arn))


def test_a_queue_is_told_d24_d31_d32_d33(application: Application, inbox: Inbox, queue: Queue) -> None:
    fail(application, inbox, queue.arn)
    check_failure(application, inbox, json.loads(queue.receive()))


def test_a_topic_is_told_d31_d33(application: Application, inbox: Inbox, queue: Queue, emulator: Emulator) -> None:
    sns = emulator.client("sns")
    topic = sns.create_topic(Name=f"failures-{uuid.uuid4()}")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    fail(application, inbox, topic)
    check_failure(application, inbox, json.loads(json.loads(queue.receive())["Message"]))


def test_a_bucket_is_given_the_records_too_d31_d33(application: Application, inbox: Inbox, emulator: Emulator) -> None:
    s3, bucket = emulator.client("s3"), f"failures-{uuid.uuid4()}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    fail(application, inbox, f"arn:aws:s3:::{bucket}")
    (item,) = wait_until(lambda: s3.list_objects_v2(Bucket=bucket).get("Contents"))
    told = json.loads(s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read())
    assert told.pop("payload") == inbox.events[0]
    shard = told["DDBStreamBatchInfo"]["shardId"]
    check_failure(application, inbox, told)
    mapping = application.mappings[0]
    form = rf"aws/lambda/{mapping}/{shard}/\d{{4}}/\d\d/\d\d/\d{{4}}-\d\d-\d\dT\d\d\.\d\d\.\d\d-[0-9a-f-]{{36}}"
    assert re.fullmatch(form, item["Key"])


def test_records_that_the_function_reported_d29(application: Application, inbox: Inbox, queue: Queue) -> None:
    def decide(_keys: list[str]) -> Any:
        *_, last = inbox.events[-1]["Records"]
        return {"batchItemFailures": [{"itemIdentifier": last["dynamodb"]["SequenceNumber"]}]}

    inbox.decide = decide
    application.put("1", "2")
    application.map(
        "TRIM_HORIZON",
        MaximumRetryAttempts=3,
        DestinationConfig=to(queue.arn),
        FunctionResponseTypes=["ReportBatchItemFailures"],
    )
    told = json.loads(queue.receive())
    assert told["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert told["requestContext"]["approximateInvokeCount"] == 4
    assert told["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST", "functionError": None}
    assert told["DDBStreamBatchInfo"]["batchSize"] == 1
    inbox.wait_for("1", "2", "2", "2", "2", "2")


def test_records_that_are_too_old_d32(
    start_emulator: Callable[..., Emulator], stop_emulator: Callable[[Emulator], None], inbox: Inbox
) -> None:
    """They are made older on disk: an hour is too long to wait for."""
    first = start_emulator()
    application, queue = Application(first, inbox), Queue(first)
    application.put("old 1", "old 2")
    stop_emulator(first)
    (database,) = [file for file in first.state_dir.rglob("*.db") if file.stat().st_size]
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE us SET CreationDateTime = CreationDateTime - ?", (1000 * 60 * 60,))
    again = start_emulator(first.state_dir, first.port)
    application.put("new")
    application.map("TRIM_HORIZON", MaximumRecordAgeInSeconds=60, DestinationConfig=to(queue.arn))
    inbox.wait_for("new")
    told = json.loads(queue.receive())
    assert list(told) == ["requestContext", "version", "timestamp", "DDBStreamBatchInfo"]
    assert told["requestContext"].pop("requestId")
    assert told["requestContext"] == {
        "functionArn": application.function_arn,
        "condition": "RecordAgeExceeded",
        "approximateInvokeCount": 1,
    }
    assert told["DDBStreamBatchInfo"]["batchSize"] == 2
    assert told["DDBStreamBatchInfo"]["streamArn"] == application.stream_arn
    stop_emulator(again)


def test_a_destination_that_is_gone_holds_nothing_up(application: Application, inbox: Inbox, queue: Queue) -> None:
    inbox.decide = lambda keys: {"raise": "no"} if "1" in keys else None
    application.map(BatchSize=1, MaximumRetryAttempts=0, DestinationConfig=to(queue.arn + "-gone"))
    application.put("1", "2")
    inbox.wait_for("1", "2")
