"""Which route a message takes, and the error frames (section A3)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.support import RECORDER, create_api, create_function

if TYPE_CHECKING:
    from collections.abc import Callable

    import websocket

    from tests.conformance.websocket.conftest import RecordingApi
    from tests.conftest import Emulator

    OpenSocket = Callable[..., websocket.WebSocket]


def error_frame(message: str) -> re.Pattern[str]:
    """AWS's spacing to the letter: after the first colon and the commas only (row A46)."""
    an_id = r"[A-Za-z0-9_-]{15}="
    return re.compile(rf'\{{"message": "{message}", "connectionId":"{an_id}", "requestId":"{an_id}"\}}')


@pytest.mark.parametrize(
    ("message", "route_key"),
    [
        ('{"action":"greet"}', "greet"),
        ('{"action":"greet", body:"hello"}', "greet"),
        ('{"action":"Greet"}', "$default"),
        ('{"action":"$connect"}', "$default"),
        ('{"other":"greet"}', "$default"),
        ("not json", "$default"),
        ("", "$default"),
        ('["greet"]', "$default"),
    ],
)
def test_route_of_a_message_a31_a44_a45_a50_a51_a52(recording_api: RecordingApi, message: str, route_key: str) -> None:
    client, connection_id = recording_api.connect()
    client.send(message)
    assert [event["body"] for event in recording_api.events(connection_id, route_key)] == [message]
    client.close()


def test_no_route_is_forbidden_and_the_socket_stays_open_a46(emulator: Emulator, open_socket: OpenSocket) -> None:
    api_id = create_api(emulator, "WEBSOCKET", {"greet": create_function(emulator, RECORDER)})
    client = open_socket(emulator.api_url(api_id, scheme="ws"))
    for _ in range(2):
        client.send("hello")
        assert error_frame("Forbidden").fullmatch(str(client.recv()))


@pytest.mark.parametrize(
    "source",
    [
        "def handler(event, context): raise ValueError('no')",
        "import os\ndef handler(event, context): os._exit(1)",
    ],
)
def test_failing_function_a54_a55_a111(emulator: Emulator, open_socket: OpenSocket, source: str) -> None:
    """An error frame also on a one-way route; the socket stays open."""
    api_id = create_api(emulator, "WEBSOCKET", {"$default": create_function(emulator, source)})
    client = open_socket(emulator.api_url(api_id, scheme="ws"))
    for _ in range(2):
        client.send("x")
        frame = str(client.recv())
        assert error_frame("Internal server error").fullmatch(frame)
        assert json.loads(frame)["connectionId"]


def test_integration_timeout_a57(emulator: Emulator, open_socket: OpenSocket) -> None:
    slow = create_function(emulator, "import time\ndef handler(event, context): time.sleep(1)")
    api_id = create_api(emulator, "WEBSOCKET", {"$default": slow}, timeout_ms=100)
    client = open_socket(emulator.api_url(api_id, scheme="ws"))
    client.send("x")
    assert error_frame("Endpoint request timed out").fullmatch(str(client.recv()))


@pytest.mark.parametrize("status", [200, 301, 401, 501])
def test_one_way_routes_drop_the_answer_a56_a58(emulator: Emulator, open_socket: OpenSocket, status: int) -> None:
    """Whatever the function returns, the client gets nothing."""
    source = f"def handler(event, context): return {{'statusCode': {status}, 'body': 'dropped'}}"
    api_id = create_api(emulator, "WEBSOCKET", {"say": create_function(emulator, source)})
    client = open_socket(emulator.api_url(api_id, scheme="ws"))
    client.send('{"action":"say"}')
    # The next frame is the answer to this, so nothing came for the first.
    client.send("unroutable")
    assert error_frame("Forbidden").fullmatch(str(client.recv()))


def test_messages_do_not_wait_for_each_other_a65(emulator: Emulator, open_socket: OpenSocket) -> None:
    """A slow message holds neither the next on its socket nor other sockets."""
    source = """
import json, time
def handler(event, context):
    if json.loads(event["body"])["slow"]:
        time.sleep(3)
    raise ValueError(event["body"])
"""
    api_id = create_api(emulator, "WEBSOCKET", {"$default": create_function(emulator, source)})
    client = open_socket(emulator.api_url(api_id, scheme="ws"))
    client.settimeout(2)
    client.send('{"slow": true}')
    client.send('{"slow": false}')
    assert error_frame("Internal server error").fullmatch(str(client.recv()))
