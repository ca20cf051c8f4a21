"""Routes with a route response answer their client (section A3)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.support import create_api, create_function, make_two_way

if TYPE_CHECKING:
    from collections.abc import Callable

    import websocket

    from tests.conftest import Emulator

    OpenSocket = Callable[..., websocket.WebSocket]

# Answers with whatever JSON the client sends as "answer".
ANSWER = """
import json
def handler(event, context):
    return json.loads(event["body"])["answer"]
"""


@pytest.fixture(scope="module")
def url(emulator: Emulator) -> str:
    api_id = create_api(emulator, "WEBSOCKET", {"ask": create_function(emulator, ANSWER)})
    make_two_way(emulator, api_id, "ask")
    return emulator.api_url(api_id, scheme="ws")


def ask(client: websocket.WebSocket, answer: Any) -> None:
    client.send(json.dumps({"action": "ask", "answer": answer}))


@pytest.mark.parametrize("status", [200, 500])
def test_the_body_is_the_frame_a59(url: str, open_socket: OpenSocket, status: int) -> None:
    """The body alone, whatever the statusCode."""
    client = open_socket(url)
    ask(client, {"statusCode": status, "body": "hello", "headers": {"X": "1"}})
    assert client.recv() == "hello"


def test_no_body_no_frame_a60(url: str, open_socket: OpenSocket) -> None:
    client = open_socket(url)
    ask(client, {"statusCode": 200})
    ask(client, {"statusCode": 200, "body": "second"})
    assert client.recv() == "second"


@pytest.mark.parametrize("answer", ["text", None, {"body": "no status"}, {"statusCode": 200, "body": {"no": "text"}}])
def test_a_result_that_is_no_proxy_response_a60(url: str, open_socket: OpenSocket, answer: Any) -> None:
    client = open_socket(url)
    ask(client, answer)
    assert json.loads(str(client.recv()))["message"] == "Internal server error"


@pytest.mark.parametrize("half", ["expression", "response"])
def test_half_of_it_is_one_way_a58(emulator: Emulator, open_socket: OpenSocket, half: str) -> None:
    """Both the selection expression and the route response are needed."""
    api_id = create_api(emulator, "WEBSOCKET", {"ask": create_function(emulator, ANSWER)})
    client = emulator.client("apigatewayv2")
    (route,) = client.get_routes(ApiId=api_id)["Items"]
    where = {"ApiId": api_id, "RouteId": route["RouteId"]}
    if half == "expression":
        client.update_route(**where, RouteResponseSelectionExpression="$default")
    else:
        client.create_route_response(**where, RouteResponseKey="$default")
    opened = open_socket(emulator.api_url(api_id, scheme="ws"))
    ask(opened, {"statusCode": 200, "body": "dropped"})
    opened.send("unroutable")
    assert json.loads(str(opened.recv()))["message"] == "Forbidden"


def test_the_answer_of_a_two_way_connect_is_the_handshakes_a61(emulator: Emulator, open_socket: OpenSocket) -> None:
    """Its body is no frame: the first frame is the answer to the first message."""
    greeting = "def handler(event, context):\n    return {'statusCode': 200, 'body': 'welcome'}\n"
    routes = {"$connect": create_function(emulator, greeting), "ask": create_function(emulator, ANSWER)}
    api_id = create_api(emulator, "WEBSOCKET", routes)
    for route_key in routes:
        make_two_way(emulator, api_id, route_key)
    client = open_socket(emulator.api_url(api_id, scheme="ws"))
    ask(client, {"statusCode": 200, "body": "first"})
    assert client.recv() == "first"
