"""Resource policies as IAM matches them (row B88)."""

from __future__ import annotations

from typing import Any

import pytest

from emulator.execute_api.integrations.lambda_permission import _allows

SOURCE_ARN = "arn:aws:execute-api:eu-west-1:000000000000:abcdefghij/dev/GET/virus"


def statement(**changes: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Action": "lambda:InvokeFunction",
        "Principal": {"Service": "apigateway.amazonaws.com"},
        **changes,
    }


def source(pattern: str) -> dict[str, Any]:
    return {"Condition": {"ArnLike": {"AWS:SourceArn": pattern}}}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"Principal": "*"},
        source(SOURCE_ARN),
        source("arn:aws:execute-api:eu-west-1:000000000000:abcdefghij/*/*/virus"),
        source("arn:aws:execute-api:*:*:abcdefghij/*"),
        source("arn:aws:execute-api:eu-west-1:000000000000:abcdefghi?/dev/GET/virus"),
    ],
)
def test_allowed_b88(changes: dict[str, Any]) -> None:
    assert _allows(statement(**changes), SOURCE_ARN)


@pytest.mark.parametrize(
    "changes",
    [
        {"Effect": "Deny"},
        {"Action": "lambda:GetFunction"},
        {"Principal": {"Service": "events.amazonaws.com"}},
        source("arn:aws:execute-api:eu-west-1:000000000000:abcdefghij/*/POST/virus"),
        source("arn:aws:execute-api:eu-west-1:000000000000:other/*"),
        source("arn:aws:execute-api:eu-west-1:000000000000:abcdefghij/dev/GET/viru"),
    ],
)
def test_not_allowed_b88(changes: dict[str, Any]) -> None:
    assert not _allows(statement(**changes), SOURCE_ARN)
