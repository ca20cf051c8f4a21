"""WebSocket events from a session (section A2)."""

from __future__ import annotations

from emulator.execute_api.events.websocket import connect_event, disconnect_event, message_event
from emulator.execute_api.websocket.session import Session
from emulator.iam.callers import Caller
from tests.unit.execute_api.snapshots import deployed_api, snapshot

DOMAIN = "abcdefghij.execute-api.test"


def session() -> Session:
    return Session(deployed_api(snapshot("$connect")), "dev", "10.0.0.1", None, DOMAIN, "AAAAAAAAAAAAAAA=", 1000)


def test_connect_a22_a23_a24_a27_a28_a42_a43() -> None:
    headers = [("user-agent", "x"), ("X-own", "1"), ("X-own", "2"), ("Upgrade", "websocket")]
    event = connect_event(session(), headers, "room=a&room=b", {"colour": "green"}, "Root=1-0-0")
    request_context = event.pop("requestContext")
    assert event == {
        "headers": {
            "Host": DOMAIN,
            "User-Agent": "x",
            "X-Amzn-Trace-Id": "Root=1-0-0",
            "X-Forwarded-For": "10.0.0.1",
            "X-Forwarded-Port": "443",
            "X-Forwarded-Proto": "https",
            "X-own": "2",
        },
        "multiValueHeaders": {
            "Host": [DOMAIN],
            "User-Agent": ["x"],
            "X-Amzn-Trace-Id": ["Root=1-0-0"],
            "X-Forwarded-For": ["10.0.0.1"],
            "X-Forwarded-Port": ["443"],
            "X-Forwarded-Proto": ["https"],
            "X-own": ["1", "2"],
        },
        "queryStringParameters": {"room": "b"},
        "multiValueQueryStringParameters": {"room": ["a", "b"]},
        "stageVariables": {"colour": "green"},
        "isBase64Encoded": False,
    }
    request_id = request_context["requestId"]
    assert request_context == {
        "routeKey": "$connect",
        "eventType": "CONNECT",
        "extendedRequestId": request_id,
        "requestTime": "01/Jan/1970:00:00:01 +0000",
        "messageDirection": "IN",
        "stage": "dev",
        "connectedAt": 1000,
        "requestTimeEpoch": 1000,
        "identity": {"sourceIp": "10.0.0.1"},
        "requestId": request_id,
        "domainName": DOMAIN,
        "connectionId": "AAAAAAAAAAAAAAA=",
        "apiId": "abcdefghij",
    }


def test_message_a29_a30_a110() -> None:
    """Each message has ids of its own."""
    first, second = (message_event(session(), "greet", "text", {}) for _ in range(2))
    assert list(first) == ["requestContext", "body", "isBase64Encoded"]
    assert first["requestContext"]["messageId"] != second["requestContext"]["messageId"]
    assert first["requestContext"]["requestTimeEpoch"] > first["requestContext"]["connectedAt"] == 1000


def test_stage_variables_are_in_every_event_or_absent_a42() -> None:
    for variables in ({}, {"colour": "green"}):
        for event in (
            connect_event(session(), [], "", variables, "Root=1-0-0"),
            message_event(session(), "greet", "text", variables),
            disconnect_event(session(), 1000, "", variables),
        ):
            assert event.get("stageVariables", {}) == variables
            assert ("stageVariables" in event) == bool(variables)


def test_disconnect_a32_a33() -> None:
    event = disconnect_event(session(), 1001, "Going away", {})
    assert event["headers"] == {"Host": DOMAIN, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": ""}
    assert event["requestContext"]["disconnectStatusCode"] == 1001
    assert event["requestContext"]["disconnectReason"] == "Going away"


def test_who_it_is_a24_a41() -> None:
    """In all events; the time that the authorizer took only in the first."""
    known = session()
    known.authorizer, known.authorizer_latency_ms = {"principalId": "me"}, 7
    known.caller = Caller("key", "000000000000", "arn", "id", None)
    connected = connect_event(known, [], "", {}, "Root=1-0-0")["requestContext"]
    message = message_event(known, "greet", "hi", {})["requestContext"]
    disconnected = disconnect_event(known, 1000, "", {})["requestContext"]
    assert connected["authorizer"] == {"principalId": "me", "integrationLatency": 7}
    assert list(message)[:3] == ["routeKey", "authorizer", "messageId"]
    assert list(disconnected)[:3] == ["routeKey", "authorizer", "disconnectStatusCode"]
    for context in (message, disconnected):
        assert context["authorizer"] == {"principalId": "me"}
        assert context["identity"]["userArn"] == "arn"
        assert context["identity"]["caller"] == context["identity"]["user"] == "id"
