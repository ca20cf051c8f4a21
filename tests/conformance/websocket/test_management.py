"""@connections with real boto3 (section A7)."""

from __future__ import annotations

import json
import re
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest
import requests
import websocket
from botocore.exceptions import ClientError

from tests.conformance.websocket.conftest import RecordingApi
from tests.raw_connection import RawResponse, raw_connection
from tests.support import RECORDER, SIGNED_HEADERS, create_api, create_function, eventually, presign, sign

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from tests.conformance.websocket.conftest import RecordingApi
    from tests.conftest import Emulator


SIGNED = "\r\n".join(f"{name}: {value}" for name, value in SIGNED_HEADERS.items())


@pytest.fixture(scope="module")
def management(recording_api: RecordingApi) -> Any:
    emulator = recording_api.emulator
    return emulator.client("apigatewaymanagementapi", emulator.api_url(recording_api.api_id))


def error(call: Any, **arguments: Any) -> tuple[int, str, str]:
    with pytest.raises(ClientError) as failure:
        call(**arguments)
    response = failure.value.response
    return (
        response["ResponseMetadata"]["HTTPStatusCode"],
        response["Error"]["Code"],
        response["Error"].get("Message", ""),
    )


def test_post_is_one_text_message_unchanged_a87(recording_api: RecordingApi, management: Any) -> None:
    client, connection_id = recording_api.connect()
    response = management.post_to_connection(ConnectionId=connection_id, Data=b'{"virusId": "1"}')
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert client.recv_data() == (websocket.ABNF.OPCODE_TEXT, b'{"virusId": "1"}')
    client.close()


def test_bytes_that_are_no_text_are_sent_as_text_a100(recording_api: RecordingApi, management: Any) -> None:
    """What the client makes of it is its own affair."""
    client, connection_id = recording_api.connect(skip_utf8_validation=True)
    management.post_to_connection(ConnectionId=connection_id, Data=b"\xff\x00")
    frame = client.recv_frame()
    assert (frame.opcode, frame.data) == (websocket.ABNF.OPCODE_TEXT, b"\xff\x00")
    client.close()


def test_answers_by_the_byte_a87_a88_a89_a90(recording_api: RecordingApi) -> None:
    client, connection_id = recording_api.connect(suppress_origin=True, header={"User-Agent": "probe"})
    with raw_connection(recording_api.emulator) as connection:

        def call(method: str) -> RawResponse:
            path = f"/_aws/execute-api/{recording_api.api_id}/dev/@connections/{connection_id}"
            connection.send(f"{method} {path} HTTP/1.1", "Host: localhost", SIGNED, "Content-Length: 2", body=b"hi")
            return connection.receive()

        posted = call("POST")
        assert (posted.status_line, posted.body) == ("HTTP/1.1 200 OK", b"")
        assert client.recv() == "hi"
        described = call("GET")
        assert described.status == 200
        answer = json.loads(described.body)
        assert list(answer) == ["connectedAt", "identity", "lastActiveAt"]
        assert answer["identity"] == {"sourceIp": "127.0.0.1", "userAgent": "probe"}
        for name in ("connectedAt", "lastActiveAt"):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", answer[name])
        deleted = call("DELETE")
        assert (deleted.status_line, deleted.body) == ("HTTP/1.1 204 No Content", b"")
        gone = call("POST")
        assert gone.status_line == "HTTP/1.1 410 Gone"
        assert "GoneException" in [value for name, value in gone.headers if name.lower() == "x-amzn-errortype"]


def test_posts_that_wait_for_each_other_arrive_in_order_a101(recording_api: RecordingApi, management: Any) -> None:
    client, connection_id = recording_api.connect()
    for number in range(50):
        management.post_to_connection(ConnectionId=connection_id, Data=str(number))
    assert [client.recv() for _ in range(50)] == [str(number) for number in range(50)]
    client.close()


def test_a_post_is_activity_a102(recording_api: RecordingApi, management: Any) -> None:
    client, connection_id = recording_api.connect()

    def last_active_at() -> datetime:
        at: datetime = management.get_connection(ConnectionId=connection_id)["LastActiveAt"]
        return at

    before = last_active_at()
    assert last_active_at() == before, "looking is none"

    def is_later_after_a_post() -> bool:
        management.post_to_connection(ConnectionId=connection_id, Data=b"x")
        return last_active_at() > before

    assert eventually(is_later_after_a_post)
    client.close()


