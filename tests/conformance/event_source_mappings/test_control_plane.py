"""Making, changing and deleting event source mappings of DynamoDB streams: rows D01 to D14."""

from __future__ import annotations

import threading
import uuid
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.conformance.event_source_mappings.application import Application, Inbox, wait_until
from tests.support import create_function

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

    from tests.conftest import Emulator


@pytest.fixture
def unchecked(emulator: Emulator) -> LambdaClient:
    """A client that leaves it to the service to check parameters."""
    session: Any = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test")
    client: LambdaClient = session.client(
        "lambda",
        endpoint_url=emulator.endpoint,
        region_name="eu-west-1",
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )
    return client


def refused(error: pytest.ExceptionInfo[ClientError]) -> tuple[int, str, str]:
    """Status, code and message of an error."""
    response = error.value.response
    return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"], response["Error"]["Message"]


def refusal(application: Application, client: LambdaClient | None = None, **request: Any) -> tuple[int, str, str]:
    """Why a mapping cannot be made with this in its request; a parameter that is ``None`` is left out."""
    complete = {
        "EventSourceArn": application.stream_arn,
        "FunctionName": application.name,
        "StartingPosition": "LATEST",
    }
    parameters: Any = {name: value for name, value in (complete | request).items() if value is not None}
    with pytest.raises(ClientError) as error:
        (client or application.functions).create_event_source_mapping(**parameters)
    return refused(error)


