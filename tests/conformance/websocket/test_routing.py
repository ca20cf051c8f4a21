"""Which route a message takes, and the error frames (section A3)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.support import RECORDER, create_api, create_function, make_two_way

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
        ('{"action":"$disconnect"}', "$default"),
        ('{"action":"$default"}', "$default"),
        ('{"action":"gre\\u0065t"}', "greet"),
        ('  {action:\n"greet"}', "greet"),
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


def test_no_route_is_forbidden_and_the_socket_stays_open_a45_a46_a51(
    emulator: Emulator, open_socket: OpenSocket
) -> None:
    function_arn = create_function(emulator, "def handler(event, context): return {'statusCode': 200}")
    api_id = create_api(emulator, "WEBSOCKET", dict.fromkeys(("greet", "$connect", "$disconnect"), function_arn))
    client = open_socket(emulator.api_url(api_id, scheme="ws"))
    frames = set()
    for message in ("hello", "", '{"action":"Greet"}', '{"action":"$connect"}', '{"action":"$disconnect"}'):
        client.send(message)
        frame = str(client.recv())
        assert error_frame("Forbidden").fullmatch(frame), message
        frames.add(frame)
    assert len({json.loads(frame)["connectionId"] for frame in frames}) == 1
    assert len(frames) == 5, "each has a request id of its own"


@pytest.mark.parametrize(
    ("expression", "message", "route_key"),
    [
        ("${request.body.service}/${request.body.action}", '{"service":"chat","action":"join"}', "chat/join"),
        ("${request.body.service}-${request.body.action}", '{"action":"join"}', "-join"),
        ("$request.body.data.kinds[1]", '{"data":{"kinds":["a","b"]}}', "b"),
        ("$request.body.kinds", '{"kinds":["a","b"]}', "[a, b]"),
        ("$request.body.number", '{"number":1}', "1"),
        ("join", "anything", "join"),
        ("\\$default", '{"action":"join"}', "$default"),
    ],
)
def test_route_selection_expression_a44_a47_a48_a49(
    emulator: Emulator, open_socket: OpenSocket, expression: str, message: str, route_key: str
) -> None:
    source = f"def handler(event, context):\n    assert event['requestContext']['routeKey'] == {route_key!r}"
    api_id = create_api(
        emulator,
        "WEBSOCKET",
        {route_key: create_function(emulator, f"{source}\n    return {{'statusCode': 200, 'body': 'yes'}}")},
        RouteSelectionExpression=expression,
    )
    make_two_way(emulator, api_id, route_key)
    client = open_socket(emulator.api_url(api_id, scheme="ws"))
    client.send(message)
    assert client.recv() == "yes"


def test_open_sockets_follow_a_deployment_a53(emulator: Emulator, open_socket: OpenSocket) -> None:
    """A new route is there once it is deployed, also for a socket that was open before."""
    api_id = create_api(emulator, "WEBSOCKET", {"greet": create_function(emulator, RECORDER)}, stage="auto")
    client = emulator.client("apigatewayv2")
    client.create_stage(ApiId=api_id, StageName="dev")
    client.create_deployment(ApiId=api_id, StageName="dev")
    opened = open_socket(emulator.api_url(api_id, scheme="ws"))
    target = client.get_routes(ApiId=api_id)["Items"][0]["Target"]
    client.create_route(ApiId=api_id, RouteKey="fail", Target=target)
    opened.send('{"action":"fail"}')
    assert error_frame("Forbidden").fullmatch(str(opened.recv()))
    client.create_deployment(ApiId=api_id, StageName="dev")
    opened.send('{"action":"fail"}')
    # The recorder has no file to write to here.
    assert error_frame("Internal server error").fullmatch(str(opened.recv()))


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


@pytest.mark.parametrize("obstacle", ["permission", "concurrency", "function"])
def test_function_that_cannot_be_called_a54(emulator: Emulator, open_socket: OpenSocket, obstacle: str) -> None:
    function_arn = create_function(emulator, RECORDER, permitted=obstacle != "permission")
    if obstacle == "concurrency":
        emulator.client("lambda").put_function_concurrency(FunctionName=function_arn, ReservedConcurrentExecutions=0)
    if obstacle == "function":
        function_arn += "-of-no-such-name"
    api_id = create_api(emulator, "WEBSOCKET", {"$default": function_arn})
    client = open_socket(emulator.api_url(api_id, scheme="ws"))
    for _ in range(2):
        client.send("x")
        assert error_frame("Internal server error").fullmatch(str(client.recv()))


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
        time.sleep(10)
    raise ValueError(event["body"])
"""
    api_id = create_api(emulator, "WEBSOCKET", {"$default": create_function(emulator, source)})
    client = open_socket(emulator.api_url(api_id, scheme="ws"))
    client.settimeout(8)
    client.send('{"slow": true}')
    client.send('{"slow": false}')
    assert error_frame("Internal server error").fullmatch(str(client.recv()))
