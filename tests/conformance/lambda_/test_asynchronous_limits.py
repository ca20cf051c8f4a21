"""Asynchronous invocations that cannot run, or not in time."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conformance.lambda_.conftest import Deploy, DeployedFunction
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


@pytest.fixture
def busy(deploy: Deploy, tmp_path: Path) -> Iterator[DeployedFunction]:
    """A function whose reserved concurrency of 1 is used up until there is a file ``go on``."""
    function = deploy(WAIT, Timeout=60)
    function.client.put_function_concurrency(FunctionName=function.name, ReservedConcurrentExecutions=1)
    with ThreadPoolExecutor() as pool:
        first = pool.submit(function.invoke, waiting_event(tmp_path, "first"))
        eventually((tmp_path / "first").exists)
        yield function
        (tmp_path / "go on").touch()
        assert not first.result().error


def waiting_event(folder: Path, name: str) -> dict[str, str]:
    """For WAIT."""
    return {"started": str(folder / name), "go_on": str(folder / "go on")}


def invoke(function: DeployedFunction, event: object) -> str:
    """Invoke asynchronously; gives the request id."""
    response = function.client.invoke(
        FunctionName=function.name, InvocationType="Event", Payload=json.dumps(event).encode()
    )
    request_id: str = response["ResponseMetadata"]["RequestId"]
    return request_id


def test_an_event_that_is_throttled_runs_later_d80(
    emulator: Emulator, busy: DeployedFunction, queue: tuple[str, str], tmp_path: Path
) -> None:
    busy.client.put_function_event_invoke_config(
        FunctionName=busy.name, MaximumEventAgeInSeconds=60, DestinationConfig={"OnSuccess": {"Destination": queue[1]}}
    )
    request_id = invoke(busy, waiting_event(tmp_path, "second"))
    with pytest.raises(busy.client.exceptions.TooManyRequestsException):
        busy.client.invoke(FunctionName=busy.name)
    assert not (tmp_path / "second").exists()
    (tmp_path / "go on").touch()
    record = json.loads(receive(emulator, queue)["Body"])
    assert record["responsePayload"] == record["requestContext"]["requestId"] == request_id
    # To be throttled is not to be invoked.
    assert record["requestContext"]["approximateInvokeCount"] == 1


def test_events_wait_for_each_other_without_being_throttled(deploy: Deploy, tmp_path: Path) -> None:
    """Twenty that may only run one at a time would need an hour, if each was throttled until its turn."""
    function = deploy(
        f"""
import os, time
def handler(event, context):
    os.mkdir({str(tmp_path / "running")!r})
    time.sleep(0.05)
    os.rmdir({str(tmp_path / "running")!r})
    with open({str(tmp_path / "done")!r}, "a") as done:
        done.write(context.aws_request_id + "\\n")
"""
    )
    function.client.put_function_concurrency(FunctionName=function.name, ReservedConcurrentExecutions=1)
    request_ids = [invoke(function, None) for _ in range(20)]
    done = tmp_path / "done"
    eventually(lambda: done.exists() and len(done.read_text().split()) == 20, 30)
    assert sorted(done.read_text().split()) == sorted(request_ids)


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
    emulator: Emulator, busy: DeployedFunction, queue: tuple[str, str], tmp_path: Path
) -> None:
    event = waiting_event(tmp_path, "second")
    request_id = invoke(busy, event)
    busy.client.update_function_configuration(FunctionName=busy.name, DeadLetterConfig={"TargetArn": queue[1]})
    busy.wait()
    busy.client.put_function_concurrency(FunctionName=busy.name, ReservedConcurrentExecutions=0)
    letter = receive(emulator, queue)
    assert json.loads(letter["Body"]) == event
    assert letter["MessageAttributes"]["RequestID"]["StringValue"] == request_id
    assert letter["MessageAttributes"]["ErrorCode"]["StringValue"] == "429"
