"""Asynchronous invocations that cannot run, or not in time."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import eventually

if TYPE_CHECKING:
    from tests.conformance.lambda_.conftest import Deploy
    from tests.conftest import Emulator

# Runs until a file is there.
WAIT = """
import pathlib, time
def handler(event, context):
    pathlib.Path(event["started"]).touch()
    while not pathlib.Path(event["go_on"]).exists():
        time.sleep(0.01)
    return context.aws_request_id
"""


@pytest.fixture
def queue(emulator: Emulator) -> tuple[str, str]:
    """URL and ARN of an SQS queue."""
    sqs = emulator.client("sqs")
    url = sqs.create_queue(QueueName=f"queue-{uuid.uuid4().hex[:8]}")["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def receive(emulator: Emulator, queue: tuple[str, str]) -> dict[str, Any]:
    [message] = emulator.client("sqs").receive_message(
        QueueUrl=queue[0], WaitTimeSeconds=20, MessageAttributeNames=["All"]
    )["Messages"]
    return dict(message)


def test_an_event_that_is_throttled_runs_later_d80(
    emulator: Emulator, deploy: Deploy, queue: tuple[str, str], tmp_path: Path
) -> None:
    function = deploy(WAIT, Timeout=60)
    client = function.client
    client.put_function_concurrency(FunctionName=function.name, ReservedConcurrentExecutions=1)
    client.put_function_event_invoke_config(
        FunctionName=function.name,
        MaximumEventAgeInSeconds=60,
        DestinationConfig={"OnSuccess": {"Destination": queue[1]}, "OnFailure": {"Destination": queue[1]}},
    )

    def invoke(name: str) -> str:
        event = {"started": str(tmp_path / name), "go_on": str(tmp_path / "go on")}
        response = client.invoke(FunctionName=function.name, InvocationType="Event", Payload=json.dumps(event).encode())
        request_id: str = response["ResponseMetadata"]["RequestId"]
        return request_id

    first = invoke("first")
    eventually((tmp_path / "first").exists)
    second = invoke("second")
    with pytest.raises(client.exceptions.TooManyRequestsException):
        client.invoke(FunctionName=function.name)
    (tmp_path / "go on").touch()
    records = [json.loads(receive(emulator, queue)["Body"]) for _ in range(2)]
    assert [record["responsePayload"] for record in records] == [first, second]
    # To be throttled is not to be invoked.
    assert [record["requestContext"]["approximateInvokeCount"] for record in records] == [1, 1]


def test_a_retry_that_would_come_too_late_d82(emulator: Emulator, deploy: Deploy, queue: tuple[str, str]) -> None:
    function = deploy("import time\ndef handler(event, context):\n    time.sleep(0.1)\n    raise ValueError('no')\n")
    function.client.put_function_event_invoke_config(
        FunctionName=function.name,
        MaximumEventAgeInSeconds=60,
        DestinationConfig={"OnFailure": {"Destination": queue[1]}},
    )
    function.client.invoke(FunctionName=function.name, InvocationType="Event")
    record = json.loads(receive(emulator, queue)["Body"])
    assert record["requestContext"]["condition"] == "EventAgeExceeded"
    assert record["requestContext"]["approximateInvokeCount"] == 1
    assert record["responsePayload"]["errorMessage"] == "no"


def test_a_function_without_concurrency_d82_d83(emulator: Emulator, deploy: Deploy, queue: tuple[str, str]) -> None:
    function = deploy("def handler(event, context):\n    pass\n", DeadLetterConfig={"TargetArn": queue[1]})
    function.client.put_function_concurrency(FunctionName=function.name, ReservedConcurrentExecutions=0)
    response = function.client.invoke(FunctionName=function.name, InvocationType="Event", Payload=b'{"a": 1}')
    letter = receive(emulator, queue)
    assert letter["Body"] == '{"a": 1}'
    attributes = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
    assert attributes == {
        "RequestID": response["ResponseMetadata"]["RequestId"],
        "ErrorCode": "429",
        "ErrorMessage": "Rate Exceeded.",
    }

    function.client.put_function_event_invoke_config(
        FunctionName=function.name, DestinationConfig={"OnFailure": {"Destination": queue[1]}}
    )
    function.client.update_function_configuration(FunctionName=function.name, DeadLetterConfig={"TargetArn": ""})
    function.wait()
    function.client.invoke(FunctionName=function.name, InvocationType="Event")
    record = json.loads(receive(emulator, queue)["Body"])
    assert record["requestContext"]["condition"] == "ZeroReservedConcurrency"
    assert record["requestContext"]["approximateInvokeCount"] == 0
    assert not {"responseContext", "responsePayload"} & set(record)


def test_what_is_configured_while_an_event_waits_counts(
    emulator: Emulator, deploy: Deploy, queue: tuple[str, str], tmp_path: Path
) -> None:
    function = deploy(WAIT, Timeout=60)
    client = function.client
    client.put_function_concurrency(FunctionName=function.name, ReservedConcurrentExecutions=1)
    event = {"started": str(tmp_path / "started"), "go_on": str(tmp_path / "go on")}

    def invoke() -> str:
        response = client.invoke(FunctionName=function.name, InvocationType="Event", Payload=json.dumps(event).encode())
        request_id: str = response["ResponseMetadata"]["RequestId"]
        return request_id

    invoke()
    eventually((tmp_path / "started").exists)
    waiting = invoke()
    client.update_function_configuration(FunctionName=function.name, DeadLetterConfig={"TargetArn": queue[1]})
    function.wait()
    client.put_function_concurrency(FunctionName=function.name, ReservedConcurrentExecutions=0)
    letter = receive(emulator, queue)
    (tmp_path / "go on").touch()
    assert json.loads(letter["Body"]) == event
    assert letter["MessageAttributes"]["RequestID"]["StringValue"] == waiting
