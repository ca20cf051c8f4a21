"""CONNECT, MESSAGE and DISCONNECT events as a real function sees them (section A2)."""

from __future__ import annotations

import re
import time
import uuid
from typing import TYPE_CHECKING

import pytest
import websocket

from tests.support import RECORDER, create_api, create_function, eventually, recorded

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conformance.websocket.conftest import RecordingApi
    from tests.conftest import Emulator

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


def test_repeated_connect_headers_a28(recording_api: RecordingApi) -> None:
    """The last value, and all of them in their order, whatever the case of their names."""
    headers = ["x-OWN: 1", "X-own: 2", "USER-agent: probe", "x-forwarded-for: 1.2.3.4", "ORIGIN: http://x"]
    client, connection_id = recording_api.connect(header=headers, suppress_origin=True)
    (event,) = recording_api.events(connection_id, "$connect")
    client.close()
    (own,) = [name for name in event["headers"] if name.lower() == "x-own"]
    assert event["headers"][own] == "2"
    assert event["multiValueHeaders"][own] == ["1", "2"]
    assert event["headers"]["User-Agent"] == event["requestContext"]["identity"]["userAgent"] == "probe"
    assert event["headers"]["Origin"] == "http://x"
    assert event["headers"]["X-Forwarded-For"] == "1.2.3.4, 127.0.0.1"


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


@pytest.mark.parametrize(
    ("query", "parameters"),
    [
        ("flag", {"flag": [""]}),
        ("a=x+y&a=x%2By", {"a": ["x y", "x+y"]}),
        ("a%5B%5D=1&&b=%C3%BC", {"a[]": ["1"], "b": ["ü"]}),
        ("token=a.b=c%zz", {"token": ["a.b=c%zz"]}),
    ],
)
def test_odd_query_strings_a43(recording_api: RecordingApi, query: str, parameters: dict[str, list[str]]) -> None:
    probe = uuid.uuid4().hex
    websocket.create_connection(f"{recording_api.url}?{query}&probe={probe}", timeout=10).close()
    (event,) = [
        event
        for event in recorded(recording_api.events_file)
        if event.get("queryStringParameters", {}).get("probe") == probe
    ]
    expected = {**parameters, "probe": [probe]}
    assert event["multiValueQueryStringParameters"] == expected
    assert event["queryStringParameters"] == {name: values[-1] for name, values in expected.items()}


def test_message_event_a29_a30_a31_a110(recording_api: RecordingApi) -> None:
    """The raw text, no headers, a message id of its own."""
    client, connection_id = recording_api.connect()
    client.send("hello")
    (event,) = recording_api.events(connection_id, "$default")
    assert list(event) == ["requestContext", "body", "isBase64Encoded"]
    assert event["body"] == "hello"
    assert event["isBase64Encoded"] is False
    context = event["requestContext"]
    assert list(context) == [
        "routeKey",
        "messageId",
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
    assert context["eventType"] == "MESSAGE"
    assert ID.fullmatch(context["messageId"])
    (connect,) = recording_api.events(connection_id, "$connect")
    assert context["connectedAt"] == connect["requestContext"]["connectedAt"]
    assert context["requestTimeEpoch"] >= context["connectedAt"]
    client.close()


def test_disconnect_event_a32_a33_a36_a119(recording_api: RecordingApi) -> None:
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
    assert list(context) == [
        "routeKey",
        "disconnectStatusCode",
        "eventType",
        "extendedRequestId",
        "requestTime",
        "messageDirection",
        "disconnectReason",
        "stage",
        "connectedAt",
        "requestTimeEpoch",
        "identity",
        "requestId",
        "domainName",
        "connectionId",
        "apiId",
    ]
    assert event["multiValueHeaders"] == {name: [value] for name, value in event["headers"].items()}
    assert context["messageDirection"] == "IN"
    (connect,) = recording_api.events(connection_id, "$connect")
    assert context["connectedAt"] == connect["requestContext"]["connectedAt"]
    assert context["disconnectStatusCode"] == 1000
    assert context["disconnectReason"] == "Connection Closed Normally"


def test_stage_variables_a42(emulator: Emulator, tmp_path: Path) -> None:
    """In the events of a stage that has some."""
    events_file = tmp_path / "events.jsonl"
    recorder = create_function(emulator, RECORDER, EVENTS_FILE=str(events_file))
    routes = dict.fromkeys(("$connect", "$disconnect", "$default"), recorder)
    api_id = create_api(emulator, "WEBSOCKET", routes, stage_variables={"colour": "green"})
    client = websocket.create_connection(emulator.api_url(api_id, scheme="ws"), timeout=10)
    client.send("hello")
    eventually(lambda: len(recorded(events_file)) == 2)
    client.close()
    eventually(lambda: len(recorded(events_file)) == 3)
    assert [event["stageVariables"] for event in recorded(events_file)] == [{"colour": "green"}] * 3
