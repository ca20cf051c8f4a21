"""Parameter mapping, to a web server and to a function (section B8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.support import ECHO, create_api, create_function
from tests.web_server import mirror

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator


@pytest.fixture(scope="module")
def backend() -> Iterator[str]:
    with mirror() as url:
        yield url


@pytest.fixture(scope="module")
def echo(emulator: Emulator) -> str:
    return create_function(emulator, ECHO)


def proxy_api(emulator: Emulator, backend: str, **integration: Any) -> str:
    """The URL of a stage whose route ``POST /virus/{id}`` goes to the web server."""
    client = emulator.client("apigatewayv2")
    api_id = client.create_api(Name="mapped", ProtocolType="HTTP")["ApiId"]
    integration_id = client.create_integration(
        ApiId=api_id,
        IntegrationType="HTTP_PROXY",
        IntegrationMethod="ANY",
        IntegrationUri=f"{backend}/base?fixed=1",
        PayloadFormatVersion="1.0",
        **integration,
    )["IntegrationId"]
    client.create_route(ApiId=api_id, RouteKey="POST /virus/{id}", Target=f"integrations/{integration_id}")
    client.create_stage(ApiId=api_id, StageName="dev", AutoDeploy=True, StageVariables={"color": "red"})
    return emulator.api_url(api_id)


def test_requests_to_a_web_server_b75_b77(emulator: Emulator, backend: str) -> None:
    url = proxy_api(
        emulator,
        backend,
        RequestParameters={
            "append:header.x-own": "$stageVariables.color",
            "overwrite:header.x-stage": "${context.stage}/${request.path.id}",
            "remove:header.x-secret": "''",
            "overwrite:header.host": "elsewhere.example",
            "append:querystring.name": "$request.body.virus.name",
            "remove:querystring.secret": "''",
            "overwrite:querystring.q": "$request.header.x-q",
            "overwrite:path": "/v2${request.path}",
        },
    )
    told = requests.post(
        f"{url}/virus/7?q=old&secret=1",
        json={"virus": {"name": "flu & cold"}},
        headers={"X-Own": "blue", "X-Secret": "1", "X-Q": "new"},
        timeout=10,
    ).json()
    headers = told["headers"]
    assert headers["x-own"] == "blue,red"
    assert headers["x-stage"] == "dev/7"
    assert "x-secret" not in headers
    assert headers["host"] == "elsewhere.example"
    assert told["path"] == "/v2/virus/7?fixed=1&name=flu+%26+cold&q=new"


def test_responses_of_a_web_server_b76(emulator: Emulator, backend: str) -> None:
    """By status; the mappings of another status do nothing."""
    url = proxy_api(
        emulator,
        backend,
        ResponseParameters={
            "418": {
                "overwrite:statuscode": "201",
                "append:header.x-mirror": "$response.body.method",
                "overwrite:header.x-path": "$response.body.path",
                "remove:header.content-type": "''",
            },
            "500": {"overwrite:statuscode": "202"},
        },
    )
    response = requests.post(f"{url}/virus/7", timeout=10)
    assert response.status_code == 201
    assert response.headers["x-mirror"] == "yes, POST"
    assert response.headers["x-path"] == "/base?fixed=1"
    assert "content-type" not in response.headers


@pytest.mark.parametrize("payload_format", ["1.0", "2.0"])
def test_requests_to_a_function_b75(emulator: Emulator, echo: str, payload_format: str) -> None:
    """Headers and query of the event; the path stays."""
    api_id = create_api(emulator, "HTTP", {"GET /{id}": echo}, payload_format=payload_format)
    client = emulator.client("apigatewayv2")
    (integration,) = client.get_integrations(ApiId=api_id)["Items"]
    client.update_integration(
        ApiId=api_id,
        IntegrationId=integration["IntegrationId"],
        RequestParameters={
            "overwrite:header.x-id": "$request.path.id",
            "append:querystring.q": "$context.stage",
            "overwrite:path": "/other",
        },
        ResponseParameters={"200": {"overwrite:statuscode": "203"}},
    )
    response = requests.get(f"{emulator.api_url(api_id)}/7?q=1", timeout=10)
    assert response.status_code == 203
    event = response.json()
    assert event["queryStringParameters"] == {"q": "1,dev" if payload_format == "2.0" else "dev"}
    assert {name.lower(): value for name, value in event["headers"].items()}["x-id"] == "7"
    assert event["rawPath" if payload_format == "2.0" else "path"] == "/dev/7"


def test_errors_of_the_gateway_are_not_mapped_b76(emulator: Emulator) -> None:
    """They are no answers of the integration."""
    url = proxy_api(emulator, "http://127.0.0.1:9", ResponseParameters={"503": {"overwrite:statuscode": "200"}})
    assert requests.post(f"{url}/virus/7", timeout=10).status_code == 503


@pytest.mark.parametrize("name", ["Via", "x-amz-date", "Transfer-Encoding", "X-Forwarded-For"])
def test_reserved_headers_cannot_be_mapped_b79(emulator: Emulator, backend: str, name: str) -> None:
    client = emulator.client("apigatewayv2")
    with pytest.raises(client.exceptions.BadRequestException, match=f"Operations on header {name} are restricted"):
        proxy_api(emulator, backend, RequestParameters={f"append:header.{name}": "1"})


def test_a_mapping_is_removed_by_an_empty_value_b80(emulator: Emulator, backend: str) -> None:
    url = proxy_api(emulator, backend, RequestParameters={"append:header.x-own": "1", "append:header.x-two": "2"})
    client, api_id = emulator.client("apigatewayv2"), url.split("/")[-2]
    (integration,) = client.get_integrations(ApiId=api_id)["Items"]
    client.update_integration(
        ApiId=api_id, IntegrationId=integration["IntegrationId"], RequestParameters={"append:header.x-own": ""}
    )
    headers = requests.post(f"{url}/virus/7", timeout=10).json()["headers"]
    assert "x-own" not in headers
    assert headers["x-two"] == "2"
