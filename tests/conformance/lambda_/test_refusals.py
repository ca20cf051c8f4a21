"""What the Lambda API refuses, to the letter."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import requests
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.conftest import REGION
from tests.support import ROLE, eventually, zip_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Emulator

ARN = "arn:aws:lambda:eu-west-1:000000000000:function:"
SOURCE = "def handler(event, context):\n    return event\n"


@pytest.fixture(scope="module")
def client(emulator: Emulator) -> Any:
    """One that sends what it is given: boto3's own checks come before those of AWS."""
    return boto3.client(
        "lambda",
        endpoint_url=emulator.endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )


def create(client: Any, name: str, **settings: Any) -> Any:
    return client.create_function(
        **{
            "FunctionName": name,
            "Runtime": "python3.13",
            "Role": ROLE,
            "Handler": "index.handler",
            "Code": {"ZipFile": zip_of(SOURCE)},
            **settings,
        }
    )


@pytest.fixture(scope="module")
def function(client: Any) -> Iterator[str]:
    """The name of a function that gives back what it gets."""
    name = "refusals"
    create(client, name)
    eventually(lambda: client.get_function_configuration(FunctionName=name)["State"] == "Active")
    yield name
    client.delete_function(FunctionName=name)


def refused(call: Callable[..., Any], **parameters: Any) -> tuple[int, str, str]:
    """Status, code and message of an error."""
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    error = caught.value.response["Error"]
    return caught.value.response["ResponseMetadata"]["HTTPStatusCode"], error["Code"], error["Message"]


def test_unknown_functions_and_aliases_d56(client: Any, function: str) -> None:
    not_found = (404, "ResourceNotFoundException")
    assert refused(client.invoke, FunctionName="nope") == (*not_found, f"Function not found: {ARN}nope:$LATEST")
    assert refused(client.get_function, FunctionName="nope") == (*not_found, f"Function not found: {ARN}nope")
    for qualifier in ("7", "nope"):
        message = f"Function not found: {ARN}{function}:{qualifier}"
        assert refused(client.invoke, FunctionName=function, Qualifier=qualifier) == (*not_found, message)
    message = f"Cannot find alias arn: {ARN}{function}:nope"
    assert refused(client.get_alias, FunctionName=function, Name="nope") == (*not_found, message)


def test_the_body_of_an_error_d56(emulator: Emulator) -> None:
    answer = requests.post(
        f"{emulator.endpoint}/2015-03-31/functions/nope/invocations",
        headers={
            "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/lambda/aws4_request, "
            "SignedHeaders=host;x-amz-date, Signature=0"
        },
        timeout=20,
    )
    assert answer.headers["x-amzn-errortype"] == "ResourceNotFoundException"
    body = answer.json()
    assert (body["Type"], body["Message"]) == ("User", f"Function not found: {ARN}nope:$LATEST")


def test_another_region_d57(client: Any, function: str) -> None:
    arn = f"arn:aws:lambda:us-east-1:000000000000:function:{function}"
    message = "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')"
    for call in (client.invoke, client.get_function):
        assert refused(call, FunctionName=arn) == (404, "ResourceNotFoundException", message)


@pytest.mark.parametrize("kind", ["RequestResponse", "Event", "DryRun"])
def test_a_payload_that_is_no_json_d58(client: Any, function: str, kind: str) -> None:
    status, code, message = refused(client.invoke, FunctionName=function, Payload=b"'test'", InvocationType=kind)
    assert (status, code) == (400, "InvalidRequestContentException")
    prefix = "Could not parse request body into json: Could not parse payload into json: "
    assert message.startswith(f"{prefix}Unexpected character (''' (code 39))")


