"""Calls of the DynamoDB Streams API as the engine takes them, and its answers as AWS gives them."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from emulator.dynamodb_local.records import as_aws

# How the engine calls every stream, whose region and account it does not know.
_ENGINE_PREFIX = "arn:aws:dynamodb:ddblocal:000000000000:"
# A stream or, with numbers behind it, a shard iterator.
_ARN = re.compile(r"arn:[a-z-]+:dynamodb:[a-z0-9-]+:\d{12}:(?P<resource>.+)$")


def for_engine(parameters: dict[str, Any]) -> dict[str, Any]:
    """A request's parameters with the engine's ARNs. What is no ARN stays: the engine says what is wrong with it."""
    return {name: _for_engine(value) if isinstance(value, str) else value for name, value in parameters.items()}


def from_engine(operation: str, body: bytes, account_id: str, region: str) -> bytes:
    """The JSON of an answer."""
    if operation == "GetRecords":
        answer = json.loads(body)
        read_at = time.time()
        answer["Records"] = [as_aws(record, region, read_at) for record in answer["Records"]]
        body = json.dumps(answer, ensure_ascii=False).encode()
    return with_own_arns(body, account_id, region)


def with_own_arns(body: bytes, account_id: str, region: str) -> bytes:
    """The JSON of an answer or an error, with the ARNs that streams have for their owner."""
    return body.replace(_ENGINE_PREFIX.encode(), f"arn:aws:dynamodb:{region}:{account_id}:".encode())


def _for_engine(value: str) -> str:
    arn = _ARN.match(value)
    return _ENGINE_PREFIX + arn["resource"] if arn else value
