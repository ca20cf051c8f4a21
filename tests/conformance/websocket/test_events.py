"""CONNECT, MESSAGE and DISCONNECT events as a real function sees them (section A2)."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import websocket

from tests.support import recorded

if TYPE_CHECKING:
    from tests.conformance.websocket.conftest import RecordingApi

ID = re.compile(r"[A-Za-z0-9_-]{15}=")


def test_connect_event_a22_a23_a24_a25_a26_a27_a110_a119(recording_api: RecordingApi) -> None:
    client, connection_id = recording_api.connect(header={"X-custom": "1", "user-agent": "probe"})
    (event,) = recording_api.events(connection_id, "$connect")
    client.close()
    assert list(event) == [
        "headers",
        "multiValueHeaders",
        "queryStringParameters",
        "multiValueQueryStringParameters",
        "requestContext",
        "isBase64Encoded",
    ]
    context = event["requestContext"]
    assert list(context) == [
        "routeKey",
        "eventType",
        "extendedRequestId",
        "requestTime",
        "messageDirection",
        "stage",
        "connectedAt",
        "requestTimeEpoch",
        "identity",
        "requestId",
        "domainName",
        "connectionId",
        "apiId",
    ]
    assert context["eventType"] == "CONNECT"
    assert context["messageDirection"] == "IN"
    assert context["stage"] == "dev"
    assert context["identity"] == {"userAgent": "probe", "sourceIp": "127.0.0.1"}
    assert context["requestId"] == context["extendedRequestId"]
    assert ID.fullmatch(context["requestId"])
    assert ID.fullmatch(context["connectionId"])
    assert 0 <= context["requestTimeEpoch"] - context["connectedAt"] <= 10
    assert abs(context["connectedAt"] - time.time() * 1000) < 60_000
    assert re.fullmatch(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000", context["requestTime"])
    api_id, port = recording_api.api_id, recording_api.emulator.port
    assert context["domainName"] == f"{api_id}.execute-api.localhost.localstack.cloud:{port}"
    assert context["apiId"] == api_id


def test_connect_headers_a28(recording_api: RecordingApi) -> None:
    """Canonical case for known names, the client's for others; no Connection or Upgrade."""
    client, connection_id = recording_api.connect(header={"X-custom": "1"}, origin="http://x")
    (event,) = recording_api.events(connection_id, "$connect")
    client.close()
    headers = event["headers"]
    assert headers["X-custom"] == "1"
    assert headers["Sec-WebSocket-Version"] == "13"
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Forwarded-Port"] == "443"
    assert headers["X-Forwarded-Proto"] == "https"
    assert {"Host", "Sec-WebSocket-Key", "X-Amzn-Trace-Id"} <= set(headers)
    assert {"connection", "upgrade", "content-length"}.isdisjoint(name.lower() for name in headers)
    assert event["multiValueHeaders"] == {name: [value] for name, value in headers.items()}


def test_identity_without_user_agent_a24(recording_api: RecordingApi) -> None:
    """Absent, not null."""
    client, connection_id = recording_api.connect(suppress_origin=True)
    (event,) = recording_api.events(connection_id, "$connect")
    client.close()
    assert event["requestContext"]["identity"] == {"sourceIp": "127.0.0.1"}


def test_connect_query_string_a22_a43(recording_api: RecordingApi) -> None:
    """The last value, and all of them, decoded; no keys for it without a query string."""
    websocket.create_connection(recording_api.url, timeout=10).close()
    websocket.create_connection(f"{recording_api.url}?room=a&room=b%20c", timeout=10).close()
    connects = [e for e in recorded(recording_api.events_file) if e["requestContext"]["eventType"] == "CONNECT"]
    assert "queryStringParameters" not in connects[-2]
    assert "multiValueQueryStringParameters" not in connects[-2]
    event = connects[-1]
    assert event["queryStringParameters"] == {"room": "b c"}
    assert event["multiValueQueryStringParameters"] == {"room": ["a", "b c"]}


def test_message_event_a29_a30_a31_a110(recording_api: RecordingApi) -> None:
    """The raw text, no headers, a message id of its own."""
    client, connection_id = recording_api.connect()
    client.send("hello")
    (event,) = recording_api.events(connection_id, "$default")
    assert list(event) == ["requestContext", "body", "isBase64Encoded"]
    assert event["body"] == "hello"
    assert event["isBase64Encoded"] is False
    context = event["requestContext"]
    assert list(context)[:3] == ["routeKey", "messageId", "eventType"]
    assert context["eventType"] == "MESSAGE"
    assert ID.fullmatch(context["messageId"])
    (connect,) = recording_api.events(connection_id, "$connect")
    assert context["connectedAt"] == connect["requestContext"]["connectedAt"]
    assert context["requestTimeEpoch"] >= context["connectedAt"]
    client.close()


def test_disconnect_event_a32_a33_a36(recording_api: RecordingApi) -> None:
    client, connection_id = recording_api.connect()
    client.close()
    (event,) = recording_api.events(connection_id, "$disconnect")
    context = event["requestContext"]
    assert list(event) == ["headers", "multiValueHeaders", "requestContext", "isBase64Encoded"]
    assert event["headers"] == {
        "Host": context["domainName"],
        "x-api-key": "",
        "X-Forwarded-For": "",
        "x-restapi": "",
    }
    assert list(context)[:3] == ["routeKey", "disconnectStatusCode", "eventType"]
    assert context["disconnectStatusCode"] == 1000
    assert context["disconnectReason"] == "Connection Closed Normally"
    assert "messageId" not in context
