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

from tests.raw_connection import raw_connection
from tests.support import RECORDER, SIGNED_HEADERS, create_api, create_function, eventually, recorded

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conformance.websocket.conftest import RecordingApi
    from tests.conftest import Emulator

    OpenSocket = Callable[..., websocket.WebSocket]

UPGRADE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}

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
    response = requests.get(url.replace("ws://", "http://", 1), headers=UPGRADE, allow_redirects=False, timeout=15)
    assert "secret" not in response.text
    return response.status_code


@pytest.mark.parametrize("status", [200, 201, 299, "200"])
def test_any_2xx_connects_a06(answering_url: str, open_socket: OpenSocket, status: Any) -> None:
    assert open_socket(answering(answering_url, {"statusCode": status})).connected


def test_a_refused_client_was_never_connected_a07(emulator: Emulator, tmp_path: Path) -> None:
    """$disconnect does not hear of it, but of the next client."""
    events_file = tmp_path / "events.jsonl"
    recorder = create_function(emulator, RECORDER, EVENTS_FILE=str(events_file))
    connect = create_function(emulator, ANSWER_THE_QUERY)
    url = emulator.api_url(
        create_api(emulator, "WEBSOCKET", {"$connect": connect, "$disconnect": recorder}), scheme="ws"
    )
    assert refused_status(answering(url, {"statusCode": 403})) == 403
    websocket.create_connection(answering(url, {"statusCode": 200}), timeout=10).close()
    eventually(lambda: recorded(events_file))
    (event,) = recorded(events_file)
    assert event["requestContext"]["disconnectStatusCode"] == 1000


@pytest.mark.parametrize("status", [301, 401, 403, 501])
def test_other_statuses_refuse_with_exactly_that_status_a07(answering_url: str, status: int) -> None:
    assert refused_status(answering(answering_url, {"statusCode": status, "body": "secret"})) == status


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "text",
        {},
        [],
        {"statusCode": "x"},
        {"statusCode": 101},
        {"statusCode": 200, "headers": ["not", "a map"]},
        {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "a\r\nX-Injected: b"}},
    ],
)
def test_answer_without_status_code_is_502_a09(answering_url: str, answer: Any) -> None:
    """Nothing is inferred."""
    assert refused_status(answering(answering_url, answer)) == 502


def test_raising_function_is_502_a08(answering_url: str) -> None:
    assert refused_status(f"{answering_url}?answer=not-json") == 502


def test_function_without_permission_is_500_a11(emulator: Emulator) -> None:
    function_arn = create_function(emulator, ANSWER_THE_QUERY, permitted=False)
    api_id = create_api(emulator, "WEBSOCKET", {"$connect": function_arn})
    assert refused_status(emulator.api_url(api_id, scheme="ws")) == 500


def test_throttled_function_is_500_a11(emulator: Emulator) -> None:
    function_arn = create_function(emulator, ANSWER_THE_QUERY)
    emulator.client("lambda").put_function_concurrency(FunctionName=function_arn, ReservedConcurrentExecutions=0)
    api_id = create_api(emulator, "WEBSOCKET", {"$connect": function_arn})
    assert refused_status(emulator.api_url(api_id, scheme="ws")) == 500


def test_integration_timeout_is_504_a10(emulator: Emulator) -> None:
    slow = create_function(emulator, "import time\ndef handler(event, context): time.sleep(1)")
    api_id = create_api(emulator, "WEBSOCKET", {"$connect": slow}, timeout_ms=100)
    assert refused_status(emulator.api_url(api_id, scheme="ws")) == 504


def test_101_waits_for_the_function_a05(emulator: Emulator) -> None:
    """No byte before the function has answered."""
    slow = create_function(
        emulator, "import time\ndef handler(event, context):\n    time.sleep(0.5)\n    return {'statusCode': 200}"
    )
    api_id = create_api(emulator, "WEBSOCKET", {"$connect": slow})
    started = time.monotonic()
    websocket.create_connection(emulator.api_url(api_id, scheme="ws"), timeout=15).close()
    assert time.monotonic() - started >= 0.5


def test_without_connect_route_a14(emulator: Emulator, open_socket: OpenSocket) -> None:
    api_id = create_api(emulator, "WEBSOCKET", {"$default": create_function(emulator, ANSWER_THE_QUERY)})
    assert open_socket(emulator.api_url(api_id, scheme="ws")).connected


def test_trailing_slash_a01(answering_url: str, open_socket: OpenSocket) -> None:
    assert open_socket(answering(f"{answering_url}/", {"statusCode": 200})).connected


@pytest.mark.parametrize("path", ["prod", "", "dev/more", "$default", "undeployed", "DEV"])
def test_no_such_stage_is_403_a12(emulator: Emulator, path: str) -> None:
    api_id = create_api(emulator, "WEBSOCKET", {"$default": create_function(emulator, ANSWER_THE_QUERY)})
    emulator.client("apigatewayv2").create_stage(ApiId=api_id, StageName="undeployed")
    with pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        websocket.create_connection(emulator.api_url(api_id, stage=path, scheme="ws"), timeout=10)
    assert refusal.value.status_code == 403
    assert refusal.value.resp_body == b'{"message":"Forbidden"}'


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_without_upgrade_is_426_a106(emulator: Emulator, recording_api: RecordingApi, method: str) -> None:
    response = requests.request(method, emulator.api_url(recording_api.api_id), timeout=10)
    assert (response.status_code, response.reason) == (426, "Upgrade Required")


