"""Stream records through the API: rows D19, D21, D34 to D40."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import eventually

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TableDescriptionTypeDef
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient
    from mypy_boto3_dynamodbstreams.type_defs import RecordTypeDef

    from tests.conformance.dynamodb.conftest import CreateTable


def records_of(streams: DynamoDBStreamsClient, table: TableDescriptionTypeDef) -> list[RecordTypeDef]:
    """All there are, the oldest first."""
    arn = table["LatestStreamArn"]
    (shard,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
    return streams.get_records(ShardIterator=iterator["ShardIterator"])["Records"]


def test_a_record_is_like_aws_d34_d35_d40(
    dynamodb: DynamoDBClient, streams: DynamoDBStreamsClient, create_table: CreateTable
) -> None:
    table = create_table()
    before = int(time.time())
    dynamodb.put_item(TableName=table["TableName"], Item={"id": {"S": "1"}, "blob": {"B": b"foobar"}})
    (record,) = records_of(streams, table)
    after = time.time()
    assert re.fullmatch("[0-9a-f]{32}", record["eventID"])
    assert record["eventName"] == "INSERT"
    assert record["eventVersion"] == "1.1"
    assert record["eventSource"] == "aws:dynamodb"
    assert record["awsRegion"] == "eu-west-1"
    change = record["dynamodb"]
    assert before <= change["ApproximateCreationDateTime"].timestamp() <= after
    assert change["ApproximateCreationDateTime"].microsecond == 0
    assert change["Keys"] == {"id": {"S": "1"}}
    assert change["NewImage"] == {"id": {"S": "1"}, "blob": {"B": b"foobar"}}
    assert re.fullmatch("[0-9]{21,40}", change["SequenceNumber"])
    assert change["StreamViewType"] == "NEW_AND_OLD_IMAGES"


def test_a_record_keeps_its_id(
    dynamodb: DynamoDBClient, streams: DynamoDBStreamsClient, create_table: CreateTable
) -> None:
    table = create_table()
    dynamodb.put_item(TableName=table["TableName"], Item={"id": {"S": "1"}})
    assert records_of(streams, table)[0]["eventID"] == records_of(streams, table)[0]["eventID"]


def test_size_is_of_keys_and_images_d36(
    dynamodb: DynamoDBClient, streams: DynamoDBStreamsClient, create_table: CreateTable
) -> None:
    name = "my_partition_key"
    table = dynamodb.create_table(
        TableName="sizes",
        KeySchema=[{"AttributeName": name, "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )["TableDescription"]
    dynamodb.put_item(TableName="sizes", Item={name: {"S": "hello world"}})
    assert records_of(streams, table)[0]["dynamodb"]["SizeBytes"] == 54
    dynamodb.delete_table(TableName="sizes")


@pytest.mark.parametrize(
    ("view", "images"),
    [
        ("NEW_AND_OLD_IMAGES", [{"NewImage"}, {"NewImage", "OldImage"}, {"OldImage"}]),
        ("NEW_IMAGE", [{"NewImage"}, {"NewImage"}, set()]),
        ("OLD_IMAGE", [set(), {"OldImage"}, {"OldImage"}]),
        ("KEYS_ONLY", [set(), set(), set()]),
    ],
)
def test_images_are_those_of_the_view_d38(
    dynamodb: DynamoDBClient,
    streams: DynamoDBStreamsClient,
    create_table: CreateTable,
    view: str,
    images: list[set[str]],
) -> None:
    table = create_table(view)
    key: Any = {"id": {"S": "1"}}
    dynamodb.put_item(TableName=table["TableName"], Item=key)
    dynamodb.put_item(TableName=table["TableName"], Item={**key, "n": {"N": "1"}})
    dynamodb.delete_item(TableName=table["TableName"], Key=key)
    records = records_of(streams, table)
    assert [record["eventName"] for record in records] == ["INSERT", "MODIFY", "REMOVE"]
    assert [{key for key in record["dynamodb"] if key.endswith("Image")} for record in records] == images


def test_writing_an_item_again_makes_no_record_d19(
    dynamodb: DynamoDBClient, streams: DynamoDBStreamsClient, create_table: CreateTable
) -> None:
    table = create_table()
    for _ in range(2):
        dynamodb.put_item(TableName=table["TableName"], Item={"id": {"S": "1"}})
    assert len(records_of(streams, table)) == 1


def test_each_item_of_a_batch_or_transaction_makes_a_record_d21(
    dynamodb: DynamoDBClient, streams: DynamoDBStreamsClient, create_table: CreateTable
) -> None:
    table = create_table()
    name = table["TableName"]
    dynamodb.batch_write_item(
        RequestItems={name: [{"PutRequest": {"Item": {"id": {"S": item_id}}}} for item_id in ("1", "2")]}
    )
    dynamodb.transact_write_items(
        TransactItems=[
            {"Put": {"TableName": name, "Item": {"id": {"S": "3"}}}},
            {"Delete": {"TableName": name, "Key": {"id": {"S": "1"}}}},
        ]
    )
    changes = {(record["eventName"], record["dynamodb"]["Keys"]["id"]["S"]) for record in records_of(streams, table)}
    assert changes == {("INSERT", "1"), ("INSERT", "2"), ("INSERT", "3"), ("REMOVE", "1")}


def test_a_record_tells_that_an_item_had_expired_d20(
    dynamodb: DynamoDBClient, streams: DynamoDBStreamsClient, create_table: CreateTable
) -> None:
    table = create_table()
    name = table["TableName"]
    dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"})
    described = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    assert described == {"AttributeName": "until", "TimeToLiveStatus": "ENABLED"}
    dynamodb.put_item(TableName=name, Item={"id": {"S": "1"}, "until": {"N": str(int(time.time()) - 60)}})
    eventually(lambda: len(records_of(streams, table)) == 2, 60)
    removed = records_of(streams, table)[1]
    assert removed["userIdentity"] == {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}
    with pytest.raises(dynamodb.exceptions.ClientError, match="TimeToLive is already enabled"):
        dynamodb.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"}
        )


def test_names_of_streams_and_shards_d39(streams: DynamoDBStreamsClient, create_table: CreateTable) -> None:
    arn = create_table()["LatestStreamArn"]
    assert re.fullmatch(r".+/stream/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}", arn)
    description = streams.describe_stream(StreamArn=arn)["StreamDescription"]
    assert description["StreamArn"] == arn
    assert re.fullmatch("shardId-[0-9]{20}-[0-9a-f]{8}", description["Shards"][0]["ShardId"])


def test_an_unknown_stream_d40(streams: DynamoDBStreamsClient) -> None:
    arn = "arn:aws:dynamodb:eu-west-1:000000000000:table/unknown/stream/2015-05-11T21:21:33.291"
    with pytest.raises(streams.exceptions.ResourceNotFoundException) as error:
        streams.describe_stream(StreamArn=arn)
    message = f"Requested resource not found: Stream: {arn} not found"
    assert error.value.response["Error"]["Message"] == message
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
