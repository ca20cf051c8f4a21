"""Routes that call an AWS service directly (row B86)."""

from __future__ import annotations

import json
import re
import uuid
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.support import ROLE, create_function, eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator

SQS_ROLE = "arn:aws:iam::000000000000:role/integration"


def service_api(emulator: Emulator, subtype: str, parameters: dict[str, str], **integration: Any) -> str:
    """The URL of a route ``POST /`` to an action of a service."""
    client = emulator.client("apigatewayv2")
    api_id = client.create_api(Name="service", ProtocolType="HTTP")["ApiId"]
    integration_id = client.create_integration(
        ApiId=api_id,
        IntegrationType="AWS_PROXY",
        IntegrationSubtype=subtype,
        PayloadFormatVersion="1.0",
        CredentialsArn=SQS_ROLE,
        RequestParameters=parameters,
        **integration,
    )["IntegrationId"]
    client.create_route(ApiId=api_id, RouteKey="POST /", Target=f"integrations/{integration_id}")
    client.create_stage(ApiId=api_id, StageName="dev", AutoDeploy=True)
    return emulator.api_url(api_id) + "/"


@pytest.fixture
def queue_url(emulator: Emulator) -> Iterator[str]:
    client = emulator.client("sqs")
    url: str = client.create_queue(QueueName=f"test-{uuid.uuid4().hex[:8]}")["QueueUrl"]
    yield url
    client.delete_queue(QueueUrl=url)


def received(emulator: Emulator, queue_url: str) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = emulator.client("sqs").receive_message(
        QueueUrl=queue_url, MessageAttributeNames=["All"], WaitTimeSeconds=5
    )["Messages"]
    return messages


def test_send_message_b86(emulator: Emulator, queue_url: str) -> None:
    """The whole body becomes the message; SQS answers in XML."""
    attributes = {"from": {"DataType": "String", "StringValue": "me"}}
    url = service_api(
        emulator,
        "SQS-SendMessage",
        {
            "QueueUrl": queue_url,
            "MessageBody": "$request.body",
            "DelaySeconds": "0",
            "MessageAttributes": "$request.body.attributes",
        },
    )
    body = json.dumps({"attributes": attributes, "ü": "&<>"})
    response = requests.post(url, data=body.encode(), timeout=10)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/xml")
    assert re.search(r"<SendMessageResponse .*<SendMessageResult>.*<MessageId>[0-9a-f-]{36}<", response.text, re.DOTALL)
    (message,) = received(emulator, queue_url)
    assert message["Body"] == body
    assert message["MessageAttributes"] == attributes


def test_receive_delete_and_purge_b86(emulator: Emulator, queue_url: str) -> None:
    sqs = emulator.client("sqs")
    sqs.send_message(QueueUrl=queue_url, MessageBody="one")
    receive = service_api(emulator, "SQS-ReceiveMessage", {"QueueUrl": queue_url, "WaitTimeSeconds": "5"})
    response = requests.post(receive, timeout=10)
    assert "<Body>one</Body>" in response.text
    handle = re.search(r"<ReceiptHandle>(.*?)</ReceiptHandle>", response.text)
    assert handle
    delete = service_api(
        emulator, "SQS-DeleteMessage", {"QueueUrl": queue_url, "ReceiptHandle": "$request.querystring.handle"}
    )
    assert requests.post(delete, params={"handle": handle[1]}, timeout=10).status_code == 200

    sqs.send_message(QueueUrl=queue_url, MessageBody="two")
    purge = service_api(emulator, "SQS-PurgeQueue", {"QueueUrl": queue_url})
    assert requests.post(purge, timeout=10).status_code == 200
    counts = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=counts)["Attributes"]
    assert set(attributes.values()) == {"0"}


def test_errors_of_the_service_come_back_b86(emulator: Emulator, queue_url: str) -> None:
    url = service_api(emulator, "SQS-SendMessage", {"QueueUrl": f"{queue_url}-nope", "MessageBody": "$request.body"})
    response = requests.post(url, data="x", timeout=10)
    assert response.status_code == 400
    assert "NonExistentQueue" in response.text


@pytest.mark.parametrize("body", ["", "no json", '{"other": 1}'])
def test_a_parameter_that_the_request_does_not_have_is_400_b86(emulator: Emulator, queue_url: str, body: str) -> None:
    url = service_api(emulator, "SQS-SendMessage", {"QueueUrl": queue_url, "MessageBody": "$request.body.text"})
    response = requests.post(url, data=body, timeout=10)
    assert (response.status_code, response.json()) == (400, {"message": "Bad Request"})


@pytest.mark.parametrize("value", ["soon", "{", "[1]"])
def test_a_parameter_of_another_type_is_400_b86(emulator: Emulator, queue_url: str, value: str) -> None:
    url = service_api(
        emulator,
        "SQS-SendMessage",
        {"QueueUrl": queue_url, "MessageBody": "x", "MessageAttributes": "$request.body", "DelaySeconds": "0"},
    )
    assert requests.post(url, data=value, timeout=10).status_code == 400


