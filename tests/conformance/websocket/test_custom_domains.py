"""WebSocket APIs behind custom domain names: neither the URL nor @connections names the stage (row A04)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
import requests
import websocket
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.conftest import REGION

if TYPE_CHECKING:
    from tests.conformance.websocket.conftest import RecordingApi
    from tests.conftest import Emulator

CERTIFICATE = {"CertificateArn": "arn:aws:acm:eu-west-1:000000000000:certificate/c"}


@pytest.fixture(scope="module")
def name(emulator: Emulator, recording_api: RecordingApi) -> str:
    """A custom domain name that is mapped to stage ``dev`` twice: at its root and at ``chat``."""
    name = f"{uuid.uuid4().hex[:12]}.localhost"
    client = emulator.client("apigatewayv2")
    client.create_domain_name(DomainName=name, DomainNameConfigurations=[CERTIFICATE])
    for key in ({}, {"ApiMappingKey": "chat"}):
        client.create_api_mapping(DomainName=name, ApiId=recording_api.api_id, Stage="dev", **key)
    return name


def connect(emulator: Emulator, api: RecordingApi, host: str, path: str) -> tuple[websocket.WebSocket, dict[str, Any]]:
    """Open a socket by a custom domain; gives it and its $connect event."""
    probe = uuid.uuid4().hex
    url = f"ws://127.0.0.1:{emulator.port}{path}?probe={probe}"
    client = websocket.create_connection(url, host=host, timeout=10)
    (event,) = [event for event in api.all_events() if event.get("queryStringParameters") == {"probe": probe}]
    return client, event


def callback(emulator: Emulator, host: str, method: str, path: str, data: str = "") -> requests.Response:
    """A signed call to @connections, sent to a host that no DNS server knows."""
    request = AWSRequest(method, f"http://{host}{path}", data=data, headers={"Host": host})
    SigV4Auth(Credentials("test", "test"), "execute-api", REGION).add_auth(request)
    return requests.request(method, emulator.endpoint + path, data=data, headers=dict(request.headers), timeout=20)


@pytest.mark.parametrize("path", ["", "/", "/chat", "/chat/"])
def test_url_without_stage_a04(emulator: Emulator, recording_api: RecordingApi, name: str, path: str) -> None:
    host = f"{name}:{emulator.port}"
    client, event = connect(emulator, recording_api, host, path)
    context = event["requestContext"]
    assert (context["domainName"], context["stage"]) == (host, "dev")
    assert event["headers"]["Host"] == host
    client.close()


def test_callback_without_stage_a04(emulator: Emulator, recording_api: RecordingApi, name: str) -> None:
    client, event = connect(emulator, recording_api, name, "")
    connection_id = event["requestContext"]["connectionId"]
    for base in ("", "/chat"):
        path = f"{base}/@connections/{connection_id.replace('=', '%3D')}"
        assert callback(emulator, name, "POST", path, "hello").status_code == 200
        assert client.recv() == "hello"
    client.close()


def test_callback_with_stage_a04(emulator: Emulator, recording_api: RecordingApi, name: str) -> None:
    """The mistake of code that was written for the API's own host."""
    client, event = connect(emulator, recording_api, name, "")
    route = f"dev/@connections/{event['requestContext']['connectionId']}"
    response = callback(emulator, name, "POST", f"/{route}", "hello")
    assert response.status_code == 404
    assert response.json() == {"message": f"No method found matching route {route} for http method POST."}
    client.close()


def test_url_with_stage_is_403_a04(emulator: Emulator, name: str) -> None:
    with pytest.raises(websocket.WebSocketBadStatusException) as refusal:
        websocket.create_connection(f"ws://127.0.0.1:{emulator.port}/dev", host=name, timeout=10)
    assert refusal.value.status_code == 403
