"""Stream records: rows D34, D35 and D40."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from emulator.dynamodb_local.records import as_aws

MINUTE = 1_700_000_040.0


def engine_record(created: object = MINUTE) -> dict[str, Any]:
    return {
        "eventID": "1dddde94-14b6-465e-afae-7d7c16831a0f",
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "ddblocal",
        "dynamodb": {
            "ApproximateCreationDateTime": created,
            "Keys": {"id": {"S": "x"}},
            "NewImage": {"id": {"S": "x"}},
            "SequenceNumber": "000000000000000000001",
            "SizeBytes": 6,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }


def test_the_whole_record_has_the_form_of_aws_d34() -> None:
    assert as_aws(engine_record(), "eu-west-1", read_at=MINUTE + 7.9) == {
        "eventID": "1dddde9414b6465eafae7d7c16831a0f",
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-west-1",
        "dynamodb": {
            "ApproximateCreationDateTime": MINUTE + 7,
            "Keys": {"id": {"S": "x"}},
            "NewImage": {"id": {"S": "x"}},
            "SequenceNumber": "000000000000000000001",
            "SizeBytes": 6,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }


def test_keys_have_the_order_of_aws_d34() -> None:
    record = as_aws(engine_record(), "eu-west-1", read_at=MINUTE)
    assert list(record) == ["eventID", "eventName", "eventVersion", "eventSource", "awsRegion", "dynamodb"]
    assert next(iter(record["dynamodb"])) == "ApproximateCreationDateTime"


@pytest.mark.parametrize(
    ("read_after", "created_after"),
    [(0.0, 0), (0.9, 0), (59.99, 59), (60.0, 59), (3600.0, 59), (-0.5, 0)],
    ids=["at once", "fraction", "last second", "next minute", "an hour later", "clock set back"],
)
def test_creation_is_in_whole_seconds_of_the_engines_minute_d35(read_after: float, created_after: int) -> None:
    created = as_aws(engine_record(), "eu-west-1", MINUTE + read_after)["dynamodb"]["ApproximateCreationDateTime"]
    assert created == MINUTE + created_after
    assert isinstance(created, float)


def test_a_parsed_creation_time_is_understood() -> None:
    record = engine_record(datetime.fromtimestamp(MINUTE, tz=UTC))
    assert as_aws(record, "eu-west-1", MINUTE + 5)["dynamodb"]["ApproximateCreationDateTime"] == MINUTE + 5


def test_the_engines_record_is_left_alone() -> None:
    record = engine_record()
    as_aws(record, "eu-west-1", MINUTE + 5)
    assert record == engine_record()
