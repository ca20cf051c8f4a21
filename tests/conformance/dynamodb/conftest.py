"""Clients and tables of the emulator's DynamoDB."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TableDescriptionTypeDef
    from mypy_boto3_dynamodbstreams import DynamoDBStreamsClient

type CreateTable = Callable[..., TableDescriptionTypeDef]


@pytest.fixture
def dynamodb(emulator: Any) -> DynamoDBClient:
    """The tables of the tests' account and region."""
    client: DynamoDBClient = emulator.client("dynamodb")
    return client


@pytest.fixture
def streams(emulator: Any) -> DynamoDBStreamsClient:
    """Their streams."""
    client: DynamoDBStreamsClient = emulator.client("dynamodbstreams")
    return client


@pytest.fixture
def create_table(dynamodb: DynamoDBClient) -> Iterator[CreateTable]:
    """Makes tables with the key ``id``, and a stream of the given view; they are deleted after the test."""
    names: list[str] = []

    def create(view: str | None = "NEW_AND_OLD_IMAGES") -> TableDescriptionTypeDef:
        names.append(f"table-{uuid.uuid4()}")
        stream: Any = {"StreamEnabled": True, "StreamViewType": view} if view else {"StreamEnabled": False}
        return dynamodb.create_table(
            TableName=names[-1],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification=stream,
        )["TableDescription"]

    yield create
    for name in names:
        dynamodb.delete_table(TableName=name)
