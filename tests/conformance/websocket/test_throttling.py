"""Limits of stages and routes (rows A21, A86)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import websocket

from tests.support import ECHO, create_api, create_function, make_two_way

if TYPE_CHECKING:
    from tests.conftest import Emulator

# A rate of one call in a hundred days: what is over the burst stays over it.
NEVER = 1e-7


@pytest.fixture
def api_id(emulator: Emulator) -> str:
    """Routes that answer with their event, and no $connect route."""
    api_id = create_api(emulator, "WEBSOCKET", dict.fromkeys(("a", "b"), create_function(emulator, ECHO)))
    for route_key in ("a", "b"):
        make_two_way(emulator, api_id, route_key)
    return api_id


def limit(emulator: Emulator, api_id: str, **settings: Any) -> None:
    emulator.client("apigatewayv2").update_stage(ApiId=api_id, StageName="dev", **settings)


def connect(emulator: Emulator, api_id: str) -> websocket.WebSocket:
    return websocket.create_connection(emulator.api_url(api_id, scheme="ws"), timeout=20)


def answer(client: websocket.WebSocket, action: str) -> str:
    client.send(json.dumps({"action": action}))
    return str(client.recv())


def test_zeros_refuse_upgrades_with_429_a21(emulator: Emulator, api_id: str) -> None:
    limit(emulator, api_id, DefaultRouteSettings={"ThrottlingRateLimit": 0, "ThrottlingBurstLimit": 0})
    with pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        connect(emulator, api_id)
    assert (refusal.value.status_code, refusal.value.resp_body) == (429, b'{"message":"Too Many Requests"}')


def test_messages_above_the_limit_get_an_error_frame_a86(emulator: Emulator, api_id: str) -> None:
    """Its ids are the connection's and the call's; the socket stays open."""
    limit(emulator, api_id, RouteSettings={"a": {"ThrottlingRateLimit": NEVER, "ThrottlingBurstLimit": 1}})
    client = connect(emulator, api_id)
    connection_id = json.loads(answer(client, "a"))["requestContext"]["connectionId"]
    refused = answer(client, "a")
    request_id = json.loads(refused)["requestId"]
    assert refused == (
        f'{{"message": "Too Many Requests", "connectionId":"{connection_id}", "requestId":"{request_id}"}}'
    )
    assert "requestContext" in json.loads(answer(client, "b"))
    client.close()


def test_stage_limit_counts_connections_and_messages_a86(emulator: Emulator, api_id: str) -> None:
    limit(emulator, api_id, DefaultRouteSettings={"ThrottlingRateLimit": NEVER, "ThrottlingBurstLimit": 3})
    client = connect(emulator, api_id)
    assert ["requestContext" in answer(client, action) for action in ("a", "b", "a")] == [True, True, False]
    client.close()


def test_new_limits_count_for_open_connections_a86(emulator: Emulator, api_id: str) -> None:
    client = connect(emulator, api_id)
    assert "requestContext" in answer(client, "a")
    limit(emulator, api_id, DefaultRouteSettings={"ThrottlingRateLimit": 0, "ThrottlingBurstLimit": 0})
    assert "Too Many Requests" in answer(client, "a")
    client.close()
