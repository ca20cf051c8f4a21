"""CORS by corsConfiguration (section B6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from tests.support import create_api, create_function

if TYPE_CHECKING:
    from tests.conftest import Emulator

ORIGIN = "http://localhost:3000"
OWN_CORS = """
def handler(event, context):
    return {"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "backend"}, "body": "ok"}
"""


@pytest.fixture(scope="module")
def function_arn(emulator: Emulator) -> str:
    return create_function(emulator, OWN_CORS)


@pytest.fixture(scope="module")
def url(emulator: Emulator, function_arn: str) -> str:
    api_id = create_api(
        emulator,
        "HTTP",
        {
            "GET /virus": function_arn,
            "ANY /any": function_arn,
            "GET /fail": "arn:aws:lambda:eu-west-1:000000000000:function:missing",
        },
        CorsConfiguration={
            "AllowOrigins": ["http://first", ORIGIN],
            "AllowMethods": ["GET", "POST"],
            "AllowHeaders": ["content-type"],
            "ExposeHeaders": ["x-total"],
            "MaxAge": 300,
            "AllowCredentials": True,
        },
    )
    return emulator.api_url(api_id)


PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Origin": ORIGIN,
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Allow-Methods": "GET,POST",
    "Access-Control-Allow-Headers": "content-type",
    "Access-Control-Max-Age": "300",
}


def cors_headers(response: requests.Response) -> dict[str, str]:
    return {k: v for k, v in response.headers.items() if k.lower().startswith("access-control-")}


def preflight(url: str, origin: str = ORIGIN) -> requests.Response:
    return requests.options(url, headers={"Origin": origin, "Access-Control-Request-Method": "GET"}, timeout=10)


def test_preflight_is_answered_by_the_gateway_b50_b53(url: str) -> None:
    response = preflight(f"{url}/virus")
    assert (response.status_code, response.content) == (204, b"")
    assert cors_headers(response) == PREFLIGHT_HEADERS
    assert "Content-Type" not in response.headers


def test_preflight_needs_no_path_that_exists_b50(url: str) -> None:
    response = preflight(f"{url}/nothing")
    assert (response.status_code, cors_headers(response)) == (204, PREFLIGHT_HEADERS)


@pytest.mark.parametrize("missing", ["Origin", "Access-Control-Request-Method"])
def test_options_that_is_no_preflight_b50(url: str, missing: str) -> None:
    headers = {"Origin": ORIGIN, "Access-Control-Request-Method": "GET"}
    del headers[missing]
    response = requests.options(f"{url}/virus", headers=headers, timeout=10)
    assert (response.status_code, response.content) == (404, b'{"message":"Not Found"}')


def test_preflight_goes_to_a_route_that_takes_options_b51_b53(url: str) -> None:
    """Its function answers; what a browser asks for is added, as the function may know nothing of CORS."""
    response = preflight(f"{url}/any")
    assert (response.status_code, response.text) == (200, "ok")
    assert cors_headers(response) == PREFLIGHT_HEADERS


def test_preflight_from_another_origin_b54(url: str) -> None:
    """204 without a permission."""
    response = preflight(f"{url}/virus", origin="http://elsewhere")
    assert (response.status_code, cors_headers(response)) == (204, {})


def test_backend_headers_are_replaced_b52_b53_b55(url: str) -> None:
    """The listed origin alone."""
    response = requests.get(f"{url}/virus", headers={"Origin": ORIGIN}, timeout=10)
    assert cors_headers(response) == {
        "Access-Control-Allow-Origin": ORIGIN,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": "x-total",
    }


def test_another_origin_changes_no_status_b52_b54(url: str) -> None:
    """The answer comes without permission for the browser to show it; not even the backend's counts."""
    response = requests.get(f"{url}/virus", headers={"Origin": "http://elsewhere"}, timeout=10)
    assert (response.status_code, response.text, cors_headers(response)) == (200, "ok", {})


def test_nothing_without_an_origin_b54(url: str) -> None:
    assert cors_headers(requests.get(f"{url}/virus", timeout=10)) == {}


@pytest.mark.parametrize(("path", "status"), [("nothing", 404), ("fail", 500)])
def test_errors_of_the_gateway_too_b58(url: str, path: str, status: int) -> None:
    response = requests.get(f"{url}/{path}", headers={"Origin": ORIGIN}, timeout=10)
    assert response.status_code == status
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    response = requests.get(f"{url}/{path}", headers={"Origin": "http://elsewhere"}, timeout=10)
    assert (response.status_code, cors_headers(response)) == (status, {})


def test_any_origin_b55(emulator: Emulator, function_arn: str) -> None:
    api_id = create_api(emulator, "HTTP", {"GET /virus": function_arn}, CorsConfiguration={"AllowOrigins": ["*"]})
    response = requests.get(emulator.api_url(api_id) + "/virus", headers={"Origin": "http://any"}, timeout=10)
    assert cors_headers(response) == {"Access-Control-Allow-Origin": "*"}


def test_any_origin_of_a_scheme_b55(emulator: Emulator, function_arn: str) -> None:
    configuration = {"AllowOrigins": ["https://*"], "AllowMethods": ["*"], "AllowHeaders": ["*"]}
    api_id = create_api(emulator, "HTTP", {"GET /virus": function_arn}, CorsConfiguration=configuration)
    url = emulator.api_url(api_id) + "/virus"
    assert cors_headers(preflight(url, "https://any")) == {
        "Access-Control-Allow-Origin": "https://any",
        "Access-Control-Allow-Methods": "*",
        "Access-Control-Allow-Headers": "*",
    }
    assert cors_headers(preflight(url, "http://any")) == {}


def test_without_configuration_b59(emulator: Emulator, function_arn: str) -> None:
    """The backend's headers stay, and OPTIONS finds no route."""
    api_id = create_api(emulator, "HTTP", {"GET /virus": function_arn})
    response = requests.get(emulator.api_url(api_id) + "/virus", headers={"Origin": ORIGIN}, timeout=10)
    assert cors_headers(response) == {"Access-Control-Allow-Origin": "backend"}
    assert preflight(emulator.api_url(api_id) + "/virus").status_code == 404
