"""Events of a WebSocket API, with the fields that the functions use."""

from __future__ import annotations

from typing import Any

CONNECTION_ID = "L0SM9cOFvHcCIhw="


def websocket_event(route_key: str, event_type: str) -> dict[str, Any]:
    """A23, A33: the request context of $connect and $disconnect."""
    return {
        "requestContext": {
            "routeKey": route_key,
            "eventType": event_type,
            "stage": "dev",
            "connectedAt": 1_700_000_000_123,
            "domainName": "abcdef1234.execute-api.eu-west-1.amazonaws.com",
            "connectionId": CONNECTION_ID,
            "apiId": "abcdef1234",
        },
        "isBase64Encoded": False,
    }
