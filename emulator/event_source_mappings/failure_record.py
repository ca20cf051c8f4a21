"""What an on-failure destination is told about records that are given up (rows D29, D31, D32).

https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from emulator.event_source_mappings.change import Change
from emulator.event_source_mappings.function_call import Called
from emulator.event_source_mappings.settings import Settings


class Condition(StrEnum):
    """Why records are given up."""

    RETRIES = "RetryAttemptsExhausted"
    AGE = "RecordAgeExceeded"


def failure_record(
    settings: Settings, changes: Sequence[Change], condition: Condition, calls: int, last: Called | None, now: datetime
) -> dict[str, Any]:
    """The JSON for SQS and SNS.

    ``calls`` is how often these records were tried, ``last`` the last of these calls. Records that grew too old have no
    ``responseContext``, and one call that was not made (as recorded from AWS for Kinesis).
    """
    first_change, last_change = changes[0], changes[-1]
    record: dict[str, Any] = {
        "requestContext": {
            "requestId": last.request_id if last else str(uuid.uuid4()),
            "functionArn": settings.function_arn,
            "condition": str(condition),
            "approximateInvokeCount": max(1, calls),
        }
    }
    if condition is Condition.RETRIES and last:
        record["responseContext"] = {
            "statusCode": 200,
            "executedVersion": last.executed_version,
            "functionError": "Unhandled" if last.failed else None,
        }
    return record | {
        "version": "1.0",
        "timestamp": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "DDBStreamBatchInfo": {
            "shardId": first_change.shard_id,
            "startSequenceNumber": first_change.sequence_number,
            "endSequenceNumber": last_change.sequence_number,
            "approximateArrivalOfFirstRecord": _seconds(first_change.created),
            "approximateArrivalOfLastRecord": _seconds(last_change.created),
            "batchSize": len(changes),
            "streamArn": settings.stream_arn,
        },
    }


def _seconds(timestamp: float) -> str:
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