def test_a_new_mapping_has_the_defaults_of_aws_d01(application: Application) -> None:
    mapping = application.functions.create_event_source_mapping(
        EventSourceArn=application.stream_arn, FunctionName=application.name, StartingPosition="LATEST"
    )
    application.mappings.append(mapping["UUID"])
    assert mapping["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert mapping["State"] == "Creating"
    expected = {
        "EventSourceArn": application.stream_arn,
        "FunctionArn": application.function_arn,
        "StartingPosition": "LATEST",
        "BatchSize": 100,
        "MaximumBatchingWindowInSeconds": 0,
        "ParallelizationFactor": 1,
        "MaximumRecordAgeInSeconds": -1,
        "MaximumRetryAttempts": -1,
        "BisectBatchOnFunctionError": False,
        "TumblingWindowInSeconds": 0,
        "DestinationConfig": {"OnFailure": {}},
        "FunctionResponseTypes": [],
        "StateTransitionReason": "User action",
        "LastProcessingResult": "No records processed",
    }
    assert {key: mapping.get(key) for key in expected} == expected
    application.wait_for_state(mapping["UUID"], "Enabled")


def test_states_of_a_mapping_d02(application: Application) -> None:
    functions = application.functions
    mapping = application.map()
    disabling = functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    assert (disabling["State"], disabling["ResponseMetadata"]["HTTPStatusCode"]) == ("Disabling", 202)
    application.wait_for_state(mapping, "Disabled")
    assert functions.update_event_source_mapping(UUID=mapping, Enabled=True)["State"] == "Enabling"
    application.wait_for_state(mapping, "Enabled")
    updating = functions.update_event_source_mapping(UUID=mapping, BatchSize=7)
    assert (updating["State"], updating["BatchSize"]) == ("Updating", 7)
    application.wait_for_state(mapping, "Enabled")
    deleting = functions.delete_event_source_mapping(UUID=mapping)
    application.mappings.remove(mapping)
    assert (deleting["State"], deleting["ResponseMetadata"]["HTTPStatusCode"]) == ("Deleting", 202)
    wait_until(lambda: not application.exists(mapping))


def test_a_mapping_can_be_made_disabled_d02(application: Application, inbox: Inbox) -> None:
    mapping = application.functions.create_event_source_mapping(
        EventSourceArn=application.stream_arn,
        FunctionName=application.name,
        StartingPosition="TRIM_HORIZON",
        Enabled=False,
    )["UUID"]
    application.mappings.append(mapping)
    application.wait_for_state(mapping, "Disabled")
    application.put("1")
    application.functions.update_event_source_mapping(UUID=mapping, Enabled=True)
    inbox.wait_for("1")


@pytest.mark.parametrize(
    ("change", "state"),
    [({"BatchSize": 7}, "Enabled"), ({"Enabled": False}, "Disabled"), ({"Enabled": True}, "Enabled")],
)
def test_a_list_agrees_with_the_single_mapping_d02(application: Application, change: Any, state: str) -> None:
    mapping = application.map()
    application.functions.update_event_source_mapping(UUID=mapping, **change)
    application.wait_for_state(mapping, state)
    listed = application.functions.list_event_source_mappings(FunctionName=application.name)["EventSourceMappings"]
    assert [(each["UUID"], each["State"]) for each in listed] == [(mapping, state)]


def test_a_list_is_of_one_function(application: Application, emulator: Emulator) -> None:
    mapping = application.map()
    longer = create_function(emulator, "def handler(event, context): pass", name=f"{application.name}-longer")
    other = application.functions.create_event_source_mapping(
        EventSourceArn=application.stream_arn, FunctionName=longer, StartingPosition="LATEST"
    )["UUID"]
    application.mappings.append(other)

    def listed(**parameters: Any) -> set[str]:
        mappings = application.functions.list_event_source_mappings(**parameters)["EventSourceMappings"]
        return {each["UUID"] for each in mappings}

    assert listed(FunctionName=application.name) == listed(FunctionName=application.function_arn) == {mapping}
    assert listed(FunctionName=f"{application.name}-longer") == {other}
    assert listed(EventSourceArn=application.stream_arn) == {mapping, other}
    assert listed(FunctionName="unknown") == set()


def test_a_disabled_mapping_can_be_deleted_d02(application: Application) -> None:
    mapping = application.map()
    application.functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    application.wait_for_state(mapping, "Disabled")
    application.unmap(mapping)
    wait_until(lambda: not application.exists(mapping))
    application.map()


def test_a_mapping_is_disabled_when_the_call_under_way_is_over_d02(application: Application, inbox: Inbox) -> None:
    go_on = threading.Event()
    inbox.decide = lambda _keys: go_on.wait(20) and None
    mapping = application.map(BatchSize=1)
    application.put("1", "2")
    wait_until(inbox.received)
    application.functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    assert application.functions.get_event_source_mapping(UUID=mapping)["State"] == "Disabling"
    go_on.set()
    application.wait_for_state(mapping, "Disabled")
    application.functions.update_event_source_mapping(UUID=mapping, Enabled=True)
    inbox.wait_for("1", "2")


def test_a_change_of_a_mapping_has_a_time_d02(application: Application) -> None:
    mapping = application.map()
    before = application.functions.get_event_source_mapping(UUID=mapping)["LastModified"]
    application.functions.update_event_source_mapping(UUID=mapping, BatchSize=7)
    assert application.functions.get_event_source_mapping(UUID=mapping)["LastModified"] > before


def test_results_of_processing_d03(application: Application, inbox: Inbox) -> None:
    mapping = application.map(MaximumRetryAttempts=0)
    application.wait_for_result(mapping, "No records processed")
    application.put("1")
    application.wait_for_result(mapping, "OK")
    inbox.answers = iter([{"raise": "no"}])
    application.put("2")
    application.wait_for_result(mapping, "PROBLEM: Function call failed")
    application.put("3")
    application.wait_for_result(mapping, "OK")
    disabled = application.functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    assert disabled["LastProcessingResult"] == "OK"


def test_a_starting_position_is_needed_d04(application: Application) -> None:
    assert refusal(application, StartingPosition=None) == (
        400,
        "InvalidParameterValueException",
        "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: "
        "Member must not be null.",
    )


def test_streams_have_no_positions_by_time_d05(application: Application) -> None:
    assert refusal(application, StartingPosition="AT_TIMESTAMP", StartingPositionTimestamp=0) == (
        400,
        "InvalidParameterValueException",
        f"Unsupported starting position for arn type: {application.stream_arn}",
    )
    assert refusal(application, StartingPosition="NOWHERE") == (
        400,
        "ValidationException",
        "1 validation error detected: Value 'NOWHERE' at 'startingPosition' failed to satisfy constraint: "
        "Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]",
    )


def test_an_unknown_function_d06(application: Application) -> None:
    assert refusal(application, FunctionName="unknown") == (
        400,
        "InvalidParameterValueException",
        "Function does not exist",
    )


def test_a_mapping_needs_a_source_d07(application: Application) -> None:
    assert refusal(application, EventSourceArn=None) == (
        400,
        "InvalidParameterValueException",
        "Unrecognized event source.",
    )


def test_an_unknown_stream_d08(application: Application) -> None:
    unknown = application.stream_arn.rpartition("/")[0] + "/2015-05-11T21:21:33.291"
    assert refusal(application, EventSourceArn=unknown) == (
        400,
        "InvalidParameterValueException",
        f"Stream not found: {unknown}",
    )


def test_a_pair_has_one_mapping_d09(application: Application) -> None:
    mapping = application.map()
    assert refusal(application) == (
        409,
        "ResourceConflictException",
        f'The event source arn (" {application.stream_arn} ") and function (" {application.name} ") provided mapping '
        f"already exists. Please update or delete the existing mapping with UUID {mapping}",
    )


@pytest.mark.parametrize("operation", ["get", "update", "delete"])
def test_an_unknown_mapping_d10(application: Application, operation: str) -> None:
    call = getattr(application.functions, f"{operation}_event_source_mapping")
    with pytest.raises(ClientError) as error:
        call(UUID=str(uuid.uuid4()))
    assert refused(error) == (404, "ResourceNotFoundException", "The resource you requested does not exist.")


@pytest.mark.parametrize(
    "pattern",
    [
        "single-string",
        '[{"eventName": ["INSERT"=123}]',
        '{"eventName": "INSERT"}',
        '{"eventName": []}',
        '{"eventName": [{"unknown": "operator"}]}',
        '{"eventName": [{"numeric": [">", "1"]}]}',
        "[]",
        "",
    ],
)
def test_a_filter_must_be_a_pattern_d11(application: Application, pattern: str) -> None:
    expected = (400, "InvalidParameterValueException", "Invalid filter pattern definition.")
    assert refusal(application, FilterCriteria={"Filters": [{"Pattern": pattern}]}) == expected


@pytest.mark.parametrize(
    ("setting", "value", "constraint"),
    [
        ("BatchSize", 0, "Member must have value greater than or equal to 1"),
        ("BatchSize", 10_001, "Member must have value less than or equal to 10000"),
        ("MaximumBatchingWindowInSeconds", -1, "Member must have value greater than or equal to 0"),
        ("MaximumBatchingWindowInSeconds", 301, "Member must have value less than or equal to 300"),
        ("MaximumRetryAttempts", -2, "Member must have value greater than or equal to -1"),
        ("MaximumRetryAttempts", 10_001, "Member must have value less than or equal to 10000"),
        ("MaximumRecordAgeInSeconds", -2, "Member must have value greater than or equal to -1"),
        ("MaximumRecordAgeInSeconds", 604_801, "Member must have value less than or equal to 604800"),
        ("ParallelizationFactor", 0, "Member must have value greater than or equal to 1"),
        ("ParallelizationFactor", 11, "Member must have value less than or equal to 10"),
        ("TumblingWindowInSeconds", -1, "Member must have value greater than or equal to 0"),
        ("TumblingWindowInSeconds", 901, "Member must have value less than or equal to 900"),
    ],
)
def test_settings_have_ranges_d12(
    application: Application, unchecked: LambdaClient, setting: str, value: int, constraint: str
) -> None:
    name = setting[0].lower() + setting[1:]
    message = f"1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: {constraint}"
    assert refusal(application, unchecked, **{setting: value}) == (400, "ValidationException", message)


@pytest.mark.parametrize("age", [0, 59])
def test_a_record_age_is_a_minute_at_least_d12(application: Application, age: int) -> None:
    status, code, _ = refusal(application, MaximumRecordAgeInSeconds=age)
    assert (status, code) == (400, "InvalidParameterValueException")


def test_a_mapping_has_five_filters_d12(application: Application) -> None:
    filters = [{"Pattern": '{"eventName": ["INSERT"]}'}] * 6
    status, code, _ = refusal(application, FilterCriteria={"Filters": filters})
    assert (status, code) == (400, "InvalidParameterValueException")
    application.map(FilterCriteria={"Filters": filters[:5]})


def test_the_ranges_hold_for_changes_and_change_nothing_d12(application: Application, unchecked: LambdaClient) -> None:
    mapping = application.map(BatchSize=7)
    with pytest.raises(ClientError) as error:
        unchecked.update_event_source_mapping(UUID=mapping, BatchSize=10_001)
    assert error.value.response["Error"]["Code"] == "ValidationException"
    assert application.functions.get_event_source_mapping(UUID=mapping)["BatchSize"] == 7


def test_the_ends_of_the_ranges_are_allowed_d12(application: Application) -> None:
    greatest: dict[str, Any] = {
        "BatchSize": 10_000,
        "MaximumBatchingWindowInSeconds": 300,
        "MaximumRetryAttempts": 10_000,
        "MaximumRecordAgeInSeconds": 604_800,
        "ParallelizationFactor": 10,
    }
    mapping = application.functions.get_event_source_mapping(UUID=application.map(**greatest))
    assert {name: mapping.get(name) for name in greatest} == greatest


def test_a_mapping_outlives_its_function_and_its_table_d14(application: Application) -> None:
    mapping = application.map()
    application.functions.delete_function(FunctionName=application.name)
    assert application.functions.get_event_source_mapping(UUID=mapping)["State"] == "Enabled"
    application.dynamodb.delete_table(TableName=application.name)
    assert application.functions.get_event_source_mapping(UUID=mapping)["State"] == "Enabled"
    listed = application.functions.list_event_source_mappings(EventSourceArn=application.stream_arn)
    assert [each["UUID"] for each in listed["EventSourceMappings"]] == [mapping]


def test_a_function_that_is_made_again_has_its_mapping_still_d14(application: Application, inbox: Inbox) -> None:
    application.map()
    application.functions.delete_function(FunctionName=application.name)
    application.put("1")
    application.create_function()
    inbox.wait_for("1")