def test_callbacks_go_to_the_same_host_and_stage_a02(emulator: Emulator, recording_api: RecordingApi) -> None:
    """And a host in AWS's form is one: only its first label says which API."""
    host = f"{recording_api.api_id}.execute-api.eu-west-1.amazonaws.com"
    client, connection_id = recording_api.connect(host=host)
    path = f"/dev/@connections/{connection_id}"
    response = requests.post(
        f"{emulator.endpoint}{path}", data="hi", headers={"Host": host, **SIGNED_HEADERS}, timeout=10
    )
    assert response.status_code == 200
    assert client.recv() == "hi"
    client.close()


def test_subprotocol_comes_from_the_function_alone_a15_a18(answering_url: str, open_socket: OpenSocket) -> None:
    """In the 101 only if the $connect response names it, and no other header is."""
    chosen = {"statusCode": 200, "headers": {"Sec-WebSocket-Protocol": "b", "X-Other": "1"}}
    client = open_socket(answering(answering_url, chosen), subprotocols=["a", "b"])
    assert client.subprotocol == "b"
    assert "x-other" not in client.headers


@pytest.mark.parametrize("chosen", ["b", "a, b", "c"])
def test_subprotocol_is_passed_as_it_is_a15_a17(
    emulator: Emulator, answering_url: str, open_socket: OpenSocket, chosen: str
) -> None:
    """Also a list, or one that was not offered: it is the client that breaks."""
    answer = {"statusCode": 200, "headers": {"sec-websocket-protocol": chosen}}
    client = open_socket(answering(answering_url, answer))
    assert client.headers["sec-websocket-protocol"] == chosen
    if chosen != "b":
        with pytest.raises(websocket.WebSocketException, match="Invalid WebSocket Header"):
            open_socket(answering(answering_url, answer), subprotocols=["a", "b"])


def test_subprotocol_is_not_echoed_a15_a16(answering_url: str) -> None:
    """A client that asked for one and got none fails on its side."""
    with pytest.raises(websocket.WebSocketException, match="Invalid WebSocket Header"):
        websocket.create_connection(answering(answering_url, {"statusCode": 200}), timeout=10, subprotocols=["a", "b"])


@pytest.mark.parametrize(
    ("method", "protocol", "changes", "answer"),
    [
        ("GET", "HTTP/1.1", {"Sec-WebSocket-Key": None}, "400 Bad Request"),
        ("GET", "HTTP/1.1", {"Sec-WebSocket-Key": "short"}, "400 Bad Request"),
        ("GET", "HTTP/1.1", {"Sec-WebSocket-Version": None}, "400 Bad Request"),
        ("GET", "HTTP/1.1", {"Connection": "close"}, "426 Upgrade Required"),
        ("POST", "HTTP/1.1", {}, "400 Bad Request"),
        ("GET", "HTTP/1.0", {}, "400 Bad Request"),
    ],
)
def test_bad_handshake(
    recording_api: RecordingApi, method: str, protocol: str, changes: dict[str, str | None], answer: str
) -> None:
    """What RFC 6455 does not allow is refused, and $connect is not asked."""

    def asked() -> int:
        return sum(e["requestContext"]["eventType"] == "CONNECT" for e in recorded(recording_api.events_file))

    before = asked()
    headers = [f"{name}: {value}" for name, value in (UPGRADE | changes).items() if value is not None]
    path = f"/_aws/execute-api/{recording_api.api_id}/dev"
    with raw_connection(recording_api.emulator) as connection:
        connection.send(f"{method} {path} {protocol}", "Host: localhost", *headers)
        response = connection.receive()
    assert response.status_line == f"{protocol} {answer}"
    assert json.loads(response.body) == {"message": answer[4:]}
    assert asked() == before


def test_a_refused_connection_goes_on_as_http_a07_a12(emulator: Emulator, answering_url: str) -> None:
    """The client may try again on the same connection."""
    path = answering_url.removeprefix(f"ws://127.0.0.1:{emulator.port}")
    headers = ["Host: localhost", *(f"{name}: {value}" for name, value in UPGRADE.items())]
    with raw_connection(emulator) as connection:
        for target, status in ((f"{path}x", 403), (answering(path, {"statusCode": 401}), 401)):
            connection.send(f"GET {target} HTTP/1.1", *headers)
            assert connection.receive().status == status
        connection.send(f"GET {answering(path, {'statusCode': 200})} HTTP/1.1", *headers)
        response = connection.receive()
        assert response.status_line == "HTTP/1.1 101 Switching Protocols"
        assert response.all("Sec-WebSocket-Accept") == ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo="]


def test_over_tls_by_host_name_a01(emulator: Emulator, recording_api: RecordingApi) -> None:
    """By wss on the API's own host, trusted through the local authority."""
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
