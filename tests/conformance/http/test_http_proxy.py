"""HTTP_PROXY integrations in front of a real web server (section B9)."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.conftest import free_port
from tests.web_server import mirror

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator


@pytest.fixture(scope="module")
def backend() -> Iterator[str]:
    with mirror() as url:
        yield url


def proxy_api(
    emulator: Emulator,
    route_key: str,
    uri: str,
    method: str = "ANY",
    stage_variables: dict[str, str] | None = None,
    **integration: Any,
) -> str:
    """The URL of the stage of an API with one route to ``uri``."""
    client = emulator.client("apigatewayv2")
    api_id = client.create_api(Name="proxy", ProtocolType="HTTP")["ApiId"]
    integration_id = client.create_integration(
        ApiId=api_id,
        IntegrationType="HTTP_PROXY",
        IntegrationMethod=method,
        IntegrationUri=uri,
        PayloadFormatVersion="1.0",
        **integration,
    )["IntegrationId"]
    client.create_route(ApiId=api_id, RouteKey=route_key, Target=f"integrations/{integration_id}")
    client.create_stage(ApiId=api_id, StageName="dev", AutoDeploy=True, StageVariables=stage_variables or {})
    return emulator.api_url(api_id)


def test_the_request_goes_on_b84(emulator: Emulator, backend: str) -> None:
    """Method, path variable, query, headers, body; Forwarded and Via are added."""
    url = proxy_api(emulator, "ANY /pets/{proxy+}", f"{backend}/animals/{{proxy}}?fixed=1")
    response = requests.put(f"{url}/pets/cat/a%20b?q=1", data="hi", headers={"X-Own": "1"}, timeout=10)
    told = response.json()
    assert told["method"] == "PUT"
    assert told["path"] == "/animals/cat/a%20b?fixed=1&q=1"
    assert told["body"] == "hi"
    headers = told["headers"]
    assert headers["x-own"] == "1"
    assert headers["host"] == backend.removeprefix("http://")
    assert "for=127.0.0.1;" in headers["forwarded"]
    assert headers["forwarded"].endswith("proto=https")
    assert "via" in headers


def test_the_response_comes_back_b85(emulator: Emulator, backend: str) -> None:
    response = requests.get(proxy_api(emulator, "GET /", backend) + "/", timeout=10)
    assert response.status_code == 418
    assert response.headers["X-Mirror"] == "yes"
    assert response.headers["Content-Length"] == str(len(response.content))
    # What the gateway says for itself has another name.
    assert response.headers["x-amzn-remapped-server"].startswith("BaseHTTP/")
    assert response.headers["x-amzn-remapped-date"]
    assert "server" not in response.headers


def test_method_of_the_integration_b84(emulator: Emulator, backend: str) -> None:
    url = proxy_api(emulator, "GET /", backend, method="POST")
    assert requests.get(f"{url}/", timeout=10).json()["method"] == "POST"


def test_unreachable_backend_b85(emulator: Emulator) -> None:
    url = proxy_api(emulator, "GET /", f"http://127.0.0.1:{free_port()}")
    response = requests.get(f"{url}/", timeout=10)
    assert (response.status_code, response.json()) == (503, {"message": "Service Unavailable"})


def test_ten_megabytes_b48(emulator: Emulator, backend: str) -> None:
    """Lambda's 6 MB do not count here, the gateway's 10 MB do."""
    url = proxy_api(emulator, "POST /", backend)
    assert requests.post(f"{url}/", data=b"x" * (7 * 1024 * 1024), timeout=20).status_code == 418
    assert requests.post(f"{url}/", data=b"x" * (10 * 1024 * 1024 + 1), timeout=20).status_code == 413


def test_stage_variables_in_the_uri_b83(emulator: Emulator, backend: str) -> None:
    variables = {"backend": backend.removeprefix("http://"), "version": "v2"}
    url = proxy_api(
        emulator,
        "GET /{id}",
        "http://${stageVariables.backend}/${stageVariables.version}/{id}",
        stage_variables=variables,
    )
    assert requests.get(f"{url}/7", timeout=10).json()["path"] == "/v2/7"


def test_a_stage_variable_that_is_missing_b83(emulator: Emulator) -> None:
    response = requests.get(proxy_api(emulator, "GET /", "http://${stageVariables.nope}/") + "/", timeout=10)
    assert response.status_code == 503


@pytest.mark.parametrize(
    ("server_name", "status"), [("localhost.localstack.cloud", 200), (None, 200), ("other.example", 503)]
)
def test_who_the_certificate_is_for_b85(emulator: Emulator, server_name: str | None, status: int) -> None:
    """TlsConfig names the server; without it the host must be the certificate's."""
    tls: dict[str, Any] = {"TlsConfig": {"ServerNameToVerify": server_name}} if server_name else {}
    url = proxy_api(emulator, "GET /", f"https://127.0.0.1:{emulator.port}/_localstack/health", **tls)
    assert requests.get(f"{url}/", timeout=10).status_code == status


def test_a_backend_that_says_nothing_b45(emulator: Emulator) -> None:
    """No answer within the integration's timeout."""
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = proxy_api(emulator, "GET /", f"http://127.0.0.1:{silent.getsockname()[1]}/", TimeoutInMillis=200)
        response = requests.get(f"{url}/", timeout=10)
    assert (response.status_code, response.json()) == (503, {"message": "Service Unavailable"})
