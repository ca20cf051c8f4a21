"""HTTP APIs behind custom domain names: the Host header chooses (rows B17, B91)."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.support import ECHO, create_api, create_function

if TYPE_CHECKING:
    from tests.conftest import Emulator

CERTIFICATE = {"CertificateArn": "arn:aws:acm:eu-west-1:000000000000:certificate/c"}


@pytest.fixture
def name(emulator: Emulator) -> str:
    """A custom domain name without mappings."""
    name = f"{uuid.uuid4().hex[:12]}.localhost"
    emulator.client("apigatewayv2").create_domain_name(DomainName=name, DomainNameConfigurations=[CERTIFICATE])
    return name


@pytest.fixture(scope="module")
def api_id(emulator: Emulator) -> str:
    return create_api(emulator, "HTTP", {"ANY /pets/{id}": create_function(emulator, ECHO)})


def map_to(emulator: Emulator, name: str, api_id: str, key: str = "", stage: str = "dev") -> None:
    options = {"ApiMappingKey": key} if key else {}
    emulator.client("apigatewayv2").create_api_mapping(DomainName=name, ApiId=api_id, Stage=stage, **options)


def get(emulator: Emulator, host: str, path: str) -> requests.Response:
    return requests.get(emulator.endpoint + path, headers={"Host": host}, timeout=20)


def test_mapping_without_key_b91(emulator: Emulator, name: str, api_id: str) -> None:
    """The stage is no part of the URL."""
    map_to(emulator, name, api_id)
    event: dict[str, Any] = get(emulator, f"{name.upper()}:{emulator.port}", "/pets/1").json()
    context = event["requestContext"]
    assert (event["rawPath"], event["routeKey"], context["stage"]) == ("/pets/1", "ANY /pets/{id}", "dev")
    assert get(emulator, name, "/dev/pets/1").status_code == 404


def test_domain_name_of_the_event_is_the_host_b91(emulator: Emulator, name: str, api_id: str) -> None:
    """With its port: the function can call back what it is told."""
    map_to(emulator, name, api_id)
    event = get(emulator, f"{name}:{emulator.port}", "/pets/1").json()
    assert event["requestContext"]["domainName"] == f"{name}:{emulator.port}"
    assert event["requestContext"]["domainPrefix"] == name.partition(".")[0]
    assert event["headers"]["host"] == f"{name}:{emulator.port}"


def test_raw_path_keeps_the_mapping_key_b17(emulator: Emulator, name: str, api_id: str) -> None:
    map_to(emulator, name, api_id, "shop/v1")
    event = get(emulator, name, "/shop/v1/pets/1?a=b").json()
    assert (event["rawPath"], event["routeKey"]) == ("/shop/v1/pets/1", "ANY /pets/{id}")
    assert event["requestContext"]["http"]["path"] == "/shop/v1/pets/1"
    assert event["pathParameters"] == {"id": "1"}


def test_longest_key_wins_b91(emulator: Emulator, name: str, api_id: str) -> None:
    """Whatever routes its API has."""
    other = create_api(emulator, "HTTP", {"ANY /other": create_function(emulator, ECHO)})
    map_to(emulator, name, api_id)
    map_to(emulator, name, other, "pets")
    assert get(emulator, name, "/pets/other").json()["requestContext"]["apiId"] == other
    assert get(emulator, name, "/pets/1").status_code == 404


def test_path_without_mapping_is_403_b91(emulator: Emulator, name: str, api_id: str) -> None:
    map_to(emulator, name, api_id, "shop")
    response = get(emulator, name, "/pets/1")
    assert (response.status_code, response.text) == (403, '{"message":"Forbidden"}')


def test_works_with_default_endpoint_disabled_b13(emulator: Emulator, name: str) -> None:
    routes = {"ANY /pets/{id}": create_function(emulator, ECHO)}
    api_id = create_api(emulator, "HTTP", routes, DisableExecuteApiEndpoint=True)
    map_to(emulator, name, api_id)
    assert get(emulator, name, "/pets/1").status_code == 200
    assert requests.get(emulator.api_url(api_id) + "/pets/1", timeout=20).status_code == 404


def test_deleted_domain_is_nobodys(emulator: Emulator, name: str, api_id: str) -> None:
    map_to(emulator, name, api_id)
    client = emulator.client("apigatewayv2")
    (mapping,) = client.get_api_mappings(DomainName=name)["Items"]
    client.delete_api_mapping(DomainName=name, ApiMappingId=mapping["ApiMappingId"])
    client.delete_domain_name(DomainName=name)
    assert "requestContext" not in get(emulator, name, "/pets/1").text
