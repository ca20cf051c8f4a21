"""A real engine, and a client for its two APIs."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from emulator.dynamodb_local.engine import DynamoDBLocalEngine
from emulator.dynamodb_local.stream_reader import Stream

ACCOUNT = "000000000000"
REGION = "eu-west-1"


def new_engine(folder: Path) -> DynamoDBLocalEngine:
    """An engine with its data in ``folder``, not started."""
    return DynamoDBLocalEngine(str(folder))


@dataclass
class Database:
    """One account in one region of an engine."""

    engine: DynamoDBLocalEngine

    @property
    def file(self) -> Path:
        """Where the engine keeps it."""
        return self.engine.databases.file(ACCOUNT, REGION)

    def call(self, operation: str, **request: Any) -> dict[str, Any]:
        """Any operation of the DynamoDB API."""
        return self.engine.client.call(f"DynamoDB_20120810.{operation}", ACCOUNT, REGION, request)

    def create_table(self, view: str = "NEW_AND_OLD_IMAGES") -> str:
        """A table with the key ``id`` and a stream; returns its name."""
        name = f"table-{uuid.uuid4()}"
        self.call(
            "CreateTable",
            TableName=name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": view},
        )
        return name

    def put(self, table: str, *ids: str) -> None:
        """One item after the other."""
        for item_id in ids:
            self.call("PutItem", TableName=table, Item={"id": {"S": item_id}})

    def get(self, table: str, item_id: str) -> dict[str, Any] | None:
        """An item."""
        return self.call("GetItem", TableName=table, Key={"id": {"S": item_id}}).get("Item")

    def stream(self, table: str) -> Stream:
        """The table's stream."""
        label = self.call("DescribeTable", TableName=table)["Table"]["LatestStreamLabel"]
        return Stream.from_arn(f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}/stream/{label}")


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DynamoDBLocalEngine]:
    """An engine that tests share, and leave running."""
    engine = new_engine(tmp_path_factory.mktemp("engine"))
    engine.start_dynamodb()
    yield engine
    engine.stop_dynamodb()


@pytest.fixture
def own_engine(tmp_path: Path) -> Iterator[DynamoDBLocalEngine]:
    """An engine to stop and to kill."""
    engine = new_engine(tmp_path)
    engine.start_dynamodb()
    yield engine
    engine.stop_dynamodb()


@pytest.fixture(scope="session")
def database(engine: DynamoDBLocalEngine) -> Database:
    """The shared engine's API."""
    return Database(engine)


@pytest.fixture
def own_database(own_engine: DynamoDBLocalEngine) -> Database:
    """Of an engine to stop and to kill."""
    return Database(own_engine)
