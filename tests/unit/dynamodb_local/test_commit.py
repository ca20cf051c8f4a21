"""What the engine has answered for is in its file: it would answer transactions some milliseconds before."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from localstack.aws.api import CommonServiceException

from emulator.dynamodb_local.client import EngineClient
from emulator.dynamodb_local.stream_reader import StreamReader
from tests.unit.dynamodb_local.conftest import ACCOUNT, REGION, Database

TRIES = 100


def transact(table: str, item_id: str) -> tuple[str, dict[str, Any]]:
    return "TransactWriteItems", {"TransactItems": [{"Put": {"TableName": table, "Item": {"id": {"S": item_id}}}}]}


def execute(table: str, item_id: str) -> tuple[str, dict[str, Any]]:
    insert = f"INSERT INTO \"{table}\" VALUE {{'id': '{item_id}'}}"
    return "ExecuteTransaction", {"TransactStatements": [{"Statement": insert}]}


@pytest.mark.parametrize("transaction", [transact, execute])
def test_a_transaction_is_committed_when_it_is_answered(database: Database, transaction: Any) -> None:
    table = database.create_table()
    reader = StreamReader(database.file, database.stream(table), 100)
    reader.start_at_latest()
    for number in range(TRIES):
        operation, request = transaction(table, str(number))
        database.call(operation, **request)
        page = reader.read()
        assert [record["dynamodb"]["Keys"]["id"]["S"] for _, record in page.records] == [str(number)]
        reader.after = page.last


@pytest.fixture
def ending_engine() -> Iterator[int]:
    """The port of something that answers a transaction as the engine does, and nothing after it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            if "Transact" in self.headers["X-Amz-Target"]:
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_an_engine_that_ends_after_its_answer_may_have_lost_it(ending_engine: int) -> None:
    client = EngineClient(lambda: ending_engine)
    with pytest.raises(CommonServiceException, match="does not answer") as raised:
        client.call("DynamoDB_20120810.TransactWriteItems", ACCOUNT, REGION, {})
    assert raised.value.status_code == 500
