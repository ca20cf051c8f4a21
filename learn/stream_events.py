"""Events like those that a table's stream sends to a function."""

from __future__ import annotations

from typing import Any


def batch(*records: dict[str, Any]) -> dict[str, Any]:
    """The event with these records."""
    return {"Records": list(records)}


def insert(kind: str, item_id: str) -> dict[str, Any]:
    """The record of a new item."""
    return _record("INSERT", kind, item_id, new=True)


def modify(kind: str, item_id: str) -> dict[str, Any]:
    """The record of an item that was written again."""
    return _record("MODIFY", kind, item_id, new=True, old=True)


def remove(kind: str, item_id: str) -> dict[str, Any]:
    """The record of a deleted item."""
    return _record("REMOVE", kind, item_id, old=True)


def _record(event_name: str, kind: str, item_id: str, *, new: bool = False, old: bool = False) -> dict[str, Any]:
    keys = {"partitionKey": {"S": kind}, "sortKey": {"S": item_id}}
    images = {name: keys for name, there in (("NewImage", new), ("OldImage", old)) if there}
    change = {"Keys": keys, **images, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    return {"eventName": event_name, "eventSource": "aws:dynamodb", "dynamodb": change}