def test_get_a88_a102(recording_api: RecordingApi, management: Any) -> None:
    client, connection_id = recording_api.connect(header={"User-Agent": "probe"})
    before = management.get_connection(ConnectionId=connection_id)
    assert before["Identity"] == {"SourceIp": "127.0.0.1", "UserAgent": "probe"}
    assert abs(before["ConnectedAt"].timestamp() - time.time()) < 60
    time.sleep(0.01)
    client.send("x")
    eventually(lambda: management.get_connection(ConnectionId=connection_id)["LastActiveAt"] > before["LastActiveAt"])
    client.close()


def test_delete_a36_a89_a108_a109(recording_api: RecordingApi, management: Any) -> None:
    """204, close 1000, gone at once, $disconnect told."""
    client, connection_id = recording_api.connect()
    response = management.delete_connection(ConnectionId=connection_id)
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 204
    assert error(management.post_to_connection, ConnectionId=connection_id, Data=b"x")[0] == 410
    assert error(management.delete_connection, ConnectionId=connection_id)[0] == 410
    assert client.recv_data() == (websocket.ABNF.OPCODE_CLOSE, (1000).to_bytes(2))
    (event,) = recording_api.events(connection_id, "$disconnect")
    assert event["requestContext"]["disconnectStatusCode"] == 1000
    assert event["requestContext"]["disconnectReason"] == "Connection Closed Normally"


def test_unknown_connection_is_gone_a90(recording_api: RecordingApi, management: Any) -> None:
    """For every operation, with boto3's own exception."""
    with pytest.raises(management.exceptions.GoneException):
        management.post_to_connection(ConnectionId="AAAAAAAAAAAAAAA=", Data=b"x")
    for call in (management.get_connection, management.delete_connection):
        status, code, _ = error(call, ConnectionId="AAAAAAAAAAAAAAA=")
        assert (status, code) == (410, "GoneException")


def test_closed_connection_is_gone_a90_a108(recording_api: RecordingApi, management: Any) -> None:
    client, connection_id = recording_api.connect()
    client.close()
    eventually(lambda: recording_api.events(connection_id, "$disconnect"))
    assert error(management.post_to_connection, ConnectionId=connection_id, Data=b"x")[:2] == (410, "GoneException")


@pytest.mark.parametrize(
    "connection_id", ["not-an-id", "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", "AAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAA=\n"]
)
def test_malformed_id_a91(management: Any, connection_id: str) -> None:
    for call, more in ((management.post_to_connection, {"Data": b"x"}), (management.get_connection, {})):
        status, code, message = error(call, ConnectionId=connection_id, **more)
        assert (status, code, message) == (400, "BadRequestException", f"Invalid connectionId: {connection_id}")


def test_payload_too_large_a93(recording_api: RecordingApi) -> None:
    """413, and the connection stays up. boto3 refuses such a body itself, so this is raw HTTP."""
    client, connection_id = recording_api.connect()
    url = f"{recording_api.emulator.api_url(recording_api.api_id)}/@connections/{connection_id}"
    headers = sign(url, "POST")
    response = requests.post(url, data=b"x" * (128 * 1024 + 1), headers=headers, timeout=10)
    assert response.status_code == 413
    assert response.headers["x-amzn-ErrorType"] == "PayloadTooLargeException"
    response = requests.post(url, data=b"x" * (128 * 1024), headers=headers, timeout=10)
    assert response.status_code == 200
    assert len(client.recv()) == 128 * 1024
    client.close()


@pytest.mark.parametrize("sign", ["@", "%40"])
@pytest.mark.parametrize("end", ["=", "%3D", "%3d"])
def test_encoded_path_a03(recording_api: RecordingApi, sign: str, end: str) -> None:
    """By the byte, as clients like to change such paths."""
    client, connection_id = recording_api.connect()
    path = f"/_aws/execute-api/{recording_api.api_id}/dev/{sign}connections/{connection_id.replace('=', end)}"
    with raw_connection(recording_api.emulator) as connection:
        connection.send(f"POST {path} HTTP/1.1", "Host: localhost", SIGNED, "Content-Length: 2", body=b"hi")
        assert connection.receive().status == 200
    assert client.recv() == "hi"
    client.close()


def test_unsigned_and_malformed_a95_a97(recording_api: RecordingApi) -> None:
    """Signing is required, for every operation and on the bare endpoint, too."""
    emulator = recording_api.emulator
    for base in (emulator.api_url(recording_api.api_id), emulator.endpoint):
        url = f"{base}/@connections/AAAAAAAAAAAAAAA="
        for method in ("POST", "GET", "DELETE"):
            response = requests.request(method, url, timeout=10)
            assert (response.status_code, response.json()) == (403, {"message": "Missing Authentication Token"})
            assert response.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"
        headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/execute-api/aws4_request"}
        response = requests.post(url, data=b"x", headers=headers, timeout=10)
        assert (response.status_code, response.headers["x-amzn-ErrorType"]) == (403, "IncompleteSignatureException")


