from __future__ import annotations

from typing import Any

import pytest

from emulator.dynamodb_local.written_tables import written_tables


@pytest.mark.parametrize(
    ("operation", "request_", "tables"),
    [
        ("PutItem", {"TableName": "viruses", "Item": {}}, {"viruses"}),
        ("UpdateItem", {"TableName": "viruses"}, {"viruses"}),
        ("DeleteItem", {"TableName": "arn:aws:dynamodb:eu-west-1:000000000000:table/viruses"}, {"viruses"}),
        ("BatchWriteItem", {"RequestItems": {"viruses": [], "connections": []}}, {"viruses", "connections"}),
        (
            "TransactWriteItems",
            {"TransactItems": [{"Put": {"TableName": "viruses"}}, {"Delete": {"TableName": "connections"}}]},
            {"viruses", "connections"},
        ),
        ("ExecuteStatement", {"Statement": "INSERT INTO viruses VALUE {'id': '1'}"}, None),
        ("GetItem", {"TableName": "viruses"}, set()),
        ("CreateTable", {"TableName": "viruses"}, set()),
    ],
)
def test_written_tables(operation: str, request_: dict[str, Any], tables: set[str] | None) -> None:
    assert written_tables(operation, request_) == tables
