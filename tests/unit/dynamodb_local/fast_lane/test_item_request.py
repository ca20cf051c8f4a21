"""What the fast lane takes, and what it leaves to the gateway."""

from __future__ import annotations

import json
from typing import Any

import pytest
from twisted.web.resource import Resource
from twisted.web.server import Site

from emulator.dynamodb_local.fast_lane.item_request import MAX_BODY_BYTES, read
from emulator.iam.credential_scope import Credential
from emulator.server.http_channel import LimitedChannel, LimitedRequest
from tests.unit.transports import FakeTransport

PUT = {"TableName": "things", "Item": {"id": {"S": "one"}}}


def build(body: Any = PUT, method: str = "POST", uri: str = "/", **headers: str | None) -> LimitedRequest:
    """A PutItem as SDKs send it; a header that is None is left out."""
    channel = LimitedChannel()
    channel.site = Site(Resource())
    channel.makeConnection(FakeTransport())
    request = LimitedRequest(channel, False)
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request.gotLength(len(data))
    request.content.write(data)
    request.content.seek(0)
    request.method, request.uri = method.encode(), uri.encode()
    sent: dict[str, str | None] = {
        "Content-Type": "application/x-amz-json-1.0",
        "X-Amz-Target": "DynamoDB_20120810.PutItem",
        "Authorization": signed_by("test"),
    }
    for name, value in (sent | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value is not None:
            request.requestHeaders.setRawHeaders(name, [value])
    return request


def signed_by(access_key_id: str, region: str = "eu-west-1", service: str = "dynamodb") -> str:
    """An Authorization header."""
    scope = f"{access_key_id}/20261125/{region}/{service}/aws4_request"
    return f"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"


def test_an_operation_on_items_is_taken() -> None:
    asked = read(build())
    assert asked
    assert (asked.operation, asked.parameters, set(asked.writes_to)) == ("PutItem", PUT, {"things"})
    assert asked.caller == Credential("test", "000000000000", "eu-west-1")


def test_the_account_is_the_access_keys() -> None:
    asked = read(build(Authorization=signed_by("222222222222", region="us-east-2")))
    assert asked
    assert (asked.caller.account_id, asked.caller.region) == ("222222222222", "us-east-2")


def test_the_body_is_still_there_for_the_gateway() -> None:
    request = build({"TableName": "arn:aws:dynamodb:eu-west-1:000000000000:table/things"})
    assert read(request) is None
    assert json.loads(request.content.read())["TableName"].endswith("table/things")


@pytest.mark.parametrize(
    "changes",
    [
        {"method": "GET"},
        {"uri": "/?x=1"},
        {"X_Amz_Target": None},
        {"X_Amz_Target": "DynamoDB_20120810.CreateTable"},
        {"X_Amz_Target": "DynamoDBStreams_20120810.PutItem"},
        {"Content_Type": "application/cbor"},
        {"Content_Type": None},
        {"Authorization": None},
        {"Authorization": "AWS test:signature"},
        {"Authorization": signed_by("test", service="sqs")},
        {"Authorization": signed_by("test", region="nowhere-1")},
        {"Authorization": signed_by("test", region="localhost")},
        {"Origin": "http://localhost:3000"},
        {"Content_Encoding": "gzip"},
        {"x_localstack_data": "{}"},
        {"body": b""},
        {"body": b"{"},
        {"body": []},
        {"body": {"TableName": 5}},
        {"body": {"Item": {}}},
        {"body": {"TableName": "things", "Item": {"id": {"S": "x" * MAX_BODY_BYTES}}}},
    ],
    ids=str,
)
def test_all_else_is_the_gateways(changes: dict[str, Any]) -> None:
    assert read(build(**changes)) is None