def test_signed_for_another_service_a97(recording_api: RecordingApi) -> None:
    url = f"{recording_api.emulator.api_url(recording_api.api_id)}/@connections/AAAAAAAAAAAAAAA="
    for service in ("apigateway", "apigatewaymanagementapi"):
        response = requests.get(url, headers=sign(url, service=service), timeout=10)
        assert (response.status_code, response.headers["x-amzn-ErrorType"]) == (403, "InvalidSignatureException")
        assert response.json() == {"message": "Credential should be scoped to correct service: 'execute-api'. "}


def test_presigned_a97(recording_api: RecordingApi) -> None:
    client, connection_id = recording_api.connect()
    url = f"{recording_api.emulator.api_url(recording_api.api_id)}/@connections/{connection_id}"
    assert requests.get(presign(url), timeout=10).json()["identity"]["sourceIp"] == "127.0.0.1"
    client.close()


def test_signatures_of_sessions_are_checked_a03_a97(recording_api: RecordingApi) -> None:
    """What this emulator has issued must have signed; boto3 signs the id with its sign doubly encoded."""
    emulator = recording_api.emulator
    client, connection_id = recording_api.connect()
    role = "arn:aws:iam::000000000000:role/poster"
    given = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName="me")["Credentials"]
    keys = {"aws_access_key_id": given["AccessKeyId"], "aws_session_token": given["SessionToken"]}
    url = emulator.api_url(recording_api.api_id)
    for endpoint in (url, emulator.endpoint):
        mine = emulator.client(
            "apigatewaymanagementapi", endpoint, aws_secret_access_key=given["SecretAccessKey"], **keys
        )
        mine.post_to_connection(ConnectionId=connection_id, Data=b"hello")
        assert client.recv() == "hello"
        thief = emulator.client("apigatewaymanagementapi", endpoint, aws_secret_access_key="guessed", **keys)
        status, code, _ = error(thief.post_to_connection, ConnectionId=connection_id, Data=b"x")
        assert (status, code) == (403, "InvalidSignatureException")
    client.close()


def test_an_http_api_a96(recording_api: RecordingApi) -> None:
    emulator = recording_api.emulator
    client, connection_id = recording_api.connect()
    api_id = create_api(emulator, "HTTP", {"GET /a": create_function(emulator, "")})
    url = f"{emulator.api_url(api_id)}/@connections/{connection_id}"
    response = requests.post(url, data=b"x", headers=sign(url, "POST", b"x"), timeout=10)
    assert (response.status_code, response.json()) == (404, {"message": "Not Found"})
    client.ping()
    assert client.recv_frame().opcode == websocket.ABNF.OPCODE_PONG
    client.close()


def test_wrong_and_missing_stage_a95(recording_api: RecordingApi) -> None:
    emulator, api_id = recording_api.emulator, recording_api.api_id
    for url in (emulator.api_url(api_id, stage="prod"), emulator.api_url(api_id, stage="").rstrip("/")):
        client = emulator.client("apigatewaymanagementapi", url)
        status, _, message = error(client.post_to_connection, ConnectionId="AAAAAAAAAAAAAAA=", Data=b"x")
        assert (status, message) == (403, "Forbidden")


def test_connection_of_another_api_a99(recording_api: RecordingApi) -> None:
    emulator = recording_api.emulator
    other = create_api(emulator, "WEBSOCKET", {"x": create_function(emulator, "")})
    client, connection_id = recording_api.connect()
    other_client = emulator.client("apigatewaymanagementapi", emulator.api_url(other))
    assert error(other_client.post_to_connection, ConnectionId=connection_id, Data=b"x")[0] == 410
    client.close()


def test_connection_on_the_host_of_no_api_a99(recording_api: RecordingApi) -> None:
    client, connection_id = recording_api.connect()
    headers = {"Host": "nosuchapi0.execute-api.localhost", **SIGNED_HEADERS}
    url = f"{recording_api.emulator.endpoint}/dev/@connections/{connection_id}"
    assert requests.post(url, data="hi", headers=headers, timeout=10).status_code == 404
    client.ping()
    assert client.recv_frame().opcode == websocket.ABNF.OPCODE_PONG
    client.close()