@pytest.mark.parametrize(("kind", "limit"), [("RequestResponse", 6_291_456), ("Event", 1_048_576)])
def test_payloads_that_are_too_large_d59(client: Any, function: str, kind: str, limit: int) -> None:
    payload = b'"' + b"x" * (limit - 2) + b'"'
    accepted = client.invoke(FunctionName=function, Payload=payload, InvocationType=kind)
    assert accepted["StatusCode"] in (200, 202)
    assert refused(client.invoke, FunctionName=function, Payload=payload + b" ", InvocationType=kind) == (
        413,
        "RequestTooLargeException",
        f"Request must be smaller than {limit} bytes for the InvokeFunction operation",
    )


@pytest.mark.filterwarnings("ignore:.*deprecated")
def test_the_old_operation_has_its_old_limit_d59(client: Any, function: str) -> None:
    payload = b'"' + b"x" * (262_144 - 2) + b'"'
    accepted = client.invoke_async(FunctionName=function, InvokeArgs=payload)
    assert accepted["Status"] == accepted["ResponseMetadata"]["HTTPStatusCode"] == 202
    status, code, _ = refused(client.invoke_async, FunctionName=function, InvokeArgs=payload + b" ")
    assert (status, code) == (413, "RequestTooLargeException")
    status, code, _ = refused(client.invoke_async, FunctionName=function, InvokeArgs=b"no json")
    assert (status, code) == (400, "InvalidRequestContentException")
    status, code, _ = refused(client.invoke_async, FunctionName="nope", InvokeArgs=b"{}")
    assert (status, code) == (404, "ResourceNotFoundException")


def test_an_unknown_kind_of_call(client: Any, function: str) -> None:
    assert refused(client.invoke, FunctionName=function, InvocationType="Later") == (
        400,
        "ValidationException",
        "1 validation error detected: Value 'Later' at 'invocationType' failed to satisfy constraint: "
        "Member must satisfy enum value set: [Event, RequestResponse, DryRun]",
    )


