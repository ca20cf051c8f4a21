"""Asynchronous invocations that succeed or fail for good, with delays of tenths of a second in place of minutes."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import eventually, metric_sum

if TYPE_CHECKING:
    from tests.conformance.lambda_.conftest import Deploy, DeployedFunction
    from tests.conftest import Emulator

# Fails as often as the event says, by an error or a time-out, and notes each try.
FLAKY = """
import json, os, time
def handler(event, context):
    with open(event["tries"], "a+") as tries:
        tries.write(f"{context.aws_request_id}\\n")
        tries.seek(0)
        count = len(tries.readlines())
    if count <= event["failures"]:
        if event.get("hang"):
            time.sleep(60)
        raise ValueError("no" + "!" * event.get("shout", 0))
    return {"count": count}
"""

TRUST = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
}


@pytest.fixture(scope="module")
def emulator(start_emulator: Callable[..., Emulator]) -> Emulator:
    return start_emulator(PETRI_LAMBDA_RETRY_DELAY="0.1", PETRI_ENFORCE_IAM_PATHS="/checked/")


class Queue:
    """An SQS queue and what has arrived in it."""

    def __init__(self, emulator: Emulator) -> None:
        self._sqs = emulator.client("sqs")
        self.url = self._sqs.create_queue(QueueName=f"queue-{uuid.uuid4().hex[:8]}")["QueueUrl"]
        self.arn: str = self._sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])["Attributes"][
            "QueueArn"
        ]

    def messages(self, wait: int = 0) -> list[dict[str, Any]]:
        """What has arrived since the last call."""
        received: list[dict[str, Any]] = self._sqs.receive_message(
            QueueUrl=self.url, MessageAttributeNames=["All"], WaitTimeSeconds=wait, MaxNumberOfMessages=10
        ).get("Messages", [])
        return received

    def message(self) -> dict[str, Any]:
        """The one that arrives."""
        [message] = self.messages(wait=20)
        return message

    def record(self) -> Any:
        """The JSON of the one that arrives."""
        return json.loads(self.message()["Body"])


@pytest.fixture
def queue(emulator: Emulator) -> Queue:
    return Queue(emulator)


@pytest.fixture
def event(tmp_path: Path) -> dict[str, Any]:
    return {"tries": str(tmp_path / "tries"), "failures": 0}


def tries(event: dict[str, Any]) -> list[str]:
    """The request ids with which the function ran."""
    return Path(event["tries"]).read_text().split()


def invoke(function: DeployedFunction, event: object, **parameters: Any) -> str:
    """Its request id."""
    response = function.client.invoke(
        FunctionName=function.name, InvocationType="Event", Payload=json.dumps(event).encode(), **parameters
    )
    request_id: str = response["ResponseMetadata"]["RequestId"]
    return request_id


def send_to(function: DeployedFunction, arn: str, **settings: Any) -> None:
    function.client.put_function_event_invoke_config(
        FunctionName=function.name,
        DestinationConfig={"OnSuccess": {"Destination": arn}, "OnFailure": {"Destination": arn}},
        **settings,
    )


def arn_of(function: DeployedFunction) -> str:
    return f"arn:aws:lambda:eu-west-1:000000000000:function:{function.name}"


def test_the_record_of_a_success_after_a_retry_with_the_same_request_id_d79_d81_d82(
    deploy: Deploy, queue: Queue, event: dict[str, Any]
) -> None:
    function = deploy(FLAKY)
    send_to(function, queue.arn)
    event["failures"] = 1
    request_id = invoke(function, event)
    record = queue.record()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", record.pop("timestamp"))
    assert record == {
        "version": "1.0",
        "requestContext": {
            "requestId": request_id,
            "functionArn": f"{arn_of(function)}:$LATEST",
            "condition": "Success",
            "approximateInvokeCount": 2,
        },
        "requestPayload": event,
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST"},
        "responsePayload": {"count": 2},
    }
    assert tries(event) == [request_id, request_id]


def test_three_tries_and_the_record_of_the_failure_d79_d81_d82(
    deploy: Deploy, queue: Queue, event: dict[str, Any]
) -> None:
    function = deploy(FLAKY)
    send_to(function, queue.arn)
    event["failures"] = 9
    request_id = invoke(function, event)
    record = queue.record()
    assert record["requestContext"] == {
        "requestId": request_id,
        "functionArn": f"{arn_of(function)}:$LATEST",
        "condition": "RetriesExhausted",
        "approximateInvokeCount": 3,
    }
    assert record["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}
    assert list(record["responsePayload"]) == ["errorMessage", "errorType", "requestId", "stackTrace"]
    assert tries(event) == [request_id] * 3


def test_a_timeout_is_a_failure_d79(deploy: Deploy, queue: Queue, event: dict[str, Any]) -> None:
    function = deploy(FLAKY, Timeout=1)
    send_to(function, queue.arn, MaximumRetryAttempts=0)
    event |= {"failures": 9, "hang": True}
    invoke(function, event)
    record = queue.record()
    assert record["requestContext"]["approximateInvokeCount"] == 1
    assert record["responsePayload"]["errorType"] == "Sandbox.Timedout"


def test_a_dead_letter_in_sqs_d83(deploy: Deploy, queue: Queue, event: dict[str, Any]) -> None:
    function = deploy(FLAKY, DeadLetterConfig={"TargetArn": queue.arn})
    event |= {"failures": 9, "shout": 2000}
    request_id = invoke(function, event)
    message = queue.message()
    assert json.loads(message["Body"]) == event
    assert message["MessageAttributes"] == {
        "RequestID": {"DataType": "String", "StringValue": request_id},
        "ErrorCode": {"DataType": "Number", "StringValue": "200"},
        "ErrorMessage": {"DataType": "String", "StringValue": "no" + "!" * 1022},
    }
    assert tries(event) == [request_id] * 3


def test_a_dead_letter_in_sns_d83(deploy: Deploy, emulator: Emulator, queue: Queue, event: dict[str, Any]) -> None:
    sns = emulator.client("sns")
    topic = sns.create_topic(Name=f"topic-{uuid.uuid4().hex[:8]}")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    function = deploy(FLAKY, DeadLetterConfig={"TargetArn": topic})
    event["failures"] = 9
    request_id = invoke(function, event)
    notification = queue.record()
    assert json.loads(notification["Message"]) == event
    assert notification["MessageAttributes"]["RequestID"] == {"Type": "String", "Value": request_id}
    assert notification["MessageAttributes"]["ErrorCode"] == {"Type": "Number", "Value": "200"}
    assert notification["MessageAttributes"]["ErrorMessage"] == {"Type": "String", "Value": "no"}


@pytest.mark.parametrize(("failures", "result"), [(0, "Success"), (9, "Failure")])
def test_eventbridge_as_destination_d84(
    deploy: Deploy, emulator: Emulator, queue: Queue, event: dict[str, Any], failures: int, result: str
) -> None:
    events = emulator.client("events")
    bus_name = f"bus-{uuid.uuid4().hex[:8]}"
    bus = events.create_event_bus(Name=bus_name)["EventBusArn"]
    events.put_rule(Name="all", EventBusName=bus_name, EventPattern=json.dumps({"source": ["lambda"]}))
    events.put_targets(Rule="all", EventBusName=bus_name, Targets=[{"Id": "queue", "Arn": queue.arn}])
    function = deploy(FLAKY)
    send_to(function, bus)
    event["failures"] = failures
    request_id = invoke(function, event)
    received = queue.record()
    assert received["source"] == "lambda"
    assert received["detail-type"] == f"Lambda Function Invocation Result - {result}"
    assert received["resources"] == [bus, f"{arn_of(function)}:$LATEST"]
    assert received["detail"]["requestContext"]["requestId"] == request_id
    assert received["detail"]["requestPayload"] == event


def test_a_function_as_destination(deploy: Deploy, queue: Queue, event: dict[str, Any]) -> None:
    """Which is invoked asynchronously, too, and has a destination itself."""
    second = deploy("def handler(event, context):\n    return event['responsePayload']\n")
    send_to(second, queue.arn)
    first = deploy(FLAKY)
    send_to(first, arn_of(second))
    invoke(first, event)
    assert queue.record()["responsePayload"] == {"count": 1}


def test_an_alias_has_a_configuration_of_its_own(deploy: Deploy, queue: Queue, event: dict[str, Any]) -> None:
    function = deploy(FLAKY)
    version = function.client.publish_version(FunctionName=function.name)["Version"]
    function.client.create_alias(FunctionName=function.name, Name="live", FunctionVersion=version)
    function.client.put_function_event_invoke_config(
        FunctionName=function.name, Qualifier="live", DestinationConfig={"OnSuccess": {"Destination": queue.arn}}
    )
    invoke(function, event, Qualifier="live")
    record = queue.record()
    assert record["requestContext"]["functionArn"] == f"{arn_of(function)}:live"
    assert record["responseContext"]["executedVersion"] == version


def test_a_synchronous_call_tells_nobody_and_is_not_tried_again_d85(
    deploy: Deploy, queue: Queue, event: dict[str, Any]
) -> None:
    function = deploy(FLAKY, DeadLetterConfig={"TargetArn": queue.arn})
    send_to(function, queue.arn)
    event["failures"] = 1
    assert function.invoke(event).error == "Unhandled"
    assert function.invoke(event).payload == {"count": 2}
    # What comes first in the queue is of the asynchronous call after them.
    request_id = invoke(function, event)
    assert queue.record()["requestContext"]["requestId"] == request_id
    assert queue.messages() == []


def test_many_events_run_once_each(deploy: Deploy, event: dict[str, Any]) -> None:
    """More than can run at the same time."""
    function = deploy(
        """