def test_rest_api_a96(start_emulator: Callable[..., Emulator]) -> None:
    """What those who mix up their ids see. An emulator of its own: REST APIs change what unknown hosts answer."""
    emulator = start_emulator()
    rest = emulator.client("apigateway")
    api_id = rest.create_rest_api(name="rest")["id"]
    root_id = rest.get_resources(restApiId=api_id)["items"][0]["id"]
    where = {"restApiId": api_id, "resourceId": root_id, "httpMethod": "GET"}
    rest.put_method(**where, authorizationType="NONE")
    rest.put_integration(**where, type="MOCK")
    rest.create_deployment(restApiId=api_id, stageName="dev")
    client = emulator.client("apigatewaymanagementapi", emulator.api_url(api_id))
    status, _, message = error(client.post_to_connection, ConnectionId="AAAAAAAAAAAAAAA=", Data=b"x")
    assert (status, message) == (403, "Missing Authentication Token")


def test_connection_of_another_stage_a99(recording_api: RecordingApi) -> None:
    emulator, api_id = recording_api.emulator, recording_api.api_id
    emulator.client("apigatewayv2").create_stage(ApiId=api_id, StageName="other", AutoDeploy=True)
    client, connection_id = recording_api.connect()
    other_client = emulator.client("apigatewaymanagementapi", emulator.api_url(api_id, stage="other"))
    for call, more in ((other_client.post_to_connection, {"Data": b"x"}), (other_client.delete_connection, {})):
        assert error(call, ConnectionId=connection_id, **more)[:2] == (410, "GoneException")
    client.ping()
    assert client.recv_frame().opcode == websocket.ABNF.OPCODE_PONG
    client.close()


def test_connections_cannot_be_listed_a99(recording_api: RecordingApi) -> None:
    for path in ("@connections", "@connections/"):
        url = f"{recording_api.emulator.api_url(recording_api.api_id)}/{path}"
        response = requests.get(url, headers=SIGNED_HEADERS, timeout=10)
        assert response.status_code in (400, 403)
        assert "connectedAt" not in response.text


def test_post_from_inside_connect_a92_a120(emulator: Emulator) -> None:
    """The endpoint derived from the event works unmodified, with TLS; before the 101 it answers 410."""
    source = """
import boto3, json
def handler(event, context):
    where = event["requestContext"]
    client = boto3.client("apigatewaymanagementapi", endpoint_url=f"https://{where['domainName']}/{where['stage']}")
    try:
        client.post_to_connection(ConnectionId=where["connectionId"], Data=json.dumps(where["eventType"]))
    except client.exceptions.GoneException:
        return {"statusCode": 200 if where["eventType"] == "CONNECT" else 500}
    return {"statusCode": 200 if where["eventType"] == "MESSAGE" else 500}
"""
    function_arn = create_function(emulator, source, timeout=20)
    api_id = create_api(emulator, "WEBSOCKET", {"$connect": function_arn, "$default": function_arn})
    client = websocket.create_connection(emulator.api_url(api_id, scheme="ws"), timeout=20)
    client.send("x")
    assert json.loads(str(client.recv())) == "MESSAGE"
    client.close()


def test_awslocal_form(recording_api: RecordingApi) -> None:
    """The bare endpoint, which AWS does not have (row A98), finds a connection by its id."""
    client, connection_id = recording_api.connect()
    recording_api.emulator.client("apigatewaymanagementapi").post_to_connection(ConnectionId=connection_id, Data=b"hi")
    assert client.recv() == "hi"
    client.close()


def test_a_client_that_does_not_read_holds_nobody_a94(start_emulator: Callable[..., Emulator], tmp_path: Path) -> None:
    """Its queue is bounded, posts to it answer 429 then, and it is cut off; others notice nothing."""
    emulator = start_emulator(PETRI_WEBSOCKET_STALL_SECONDS="1")
    events_file = tmp_path / "events.jsonl"
    recorder = create_function(emulator, RECORDER, EVENTS_FILE=str(events_file))
    api_id = create_api(emulator, "WEBSOCKET", dict.fromkeys(("$connect", "$disconnect"), recorder))
    api = RecordingApi(emulator, api_id, events_file)
    management = emulator.client("apigatewaymanagementapi", emulator.api_url(api_id))
    lazy, lazy_id = api.connect(sockopt=[(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)])
    client, connection_id = api.connect()

    def post_until_refused() -> tuple[int, str]:
        for _ in range(200):
            try:
                management.post_to_connection(ConnectionId=lazy_id, Data=b"x" * 100_000)
            except ClientError as failure:
                response = failure.response
                return response["ResponseMetadata"]["HTTPStatusCode"], response["Error"]["Code"]
        raise AssertionError("20 MB are waiting for a client that does not read")

    assert post_until_refused() == (429, "LimitExceededException")
    management.post_to_connection(ConnectionId=connection_id, Data=b"hi")
    assert client.recv() == "hi"
    (event,) = api.events(lazy_id, "$disconnect")
    assert event["requestContext"]["disconnectStatusCode"] == 1006
    client.close()
    lazy.sock.close()
