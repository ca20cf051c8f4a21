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


def test_status_codes_and_key_case_c01_c02_c03_c11(call: Call) -> None:
    """201, 200, 204; lowerCamel keys; timestamps in ISO 8601."""
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


def test_errors_c04(call: Call) -> None:
    """The type in a header, the message in the body, nothing else."""
    response = call("GET", "apis/nosuchapi0")
    assert response.status_code == 404
    assert response.headers["x-amzn-ErrorType"] == "NotFoundException"
    assert response.json() == {"message": "Invalid API identifier specified 000000000000:nosuchapi0"}


def test_missing_members_c55(call: Call) -> None:
    """Refused by the service, as an SDK would not even send it."""
    response = call("POST", "apis", {"protocolType": "HTTP"})
    assert response.status_code == 400
    assert response.headers["x-amzn-ErrorType"] == "BadRequestException"
    assert response.json() == {"message": "Name is required"}


def test_max_results_is_text_c28(call: Call) -> None:
    """A string in the query; the next token is absent on the last page, an empty list is a list."""
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


def test_tags_in_the_path_c01_c29(call: Call) -> None:
    """The ARN is encoded in the path; TagResource 201, UntagResource 204."""
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


def test_what_real_answers_showed_c01(call: Call) -> None:
    """AWS answers 201 to three updates and 200 to one creation, whatever its own model says."""
    api = f"apis/{call('POST', 'apis', {'name': 'codes', 'protocolType': 'HTTP'}).json()['apiId']}"
    assert call("PATCH", api, {"name": "codes"}).status_code == 201
    route = call("POST", f"{api}/routes", {"routeKey": "GET /a"}).json()
    assert call("PATCH", f"{api}/routes/{route['routeId']}", {"operationName": "a"}).status_code == 201
    deployment = call("POST", f"{api}/deployments", {}).json()
    path = f"{api}/deployments/{deployment['deploymentId']}"
    assert call("PATCH", path, {"description": "d"}).status_code == 201
    integration = {
        "integrationType": "HTTP_PROXY",
        "integrationMethod": "GET",
        "integrationUri": "https://example.com",
        "payloadFormatVersion": "1.0",
    }
    integration_id = call("POST", f"{api}/integrations", integration).json()["integrationId"]
    assert call("PATCH", f"{api}/integrations/{integration_id}", {"timeoutInMillis": 50}).status_code == 200
    assert call("PATCH", f"{api}/integrations/{integration_id}", {"timeoutInMillis": 49}).status_code == 400


def test_import_and_reimport_are_put_c01_c02(call: Call) -> None:
    body = {"body": '{"openapi": "3.0.1", "info": {"title": "put", "version": "1"}, "paths": {}}'}
    imported = call("PUT", "apis", body)
    assert imported.status_code == 201
    api_id = imported.json()["apiId"]
    again = call("PUT", f"apis/{api_id}", body)
    assert (again.status_code, again.json()["apiId"]) == (201, api_id)
    export = call("GET", f"apis/{api_id}/exports/OAS30?outputType=JSON&includeExtensions=false")
    assert (export.status_code, export.json()["info"]) == (200, {"title": "put", "version": "1"})


def test_the_protocol_stays_c13(call: Call) -> None:
    path = f"apis/{call('POST', 'apis', {'name': 'stays', 'protocolType': 'HTTP'}).json()['apiId']}"
    assert call("PATCH", path, {"protocolType": "WEBSOCKET"}).json()["protocolType"] == "HTTP"


@pytest.mark.parametrize(
    ("path", "body", "message"),
    [
        ("apis", {"name": "a"}, "Protocol type is required"),
        ("apis/{api}/routes", {}, "Route key is required"),
        ("apis/{api}/integrations", {}, "Integration type is required"),
        ("apis/{api}/stages", {}, "Stage name is required"),
        ("apis/{api}/authorizers", {"authorizerType": "JWT", "name": "a"}, "Identity source is required"),
        ("apis/{api}/models", {"name": "A"}, "Schema is required"),
        ("domainnames", {}, "Domain name is required"),
    ],
)
def test_every_missing_member_c42_c55(call: Call, path: str, body: dict[str, Any], message: str) -> None:
    api_id = call("POST", "apis", {"name": "missing", "protocolType": "HTTP"}).json()["apiId"]
    response = call("POST", path.format(api=api_id), body)
    assert (response.status_code, response.headers["x-amzn-ErrorType"]) == (400, "BadRequestException")
    assert response.json() == {"message": message}


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        '"text"',
        "[" * 10_000,
        '{"name": 5, "protocolType": "HTTP"}',
        '{"name": "a", "protocolType": "HTTP", "tags": ["a"]}',
        '{"name": "a", "protocolType": "HTTP", "tags": {"a": 1}}',
        '{"name": "a", "protocolType": "HTTP", "corsConfiguration": "*"}',
        '{"name": "a", "protocolType": "HTTP", "corsConfiguration": {"maxAge": "long"}}',
        '{"name": "a", "protocolType": "HTTP", "disableExecuteApiEndpoint": "yes"}',
    ],
)
def test_bodies_that_make_no_sense_c04_c55(emulator: Emulator, body: str) -> None:
    response = requests.post(
        f"{emulator.endpoint}/v2/apis", data=body, headers={"Authorization": AUTHORIZATION}, timeout=10
    )
    assert (response.status_code, response.headers["x-amzn-ErrorType"]) == (400, "BadRequestException")
    assert list(response.json()) == ["message"]


def test_paths_without_an_operation_c04(call: Call) -> None:
    response = call("GET", "apis/a/nothing")
    assert (response.status_code, response.headers["x-amzn-ErrorType"]) == (404, "NotFoundException")
    assert response.json() == {"message": "API Gateway v2 has no operation GET /v2/apis/a/nothing"}
