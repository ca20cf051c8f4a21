"""Tables that a request names by their ARNs, which AWS takes and the engine does not."""

from __future__ import annotations

from typing import Any

type Request = dict[str, Any]

_OF_BATCHES = ("Responses", "UnprocessedItems", "UnprocessedKeys", "ItemCollectionMetrics")


def by_name(request: Request) -> tuple[Request, dict[str, str]]:
    """The request with names in the place of ARNs, and the ARNs that were replaced, by name."""
    arns: dict[str, str] = {}

    def name(table: str) -> str:
        _, is_arn, own_name = table.partition(":table/")
        if not is_arn or not table.startswith("arn:"):
            return table
        arns[own_name] = table
        return own_name

    named = dict(request)
    if isinstance(table := request.get("TableName"), str):
        named["TableName"] = name(table)
    if isinstance(items := request.get("RequestItems"), dict):
        named["RequestItems"] = {name(table): wanted for table, wanted in items.items()}
    return named, arns


def by_arn(answer: Request, arns: dict[str, str]) -> Request:
    """The answer to a batch, whose tables are called what the request calls them."""
    renamed = dict(answer)
    for member in _OF_BATCHES:
        if isinstance(tables := answer.get(member), dict):
            renamed[member] = {arns.get(table, table): value for table, value in tables.items()}
    return renamed