import os, time
def handler(event, context):
    with open(event["tries"], "a") as tries:
        tries.write(context.aws_request_id + "\\n")
    time.sleep(0.05)
"""
    )
    request_ids = [invoke(function, event) for _ in range(200)]
    eventually(lambda: Path(event["tries"]).exists() and len(tries(event)) >= 200, 60)
    assert sorted(tries(event)) == sorted(request_ids)


def test_events_that_wait_outlive_an_update_but_not_their_function(
    deploy: Deploy, queue: Queue, event: dict[str, Any]
) -> None:
    function = deploy("raise OSError\n")
    send_to(function, queue.arn)
    invoke(function, event)
    function.update_code(FLAKY)
    assert queue.record()["requestContext"]["condition"] == "Success"

    event["failures"] = 9
    invoke(function, event)
    eventually(lambda: len(tries(event)) > 1)  # it was tried once before
    function.client.delete_function(FunctionName=function.name)
    assert queue.messages(wait=1) == []


def total(emulator: Emulator, function: DeployedFunction, name: str) -> float:
    return metric_sum(emulator, "AWS/Lambda", name, FunctionName=function.name)


def test_metrics(deploy: Deploy, emulator: Emulator, queue: Queue, event: dict[str, Any]) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"""
    function = deploy(FLAKY)
    send_to(function, queue.arn)
    invoke(function, event)
    assert queue.record()["requestContext"]["condition"] == "Success"
    event["failures"] = 9
    invoke(function, event)
    assert queue.record()["requestContext"]["condition"] == "RetriesExhausted"
    eventually(lambda: total(emulator, function, "AsyncEventsDropped") == 1)
    sums = {name: total(emulator, function, name) for name in ("AsyncEventsReceived", "Invocations", "Errors")}
    assert sums == {"AsyncEventsReceived": 2, "Invocations": 4, "Errors": 3}
    # The third try came 0.3 s after the first.
    assert total(emulator, function, "AsyncEventAge") > 300


def test_a_role_that_may_not_send_to_the_destination(
    deploy: Deploy, emulator: Emulator, queue: Queue, event: dict[str, Any]
) -> None:
    """But to the dead-letter queue, which is told after it."""
    permitted = Queue(emulator)
    iam = emulator.client("iam")
    role = iam.create_role(RoleName="half", Path="/checked/", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
    policy = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:*", "Resource": permitted.arn}}
    iam.put_role_policy(RoleName="half", PolicyName="send", PolicyDocument=json.dumps(policy))
    function = deploy(FLAKY, Role=role, DeadLetterConfig={"TargetArn": permitted.arn})
    send_to(function, queue.arn)
    event["failures"] = 3
    invoke(function, event)
    assert permitted.record() == event
    assert queue.messages() == []
    eventually(lambda: total(emulator, function, "DestinationDeliveryFailures") == 1)
    assert total(emulator, function, "DeadLetterErrors") == 0
