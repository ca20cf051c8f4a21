"""The fast lane answers as LocalStack's gateway does, to the byte."""

from __future__ import annotations

import http.client
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Emulator

TABLE = "things"
ARN = f"arn:aws:dynamodb:eu-west-1:000000000000:table/{TABLE}"
KEY = {"id": {"S": "one"}}
ITEM = {**KEY, "size": {"N": "1.50"}, "data": {"B": "AP8="}, "words": {"L": [{"S": "ümlaut"}, {"NULL": True}]}}
_STREAMS = "DynamoDBStreams_20120810"
# The engine does not tell in which second a record was made, and its iterators are all different.
_OF_THE_MOMENT = re.compile(rb'(?<="ApproximateCreationDateTime": )[0-9.]+|(?<=.{20})[A-Za-z0-9+/=]{20}(?="})')
_CHANGING = ("date", "x-amzn-requestid")

# What is asked one after the other, of tables that are alike.
EXCHANGES: list[tuple[str, Any]] = [
    ("PutItem", {"TableName": TABLE, "Item": ITEM}),
    ("PutItem", {"TableName": TABLE, "Item": ITEM, "ReturnValues": "ALL_OLD", "ReturnConsumedCapacity": "INDEXES"}),
    ("GetItem", {"TableName": TABLE, "Key": KEY, "ReturnConsumedCapacity": "TOTAL"}),
    ("GetItem", {"TableName": TABLE, "Key": {"id": {"S": "nobody"}}}),
    ("GetItem", {"TableName": ARN, "Key": KEY}),
    (
        "UpdateItem",
        {
            "TableName": TABLE,
            "Key": KEY,
            "UpdateExpression": "ADD size :one",
            "ExpressionAttributeValues": {":one": {"N": "1"}},
            "ReturnValues": "UPDATED_NEW",
        },
    ),
    ("Scan", {"TableName": TABLE, "Limit": 1}),
    (
        "Query",
        {
            "TableName": TABLE,
            "KeyConditionExpression": "id = :id",
            "ExpressionAttributeValues": {":id": {"S": "one"}},
        },
    ),
    (
        "Query",
        {
            "TableName": TABLE,
            "IndexName": "by-kind",
            "KeyConditionExpression": "kind = :kind",
            "ExpressionAttributeValues": {":kind": {"S": "none"}},
        },
    ),
    ("BatchWriteItem", {"RequestItems": {TABLE: [{"PutRequest": {"Item": {"id": {"S": "two"}}}}]}}),
    ("BatchWriteItem", {"RequestItems": {ARN: [{"PutRequest": {"Item": {"id": {"S": "three"}}}}]}}),
    ("BatchGetItem", {"RequestItems": {TABLE: {"Keys": [{"id": {"S": "two"}}, {"id": {"S": "none"}}]}}}),
    ("BatchGetItem", {"RequestItems": {ARN: {"Keys": [{"id": {"S": "three"}}]}}}),
    ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": TABLE, "Item": {"id": {"S": "four"}}}}]}),
    ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": ARN, "Item": {"id": {"S": "five"}}}}]}),
    ("TransactGetItems", {"TransactItems": [{"Get": {"TableName": TABLE, "Key": {"id": {"S": "four"}}}}]}),
    ("DeleteItem", {"TableName": TABLE, "Key": {"id": {"S": "two"}}, "ReturnValues": "ALL_OLD"}),
    # Refused
    ("GetItem", {"TableName": "nowhere", "Key": KEY}),
    ("GetItem", {"TableName": "x", "Key": KEY}),
    ("GetItem", {"TableName": TABLE, "Key": {"other": {"S": "one"}}}),
    ("GetItem", {"TableName": TABLE, "Key": {"id": {"N": "1"}}}),
    ("GetItem", {"TableName": TABLE}),
    ("GetItem", {}),
    ("GetItem", {"TableName": 5, "Key": KEY}),
    ("GetItem", {"TableName": ["list"], "Key": KEY}),
    ("PutItem", {"TableName": TABLE, "Item": {"size": {"N": "1"}}}),
    ("PutItem", {"TableName": TABLE, "Item": {"id": {"S": ""}}}),
    ("PutItem", {"TableName": TABLE, "Item": {"id": {"S": "x"}, "size": {"N": "many"}}}),
    (
        "PutItem",
        {
            "TableName": TABLE,
            "Item": ITEM,
            "ConditionExpression": "attribute_not_exists(id)",
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        },
    ),
    ("UpdateItem", {"TableName": TABLE, "Key": KEY, "UpdateExpression": "SET size ="}),
    ("Query", {"TableName": TABLE, "IndexName": "none", "KeyConditionExpression": "id = :id"}),
    (
        "Query",
        {
            "TableName": TABLE,
            "IndexName": "by-kind",
            "Select": "ALL_ATTRIBUTES",
            "KeyConditionExpression": "kind = :kind",
            "ExpressionAttributeValues": {":kind": {"S": "none"}},
        },
    ),
    (
        "TransactWriteItems",
        {
            "TransactItems": [
                {
                    "Put": {
                        "TableName": TABLE,
                        "Item": ITEM,
                        "ConditionExpression": "attribute_not_exists(id)",
                        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                    }
                },
                {"Delete": {"TableName": TABLE, "Key": {"id": {"S": "four"}}}},
            ]
        },
    ),
    ("TransactWriteItems", {"TransactItems": 1}),
    ("BatchWriteItem", {"RequestItems": {TABLE: [{"PutRequest": {"Item": {"size": {"N": "1"}}}}]}}),
    ("BatchGetItem", {"RequestItems": {}}),
    ("PutItem", []),
    ("PutItem", b"{no json"),
    ("PutItem", b""),
    ("NoSuchOperation", {}),
]