def test_reserved_concurrency_used_up_d62(client: Any, function: str) -> None:
    client.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
    with pytest.raises(client.exceptions.TooManyRequestsException) as throttled:
        client.invoke(FunctionName=function)
    client.delete_function_concurrency(FunctionName=function)
    response = throttled.value.response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 429
    assert response["Error"]["Message"] == "Rate Exceeded."
    assert response["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"


def test_states_and_defaults_of_a_new_function_d63(client: Any) -> None:
    created = create(client, "states")
    assert created["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert created["State"] == "Pending"
    assert created["StateReason"] == "The function is being created."
    assert created["StateReasonCode"] == "Creating"
    defaults = ("Timeout", "MemorySize", "EphemeralStorage", "Description", "Version", "PackageType", "LoggingConfig")
    assert {name: created[name] for name in defaults} == {
        "Timeout": 3,
        "MemorySize": 128,
        "EphemeralStorage": {"Size": 512},
        "Description": "",
        "Version": "$LATEST",
        "PackageType": "Zip",
        "LoggingConfig": {"LogFormat": "Text", "LogGroup": "/aws/lambda/states"},
    }
    waiter = client.get_waiter("function_active_v2")
    waiter.config.delay = 0.05
    waiter.wait(FunctionName="states")
    active = client.get_function_configuration(FunctionName="states")
    assert (active["State"], active["LastUpdateStatus"]) == ("Active", "Successful")
    assert not {"StateReason", "StateReasonCode"} & set(active)
    client.delete_function(FunctionName="states")


def test_environments_above_4_kb_d64(client: Any, function: str) -> None:
    at_the_limit = {"AB": "x" * (4096 - len('{"AB":""}'))}
    client.update_function_configuration(FunctionName=function, Environment={"Variables": at_the_limit})
    above = {"AB": at_the_limit["AB"] + "x"}
    many = {f"VARIABLE_{number}": "" for number in range(1000)}
    for variables in (above, many):
        measured = json.dumps(variables, separators=(",", ":"))
        for call in (
            lambda **environment: create(client, "large", **environment),
            lambda **environment: client.update_function_configuration(FunctionName=function, **environment),
        ):
            assert refused(call, Environment={"Variables": variables}) == (
                400,
                "InvalidParameterValueException",
                "Lambda was unable to configure your environment variables because the environment variables you have "
                f"provided exceeded the 4KB limit. String measured: {measured}",
            )


def test_variables_that_are_lambdas_own(client: Any, function: str) -> None:
    variables = {"MINE": "1", "AWS_REGION": "x", "_HANDLER": "x"}
    assert refused(
        client.update_function_configuration, FunctionName=function, Environment={"Variables": variables}
    ) == (
        400,
        "InvalidParameterValueException",
        "Lambda was unable to configure your environment variables because the environment variables you have provided "
        "contains reserved keys that are currently not supported for modification. "
        "Reserved keys used in this request: AWS_REGION, _HANDLER",
    )


@pytest.mark.parametrize("name", ["", "A", "1A", "A-B", "_A"])
def test_names_that_variables_cannot_have(client: Any, function: str, name: str) -> None:
    status, code, message = refused(
        client.update_function_configuration, FunctionName=function, Environment={"Variables": {name: "secret"}}
    )
    assert (status, code) == (400, "ValidationException")
    assert message.endswith("[Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]")
    assert "secret" not in message


def test_a_statement_that_is_there_d65(client: Any, function: str) -> None:
    statement = {
        "FunctionName": function,
        "StatementId": "twice",
        "Action": "lambda:InvokeFunction",
        "Principal": "events.amazonaws.com",
    }
    client.add_permission(**statement)
    assert refused(client.add_permission, **statement) == (
        409,
        "ResourceConflictException",
        "The statement id (twice) provided already exists. Please provide a new statement id, or remove the existing "
        "statement.",
    )


@pytest.mark.parametrize(
    ("operation", "parameters", "path", "rule"),
    [
        ("update_function_configuration", {"Timeout": 901}, "timeout", "less than or equal to 900"),
        ("update_function_configuration", {"Timeout": 0}, "timeout", "greater than or equal to 1"),
        ("update_function_configuration", {"MemorySize": 127}, "memorySize", "greater than or equal to 128"),
        ("update_function_configuration", {"MemorySize": 10241}, "memorySize", "less than or equal to 10240"),
        (
            "update_function_configuration",
            {"EphemeralStorage": {"Size": 511}},
            "ephemeralStorage.size",
            "greater than or equal to 512",
        ),
        (
            "put_function_event_invoke_config",
            {"MaximumEventAgeInSeconds": 59},
            "maximumEventAgeInSeconds",
            "greater than or equal to 60",
        ),
        (
            "put_function_event_invoke_config",
            {"MaximumEventAgeInSeconds": 21601},
            "maximumEventAgeInSeconds",
            "less than or equal to 21600",
        ),
        (
            "put_function_event_invoke_config",
            {"MaximumRetryAttempts": 3},
            "maximumRetryAttempts",
            "less than or equal to 2",
        ),
    ],
)
def test_numbers_out_of_range_d80(
    client: Any, function: str, operation: str, parameters: dict[str, Any], path: str, rule: str
) -> None:
    [value] = [inner for each in parameters.values() for inner in (each.values() if isinstance(each, dict) else [each])]
    assert refused(getattr(client, operation), FunctionName=function, **parameters) == (
        400,
        "ValidationException",
        f"1 validation error detected: Value '{value}' at '{path}' failed to satisfy constraint: "
        f"Member must have value {rule}",
    )


def test_packages_that_are_none(client: Any) -> None:
    package = zip_of(SOURCE)
    bad = "Could not unzip uploaded file. Please check your file, then try to upload again."
    for content, message in (
        (b"no zip", bad),
        (package[:-10], bad),
        (b"", "Uploaded file must be a non-empty zip"),
    ):
        assert refused(create, client=client, name="package", Code={"ZipFile": content}) == (
            400,
            "InvalidParameterValueException",
            message,
        )
