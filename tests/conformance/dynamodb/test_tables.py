"""Tables through the emulator's front door."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from tests.conformance.dynamodb.conftest import CreateTable


def test_a_table_with_a_stream_tells_its_arns_d39(dynamodb: DynamoDBClient, create_table: CreateTable) -> None:
    created = create_table()
    name = created["TableName"]
    label = created["LatestStreamLabel"]
    assert created["TableArn"] == f"arn:aws:dynamodb:eu-west-1:000000000000:table/{name}"
    assert created["LatestStreamArn"] == f"{created['TableArn']}/stream/{label}"
    described = dynamodb.describe_table(TableName=name)["Table"]
    assert described["LatestStreamArn"] == created["LatestStreamArn"]
    assert described["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert described["TableStatus"] == "ACTIVE"


def test_a_table_can_be_made_once(dynamodb: DynamoDBClient, create_table: CreateTable) -> None:
    name = create_table()["TableName"]
    with pytest.raises(dynamodb.exceptions.ResourceInUseException, match=f"Table already exists: {name}"):
        dynamodb.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )


def test_an_unknown_table(dynamodb: DynamoDBClient) -> None:
    name = f"table-{uuid.uuid4()}"
    for call in (dynamodb.describe_table, dynamodb.delete_table, dynamodb.describe_time_to_live):
        with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as error:
            call(TableName=name)
        assert error.value.response["Error"]["Message"] == f"Requested resource not found: Table: {name} not found"
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as error:
        dynamodb.put_item(TableName=name, Item={"id": {"S": "1"}})
    assert error.value.response["Error"]["Message"] == "Requested resource not found"


@pytest.mark.parametrize("other", [{"region_name": "us-east-1"}, {"aws_access_key_id": "111111111111"}])
def test_regions_and_accounts_have_tables_of_their_own(
    emulator: Any, create_table: CreateTable, other: dict[str, str]
) -> None:
    name = create_table()["TableName"]
    elsewhere = emulator.client("dynamodb", **other)
    assert name not in elsewhere.list_tables()["TableNames"]
    with pytest.raises(elsewhere.exceptions.ResourceNotFoundException):
        elsewhere.put_item(TableName=name, Item={"id": {"S": "1"}})


def test_items_come_back_as_they_went_in(dynamodb: DynamoDBClient, create_table: CreateTable) -> None:
    name = create_table()["TableName"]
    item: Any = {
        "id": {"S": "ü"},
        "number": {"N": "12.5"},
        "binary": {"B": b"\x00\xff"},
        "numbers": {"NS": ["1", "2"]},
        "binaries": {"BS": [b"foo"]},
        "list": {"L": [{"BOOL": True}, {"NULL": True}, {"M": {"deep": {"S": ""}}}]},
    }
    dynamodb.put_item(TableName=name, Item=item)
    assert dynamodb.get_item(TableName=name, Key={"id": {"S": "ü"}})["Item"] == item
    assert dynamodb.scan(TableName=name)["Items"] == [item]


def test_consumed_capacity_is_told_when_asked_for(dynamodb: DynamoDBClient, create_table: CreateTable) -> None:
    name = create_table()["TableName"]
    written = dynamodb.put_item(TableName=name, Item={"id": {"S": "1"}}, ReturnConsumedCapacity="TOTAL")
    assert written["ConsumedCapacity"] == {"TableName": name, "CapacityUnits": 1.0}
    read = dynamodb.get_item(TableName=name, Key={"id": {"S": "1"}}, ReturnConsumedCapacity="TOTAL")
    assert read["ConsumedCapacity"] == {"TableName": name, "CapacityUnits": 0.5}


def test_a_failed_condition_has_its_type_and_the_item(dynamodb: DynamoDBClient, create_table: CreateTable) -> None:
    name = create_table()["TableName"]
    dynamodb.put_item(TableName=name, Item={"id": {"S": "1"}, "n": {"N": "1"}})
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as error:
        dynamodb.put_item(
            TableName=name,
            Item={"id": {"S": "1"}},
            ConditionExpression="attribute_not_exists(id)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    assert error.value.response["Error"]["Message"] == "The conditional request failed"
    assert error.value.response["Item"] == {"id": {"S": "1"}, "n": {"N": "1"}}  # type: ignore[typeddict-item]


def test_a_wrong_request_is_refused_with_aws_words(dynamodb: DynamoDBClient, create_table: CreateTable) -> None:
    name = create_table()["TableName"]
    with pytest.raises(ClientError) as error:
        dynamodb.put_item(TableName=name, Item={"other": {"S": "1"}})
    assert error.value.response["Error"] == {
        "Code": "ValidationException",
        "Message": "One of the required keys was not given a value",
    }
