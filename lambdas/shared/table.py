"""The application's one table: ``partitionKey`` is the kind of an item, ``sortKey`` its id."""

import os
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from shared.sdk import CONFIG

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.paginator import QueryPaginator

VIRUS = "Virus"
CONNECTION = "Connection"

TABLE_NAME = os.environ["DYNAMODB_TABLE"]

# Made once, while the function starts, and kept for all its invocations.
_dynamodb = boto3.client("dynamodb", config=CONFIG)
_serializer = TypeSerializer()
_deserializer = TypeDeserializer()


def put(kind: str, item_id: str, **attributes: Any) -> None:
    """Store an item, replacing one with the same kind and id."""
    item = {"partitionKey": kind, "sortKey": item_id, **attributes}
    _dynamodb.put_item(TableName=TABLE_NAME, Item={name: _serializer.serialize(value) for name, value in item.items()})


def delete(kind: str, item_id: str) -> None:
    """Delete an item; deleting one that is not there is fine."""
    _dynamodb.delete_item(TableName=TABLE_NAME, Key={"partitionKey": {"S": kind}, "sortKey": {"S": item_id}})


def query(kind: str) -> Iterator[dict[str, Any]]:
    """All items of a kind, page after page, including the latest writes."""
    pages = _queries().paginate(
        TableName=TABLE_NAME,
        KeyConditionExpression="partitionKey = :kind",
        ExpressionAttributeValues={":kind": {"S": kind}},
        ConsistentRead=True,
    )
    for page in pages:
        yield from map(unmarshall, page["Items"])


@cache
def _queries() -> "QueryPaginator":
    """Made for the first query: not every function has one."""
    return _dynamodb.get_paginator("query")


def unmarshall(image: Mapping[str, Any]) -> dict[str, Any]:
    """DynamoDB's typed JSON as plain values: ``{"sortKey": {"S": "1"}}`` becomes ``{"sortKey": "1"}``."""
    return {name: _deserializer.deserialize(value) for name, value in image.items()}
