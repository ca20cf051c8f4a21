"""The upgrade waits for $connect, and its refusals are HTTP statuses (section A1)."""

from __future__ import annotations

import json
import socket
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import requests
import websocket

from tests.support import create_api, create_function

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conformance.websocket.conftest import RecordingApi
    from tests.conftest import Emulator

    OpenSocket = Callable[..., websocket.WebSocket]

# Answers $connect with the JSON in the query string.
ANSWER_THE_QUERY = """
import json
def handler(event, context):
    return json.loads(event["queryStringParameters"]["answer"])
"""


@pytest.fixture(scope="module")
def answering_url(emulator: Emulator) -> str:
    function_arn = create_function(emulator, ANSWER_THE_QUERY)
    return emulator.api_url(create_api(emulator, "WEBSOCKET", {"$connect": function_arn}), scheme="ws")


def answering(url: str, answer: Any) -> str:
    return f"{url}?answer={quote(json.dumps(answer))}"


def refused_status(url: str) -> int:
    """The HTTP status of an upgrade that is not to be a 101. A WebSocket client would follow redirects."""
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    response = requests.get(url.replace("ws://", "http://", 1), headers=upgrade, allow_redirects=False, timeout=15)
    assert "secret" not in response.text
    return response.status_code


@pytest.mark.parametrize("status", [200, 201, 299, "200"])
def test_any_2xx_connects(answering_url: str, open_socket: OpenSocket, status: Any) -> None:
    """A06."""
    assert open_socket(answering(answering_url, {"statusCode": status})).connected


@pytest.mark.parametrize("status", [301, 401, 403, 501])
def test_other_statuses_refuse_with_exactly_that_status(answering_url: str, status: int) -> None:
    """A07."""
    assert refused_status(answering(answering_url, {"statusCode": status, "body": "secret"})) == status


@pytest.mark.parametrize("answer", [None, "text", {}, {"statusCode": "x"}, []])
def test_answer_without_status_code_is_502(answering_url: str, answer: Any) -> None:
    """A09: nothing is inferred."""
    assert refused_status(answering(answering_url, answer)) == 502


def test_raising_function_is_502(answering_url: str) -> None:
    """A08."""
    assert refused_status(f"{answering_url}?answer=not-json") == 502


def test_function_without_permission_is_500(emulator: Emulator) -> None:
    """A11."""
    function_arn = create_function(emulator, ANSWER_THE_QUERY, permitted=False)
    api_id = create_api(emulator, "WEBSOCKET", {"$connect": function_arn})
    assert refused_status(emulator.api_url(api_id, scheme="ws")) == 500


def test_integration_timeout_is_504(emulator: Emulator) -> None:
    """A10."""
    slow = create_function(emulator, "import time\ndef handler(event, context): time.sleep(1)")
    api_id = create_api(emulator, "WEBSOCKET", {"$connect": slow}, timeout_ms=100)
    assert refused_status(emulator.api_url(api_id, scheme="ws")) == 504


def test_101_waits_for_the_function(emulator: Emulator) -> None:
    """A05: no byte before the function has answered."""
    slow = create_function(
        emulator, "import time\ndef handler(event, context):\n    time.sleep(0.5)\n    return {'statusCode': 200}"
    )
    api_id = create_api(emulator, "WEBSOCKET", {"$connect": slow})
    started = time.monotonic()
    websocket.create_connection(emulator.api_url(api_id, scheme="ws"), timeout=15).close()
    assert time.monotonic() - started >= 0.5


def test_without_connect_route(emulator: Emulator, open_socket: OpenSocket) -> None:
    """A14."""
    api_id = create_api(emulator, "WEBSOCKET", {"$default": create_function(emulator, ANSWER_THE_QUERY)})
    assert open_socket(emulator.api_url(api_id, scheme="ws")).connected


def test_trailing_slash(answering_url: str, open_socket: OpenSocket) -> None:
    """A01."""
    assert open_socket(answering(f"{answering_url}/", {"statusCode": 200})).connected


def test_unknown_stage_is_403(emulator: Emulator, recording_api: RecordingApi) -> None:
    """A12."""
    url = emulator.api_url(recording_api.api_id, stage="prod", scheme="ws")
    with pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        websocket.create_connection(url, timeout=10)
    assert refusal.value.status_code == 403
    assert refusal.value.resp_body == b'{"message":"Forbidden"}'


def test_plain_get_is_426(emulator: Emulator, recording_api: RecordingApi) -> None:
    """A106."""
    assert requests.get(emulator.api_url(recording_api.api_id), timeout=10).status_code == 426


def test_subprotocol_comes_from_the_function_alone(answering_url: str, open_socket: OpenSocket) -> None:
    """A15, A18: in the 101 only if the $connect response names it, and no other header is."""
    chosen = {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "b", "X-Other": "1"}}
    client = open_socket(answering(answering_url, chosen), subprotocols=["a", "b"])
    assert client.subprotocol == "b"
    assert "x-other" not in client.headers


def test_subprotocol_is_not_echoed(answering_url: str) -> None:
    """A15, A16: a client that asked for one and got none fails on its side."""
    with pytest.raises(websocket.WebSocketException, match="Invalid WebSocket Header"):
        websocket.create_connection(answering(answering_url, {"statusCode": 200}), timeout=10, subprotocols=["a", "b"])


def test_bad_handshake(emulator: Emulator, recording_api: RecordingApi) -> None:
    """An upgrade without a key is refused, and the port lives on."""
    request = f"GET /_aws/execute-api/{recording_api.api_id}/dev HTTP/1.1\r\nHost: localhost\r\n"
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=10) as raw:
        raw.sendall(f"{request}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        assert raw.recv(100).startswith(b"HTTP/1.1 400")


def test_over_tls_by_host_name(emulator: Emulator, recording_api: RecordingApi) -> None:
    """A01, A120: wss on the API's own host, trusted through the local authority."""
    host = f"{recording_api.api_id}.execute-api.localhost.localstack.cloud"
    raw = socket.create_connection(("127.0.0.1", emulator.port), timeout=10)
    client = websocket.create_connection(
        f"wss://{host}:{emulator.port}/dev",
        timeout=10,
        # The name is known to no DNS server here: connect by address, check the certificate by name.
        socket=websocket._http._ssl_socket(raw, {"ca_certs": str(emulator.ca_bundle), "check_hostname": True}, host),
    )
    assert client.connected
    client.close()


def test_url_length_is_4096_a19(emulator: Emulator, recording_api: RecordingApi) -> None:
    """Scheme, host, path and query string of the URL as AWS would see it."""
    own_url = f"wss://{recording_api.api_id}.execute-api.localhost.localstack.cloud:{emulator.port}/dev?x="
    room = 4096 - len(own_url)
    client = websocket.create_connection(f"{recording_api.url}?x={'x' * room}", timeout=10)
    client.close()
    assert refused_status(f"{recording_api.url}?x={'x' * (room + 1)}") == 414


def test_disabled_default_endpoint_b13(emulator: Emulator) -> None:
    routes = {"$default": create_function(emulator, ANSWER_THE_QUERY)}
    api_id = create_api(emulator, "WEBSOCKET", routes, DisableExecuteApiEndpoint=True)
    assert refused_status(emulator.api_url(api_id, scheme="ws")) == 403