@pytest.fixture(scope="module")
def without_lane(start_emulator: Callable[..., Emulator]) -> Emulator:
    """An emulator whose item operations go through the gateway."""
    return start_emulator(PETRI_DYNAMODB_FAST_LANE="0")


def test_answers_are_the_gateways_to_the_byte(emulator: Emulator, without_lane: Emulator) -> None:
    emulators = (emulator, without_lane)
    for each in emulators:
        _create_table(each)
    try:
        for operation, request in EXCHANGES:
            quick, slow = (_exchange(each, operation, request) for each in emulators)
            assert quick == slow, f"{operation} {request}"
    finally:
        emulator.client("dynamodb").delete_table(TableName=TABLE)


def test_streams_are_read_as_through_the_gateway(emulator: Emulator, create_table: Callable[..., Any]) -> None:
    table = create_table("NEW_AND_OLD_IMAGES")
    arn, client = table["LatestStreamArn"], emulator.client("dynamodb")
    client.put_item(TableName=table["TableName"], Item={"id": {"S": "one"}, "word": {"S": "ümlaut"}})
    client.delete_item(TableName=table["TableName"], Key={"id": {"S": "one"}})
    (shard,) = emulator.client("dynamodbstreams").describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    first = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
    _, _, body = _exchange(emulator, "GetShardIterator", first, _STREAMS)
    iterator = json.loads(body)["ShardIterator"]
    exchanges: list[tuple[str, Any]] = [
        ("GetShardIterator", first),
        ("GetRecords", {"ShardIterator": iterator, "Limit": 1}),
        ("GetRecords", {"ShardIterator": iterator}),
        ("GetRecords", {"ShardIterator": "no iterator"}),
        ("GetRecords", {"ShardIterator": iterator[:-20]}),
        ("GetRecords", {"ShardIterator": iterator, "Limit": 0}),
        ("GetRecords", {"ShardIterator": 5}),
        ("GetRecords", {}),
        ("GetRecords", []),
        ("GetShardIterator", first | {"ShardId": "shardId-00000001573689847184-864758bb"}),
        ("GetShardIterator", first | {"StreamArn": arn.replace(table["TableName"], "nowhere")}),
        ("GetShardIterator", first | {"ShardIteratorType": "SOMEWHERE"}),
    ]
    through_gateway = {"Referer": f"http://localhost:{emulator.port}/"}  # which has to look at it
    for operation, request in exchanges:
        quick = _exchange(emulator, operation, request, _STREAMS)
        slow = _exchange(emulator, operation, request, _STREAMS, **through_gateway)
        assert quick[0] == slow[0], f"{operation} {request}"
        assert _OF_THE_MOMENT.sub(b"", quick[2]) == _OF_THE_MOMENT.sub(b"", slow[2]), f"{operation} {request}"
    _, _, body = _exchange(emulator, "GetRecords", {"ShardIterator": iterator}, _STREAMS)
    assert [record["eventName"] for record in json.loads(body)["Records"]] == ["INSERT", "REMOVE"]