def test_put_events_b86(emulator: Emulator, queue_url: str) -> None:
    """A rule sends the event on to a queue."""
    events, sqs = emulator.client("events"), emulator.client("sqs")
    bus = f"test-{uuid.uuid4().hex[:8]}"
    events.create_event_bus(Name=bus)
    events.put_rule(Name=bus, EventBusName=bus, EventPattern=json.dumps({"source": ["petri.test"]}))
    arn = sqs.get_queue_attributes(QueueUrl=queue_url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_targets(Rule=bus, EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    url = service_api(
        emulator,
        "EventBridge-PutEvents",
        {
            "Detail": "$request.body",
            "DetailType": "$request.querystring.type",
            "Source": "petri.test",
            "EventBusName": bus,
            "Resources": "$request.header.x-resources",
            "Time": "2024-01-02T03:04:05Z",
        },
    )
    response = requests.post(f"{url}?type=born", json={"a": 1}, headers={"X-Resources": "r1, r2"}, timeout=10)
    assert response.status_code == 200, response.text
    answer = response.json()
    assert answer["FailedEntryCount"] == 0
    assert answer["Entries"][0]["EventId"]
    assert response.headers["content-type"] == "application/x-amz-json-1.1"
    (message,) = received(emulator, queue_url)
    event = json.loads(message["Body"])
    assert (event["detail"], event["detail-type"], event["resources"]) == ({"a": 1}, "born", ["r1", "r2"])
    assert event["time"] == "2024-01-02T03:04:05Z"


@pytest.fixture(scope="module")
def wait_forever(emulator: Emulator) -> str:
    """A state machine that waits until it is stopped."""
    definition = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 3600, "End": True}}}
    arn: str = emulator.client("stepfunctions").create_state_machine(
        name=f"wait-{uuid.uuid4().hex[:8]}", definition=json.dumps(definition), roleArn=ROLE
    )["stateMachineArn"]
    return arn


def test_start_and_stop_an_execution_b86(emulator: Emulator, wait_forever: str) -> None:
    states = emulator.client("stepfunctions")
    start = service_api(
        emulator, "StepFunctions-StartExecution", {"StateMachineArn": wait_forever, "Input": "$request.body"}
    )
    response = requests.post(start, json={"a": 1}, timeout=10)
    assert response.status_code == 200, response.text
    arn = response.json()["executionArn"]
    assert json.loads(states.describe_execution(executionArn=arn)["input"]) == {"a": 1}
    stop = service_api(
        emulator, "StepFunctions-StopExecution", {"ExecutionArn": "$request.body.arn", "Cause": "test is over"}
    )
    assert "stopDate" in requests.post(stop, json={"arn": arn}, timeout=10).json()
    eventually(lambda: states.describe_execution(executionArn=arn)["status"] == "ABORTED")


def test_start_a_synchronous_execution_b86(emulator: Emulator) -> None:
    definition = {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "Result": {"b": 2}, "End": True}}}
    arn = emulator.client("stepfunctions").create_state_machine(
        name=f"pass-{uuid.uuid4().hex[:8]}", definition=json.dumps(definition), roleArn=ROLE, type="EXPRESS"
    )["stateMachineArn"]
    url = service_api(emulator, "StepFunctions-StartSyncExecution", {"StateMachineArn": arn, "Input": "$request.body"})
    answer = requests.post(url, json={"a": 1}, timeout=10).json()
    assert (answer["status"], json.loads(answer["output"])) == ("SUCCEEDED", {"b": 2})


@pytest.mark.parametrize(
    ("subtype", "parameters", "message"),
    [
        ("Kinesis-PutRecord", {"StreamName": "s", "PartitionKey": "p", "Data": "$request.body"}, "no Kinesis"),
        (
            "AppConfig-GetConfiguration",
            {"Application": "a", "Environment": "e", "Configuration": "c", "ClientId": "i"},
            "no service appconfig",
        ),
    ],
)
def test_services_that_are_not_offered_b86(
    emulator: Emulator, subtype: str, parameters: dict[str, str], message: str
) -> None:
    response = requests.post(service_api(emulator, subtype, parameters), data="x", timeout=10)
    assert response.status_code == 501
    assert message in response.json()["message"]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"MessageBody": "$request.body"}, r"Missing required request parameters \[QueueUrl\]"),
        ({"QueueUrl": "u", "MessageBody": "b", "Nope": "1"}, "Invalid parameter: Nope"),
        ({"QueueUrl": "u", "MessageBody": "$nope.body"}, "Invalid source: nope.body specified for destination: Mess"),
    ],
)
def test_parameters_are_checked_when_it_is_created_b86(
    emulator: Emulator, parameters: dict[str, str], message: str
) -> None:
    client = emulator.client("apigatewayv2")
    with pytest.raises(client.exceptions.BadRequestException, match=message):
        service_api(emulator, "SQS-SendMessage", parameters)


def test_stage_variable_in_a_function_arn_b83(emulator: Emulator) -> None:
    arn = create_function(emulator, 'def handler(event, context):\n    return "here"')
    prefix, _, name = arn.rpartition(":")
    client = emulator.client("apigatewayv2")
    api_id = client.create_api(Name="stages", ProtocolType="HTTP")["ApiId"]
    integration_id = client.create_integration(
        ApiId=api_id,
        IntegrationType="AWS_PROXY",
        IntegrationUri=f"{prefix}:${{stageVariables.function}}",
        PayloadFormatVersion="2.0",
    )["IntegrationId"]
    client.create_route(ApiId=api_id, RouteKey="GET /", Target=f"integrations/{integration_id}")
    client.create_stage(ApiId=api_id, StageName="good", AutoDeploy=True, StageVariables={"function": name})
    client.create_stage(ApiId=api_id, StageName="bare", AutoDeploy=True)
    assert requests.get(emulator.api_url(api_id, "good") + "/", timeout=10).text == "here"
    assert requests.get(emulator.api_url(api_id, "bare") + "/", timeout=10).status_code == 500
