"""Which tables a request writes to."""

from __future__ import annotations

from typing import Any

STATEMENTS = frozenset({"ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"})
ITEM_WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem"})


def written_tables(operation: str, request: dict[str, Any]) -> set[str] | None:
    """The names of the tables that a DynamoDB operation writes to; ``None`` if only its PartiQL says which.

    ``request`` has the operation's parameters in AWS's names. Tables may be given by name or ARN.
    """
    if operation in STATEMENTS:
        return None
    tables: set[str] = set()
    if operation in ITEM_WRITES:
        tables.add(request["TableName"])
    elif operation == "BatchWriteItem":
        tables.update(request["RequestItems"])
    elif operation == "TransactWriteItems":
        tables.update(action["TableName"] for item in request["TransactItems"] for action in item.values() if action)
    return {table.rpartition("/")[2] for table in tables}
