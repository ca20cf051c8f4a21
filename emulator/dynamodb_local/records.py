"""Makes the stream records of the engine those of AWS."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

LAST_SECOND = 59

_EXPIRED = "EXPIRE"
_NUMBER_DIGITS = 21
_SERVICE = {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}


def as_aws(record: dict[str, Any], region: str, read_at: float) -> dict[str, Any]:
    """A copy of an engine's stream record with what AWS has where the two differ.

    ``eventID`` has 32 hex digits and no dashes, ``awsRegion`` is the table's, and ``ApproximateCreationDateTime``,
    which the engine cuts to the minute, has whole seconds: the one it was read in, ``read_at``, or the last of its
    minute if that is over. Both are seconds since 1970. See rows D34 and D35; ``SizeBytes`` (D36) agrees already.
    ``userIdentity`` is there when the service itself deleted an item that had expired (D20).
    """
    change = record["dynamodb"]
    created = change["ApproximateCreationDateTime"]
    minute = created.timestamp() if isinstance(created, datetime) else created
    second = max(minute, min(read_at // 1, minute + LAST_SECOND))
    identity = {"userIdentity": record["userIdentity"]} if "userIdentity" in record else {}
    return {
        "eventID": record["eventID"].replace("-", ""),
        "eventName": record["eventName"],
        "eventVersion": record["eventVersion"],
        "eventSource": record["eventSource"],
        "awsRegion": region,
        # AWS's order of keys is the engine's.
        "dynamodb": {**change, "ApproximateCreationDateTime": float(second)},
        **identity,
    }


def from_row(number: int, created: int, content: bytes, operation: str, region: str) -> dict[str, Any]:
    """The same, of a record as the engine keeps it (table ``us`` of its database).

    ``created`` is in milliseconds since 1970, ``content`` JSON, and ``operation`` ``EXPIRE`` for what the service
    itself deleted.
    """
    kept = json.loads(content)
    change = kept["Dynamodb"]
    size, view = change.pop("SizeBytes"), change.pop("StreamViewType")
    return {
        "eventID": kept["EventID"].replace("-", ""),
        "eventName": "REMOVE" if operation == _EXPIRED else operation,
        "eventVersion": kept["version"],
        "eventSource": "aws:dynamodb",
        "awsRegion": region,
        "dynamodb": {
            "ApproximateCreationDateTime": float(created // 1000),
            **change,
            "SequenceNumber": f"{number:0{_NUMBER_DIGITS}}",
            "SizeBytes": size,
            "StreamViewType": view,
        },
        **({"userIdentity": _SERVICE} if operation == _EXPIRED else {}),
    }


def as_event(record: dict[str, Any], stream_arn: str) -> dict[str, Any]:
    """A copy of one of AWS's stream records as functions get it: with its stream, and ``userIdentity`` in small."""
    event = record | {"eventSourceARN": stream_arn}
    if identity := event.pop("userIdentity", None):
        event["userIdentity"] = {"type": identity["Type"], "principalId": identity["PrincipalId"]}
    return event
