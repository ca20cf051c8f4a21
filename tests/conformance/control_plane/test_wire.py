"""What is on the wire, below any SDK (rows C01 to C04, C28, C55)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import requests

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Emulator

    Call = Callable[..., requests.Response]

AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/apigateway/aws4_request, SignedHeaders=x, Signature=x"
)


@pytest.fixture(scope="module")
def call(emulator: Emulator) -> Call:
    def send(method: str, path: str, body: Any = None) -> requests.Response:
        return requests.request(
            method, f"{emulator.endpoint}/v2/{path}", json=body, headers={"Authorization": AUTHORIZATION}, timeout=10
        )

    return send


def test_status_codes_and_key_case(call: Call) -> None:
    """C01, C02, C03, C11: 201, 200, 204; lowerCamel keys; timestamps in ISO 8601."""
    created = call("POST", "apis", {"name": "wire", "protocolType": "HTTP"})
    assert created.status_code == 201
    api = created.json()
    assert api["name"] == "wire"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", api["createdDate"])
    path = f"apis/{api['apiId']}"
    assert call("GET", path).status_code == 200
    assert call("PATCH", path, {"description": "d"}).json()["description"] == "d"
    assert call("POST", f"{path}/routes", {"routeKey": "GET /x"}).status_code == 201
    assert call("POST", f"{path}/stages", {"stageName": "dev"}).status_code == 201
    assert call("POST", f"{path}/deployments", {"stageName": "dev"}).status_code == 201
    deleted = call("DELETE", path)
    assert (deleted.status_code, deleted.content) == (204, b"")


def test_errors(call: Call) -> None:
    """C04: the type in a header, the message in the body, nothing else."""
    response = call("GET", "apis/nosuchapi0")
    assert response.status_code == 404
    assert response.headers["x-amzn-ErrorType"] == "NotFoundException"
    assert response.json() == {"message": "Invalid API identifier specified 000000000000:nosuchapi0"}


def test_missing_members(call: Call) -> None:
    """C55: refused by the service, as an SDK would not even send it."""
    response = call("POST", "apis", {"protocolType": "HTTP"})
    assert response.status_code == 400
    assert response.headers["x-amzn-ErrorType"] == "BadRequestException"
    assert response.json() == {"message": "Name is required"}


def test_max_results_is_text(call: Call) -> None:
    """C28: a string in the query; the next token is absent on the last page, an empty list is a list."""
    path = f"apis/{call('POST', 'apis', {'name': 'pages', 'protocolType': 'HTTP'}).json()['apiId']}"
    assert call("GET", f"{path}/routes").json() == {"items": []}
    keys = [f"GET /{number}" for number in range(5)]
    for key in keys:
        call("POST", f"{path}/routes", {"routeKey": key})
    seen, token = [], ""
    while True:
        page = call("GET", f"{path}/routes?maxResults=2{token}").json()
        assert len(page["items"]) <= 2
        seen += [route["routeKey"] for route in page["items"]]
        if "nextToken" not in page:
            break
        token = f"&nextToken={quote(page['nextToken'])}"
    assert seen == keys
    assert call("GET", f"{path}/routes?maxResults=x").status_code == 400


def test_tags_in_the_path(call: Call) -> None:
    """C01, C29: the ARN is encoded in the path; TagResource 201, UntagResource 204."""
    api_id = call("POST", "apis", {"name": "tags", "protocolType": "HTTP"}).json()["apiId"]
    path = f"tags/{quote(f'arn:aws:apigateway:eu-west-1::/apis/{api_id}', safe='')}"
    assert call("GET", path).json() == {"tags": {}}
    assert call("POST", path, {"tags": {"a": "1", "b": "2"}}).status_code == 201
    assert call("DELETE", f"{path}?tagKeys=a").status_code == 204
    assert call("GET", path).json() == {"tags": {"b": "2"}}


@pytest.mark.parametrize(
    ("method", "path", "operation"),
    [("GET", "vpclinks", "GetVpcLinks"), ("POST", "vpclinks", "CreateVpcLink"), ("GET", "portals", "ListPortals")],
)
def test_what_petri_does_not_have_says_so(call: Call, method: str, path: str, operation: str) -> None:
    response = call(method, path, {})
    assert response.status_code == 501
    assert response.headers["x-amzn-ErrorType"] == "NotImplementedException"
    assert response.json()["message"].startswith(f"Petri does not have {operation}: ")