def test_tables_of_accounts_and_regions_are_apart(emulator: Emulator) -> None:
    elsewhere = {"region_name": "us-east-2"}, {"aws_access_key_id": "111111111111"}
    clients = [emulator.client("dynamodb"), *(emulator.client("dynamodb", **options) for options in elsewhere)]
    name = f"table-{uuid.uuid4()}"
    for index, client in enumerate(clients):
        _create_table_with(client, name)
        client.put_item(TableName=name, Item={"id": {"S": "where"}, "index": {"N": str(index)}})
    for index, client in enumerate(clients):
        item = client.get_item(TableName=name, Key={"id": {"S": "where"}})["Item"]
        assert item["index"] == {"N": str(index)}
        client.delete_table(TableName=name)


def test_large_items(emulator: Emulator, create_table: Callable[..., Any]) -> None:
    client, name = emulator.client("dynamodb"), create_table(None)["TableName"]
    for size in (10_000, 120_000, 350_000):
        client.put_item(TableName=name, Item={"id": {"S": "large"}, "data": {"S": "x" * size}})
        item = client.get_item(TableName=name, Key={"id": {"S": "large"}})["Item"]
        assert len(item["data"]["S"]) == size
    with pytest.raises(ClientError, match="Item size has exceeded the maximum allowed size"):
        client.put_item(TableName=name, Item={"id": {"S": "large"}, "data": {"S": "x" * 410_000}})


def test_browsers_get_the_headers_they_need(emulator: Emulator, create_table: Callable[..., Any]) -> None:
    name = create_table(None)["TableName"]
    origin = f"http://localhost:{emulator.port}"
    _, headers, _ = _exchange(emulator, "Scan", {"TableName": name}, Origin=origin)
    assert dict(headers)["Access-Control-Allow-Origin"] == origin


def _exchange(
    emulator: Emulator, operation: str, request: Any, api: str = "DynamoDB_20120810", **more_headers: str
) -> tuple[int, list[Any], bytes]:
    """Status, headers and body of an answer, without what is another each time."""
    connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=20)
    headers = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": f"{api}.{operation}",
        "Authorization": "AWS4-HMAC-SHA256 Credential=test/20261125/eu-west-1/dynamodb/aws4_request, "
        "SignedHeaders=host, Signature=0",
    }
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    connection.request("POST", "/", body, headers | more_headers)
    response = connection.getresponse()
    answered = [header for header in response.getheaders() if header[0].lower() not in _CHANGING]
    result = response.status, sorted(answered), response.read()
    connection.close()
    return result


def _create_table(emulator: Emulator) -> None:
    _create_table_with(emulator.client("dynamodb"), TABLE)


def _create_table_with(client: Any, name: str) -> None:
    client.create_table(
        TableName=name,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "kind", "AttributeType": "S"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-kind",
                "KeySchema": [{"AttributeName": "kind", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
