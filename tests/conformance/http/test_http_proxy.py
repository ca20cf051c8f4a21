"""HTTP_PROXY integrations in front of a real web server (section B9)."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.conftest import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator


class Mirror(BaseHTTPRequestHandler):
    """Answers with what it was asked, as 418."""

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        told = {"method": self.command, "path": self.path, "headers": dict(self.headers), "body": body.decode()}
        content = json.dumps(told).encode()
        self.send_response(418)
        self.send_header("X-Mirror", "yes")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = answer  # noqa: N815 - http.server's names

    def log_message(self, *_arguments: Any) -> None:
        """Tests print nothing."""


@pytest.fixture(scope="module")
def backend() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Mirror)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def proxy_api(emulator: Emulator, route_key: str, uri: str, method: str = "ANY") -> str:
    """The URL of the stage of an API with one route to ``uri``."""
    client = emulator.client("apigatewayv2")
    api_id = client.create_api(Name="proxy", ProtocolType="HTTP")["ApiId"]
    integration_id = client.create_integration(
        ApiId=api_id,
        IntegrationType="HTTP_PROXY",
        IntegrationMethod=method,
        IntegrationUri=uri,
        PayloadFormatVersion="1.0",
    )["IntegrationId"]
    client.create_route(ApiId=api_id, RouteKey=route_key, Target=f"integrations/{integration_id}")
    client.create_stage(ApiId=api_id, StageName="dev", AutoDeploy=True)
    return emulator.api_url(api_id)


def test_the_request_goes_on_b84(emulator: Emulator, backend: str) -> None:
    """Method, path variable, query, headers, body; Forwarded and Via are added."""
    url = proxy_api(emulator, "ANY /pets/{proxy+}", f"{backend}/animals/{{proxy}}?fixed=1")
    response = requests.put(f"{url}/pets/cat/a%20b?q=1", data="hi", headers={"X-Own": "1"}, timeout=10)
    told = response.json()
    assert told["method"] == "PUT"
    assert told["path"] == "/animals/cat/a%20b?fixed=1&q=1"
    assert told["body"] == "hi"
    headers = {name.lower(): value for name, value in told["headers"].items()}
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
