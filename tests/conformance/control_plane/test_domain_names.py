"""Custom domain names and API mappings (rows B91, B94, C01, C07, C29, C35, C47, C54)."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance.control_plane.conftest import error, without_metadata

if TYPE_CHECKING:
    from tests.conftest import Emulator

CERTIFICATE = {"CertificateArn": "arn:aws:acm:eu-west-1:000000000000:certificate/c"}


def new_name() -> str:
    """A domain name that no other test has: they are unique across accounts and regions."""
    return f"{uuid.uuid4().hex[:12]}.example.com"


@pytest.fixture
def domain(apigatewayv2: Any) -> str:
    """The name of a new custom domain."""
    name = new_name()
    apigatewayv2.create_domain_name(DomainName=name, DomainNameConfigurations=[CERTIFICATE])
    return name


@pytest.fixture
def stage(apigatewayv2: Any, http_api: str) -> dict[str, str]:
    """The id of an HTTP API, and its stage."""
    apigatewayv2.create_stage(ApiId=http_api, StageName="dev")
    return {"ApiId": http_api, "Stage": "dev"}


def test_record(apigatewayv2: Any, emulator: Emulator) -> None:
    name = new_name()
    record = without_metadata(
        apigatewayv2.create_domain_name(
            DomainName=name.upper(), DomainNameConfigurations=[CERTIFICATE], Tags={"a": "1"}
        )
    )
    (configuration,) = record["DomainNameConfigurations"]
    endpoint = configuration["ApiGatewayDomainName"]
    assert re.fullmatch(r"d-[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com", endpoint)
    assert re.fullmatch(r"Z[A-Z0-9]+", configuration["HostedZoneId"])
    assert record == {
        "ApiMappingSelectionExpression": "$request.basepath",
        "DomainName": name,
        "DomainNameArn": f"arn:aws:apigateway:eu-west-1::/domainnames/{name}",
        "DomainNameConfigurations": [
            {
                "ApiGatewayDomainName": endpoint,
                "DomainNameStatus": "AVAILABLE",
                "EndpointType": "REGIONAL",
                "HostedZoneId": configuration["HostedZoneId"],
                "IpAddressType": "ipv4",
                "SecurityPolicy": "TLS_1_2",
                **CERTIFICATE,
            }
        ],
        "RoutingMode": "API_MAPPING_ONLY",
        "Tags": {"a": "1"},
    }
    assert without_metadata(apigatewayv2.get_domain_name(DomainName=name)) == record
    assert record in apigatewayv2.get_domain_names()["Items"]
    elsewhere = emulator.client("apigatewayv2", region_name="us-east-1")
    assert name not in [item["DomainName"] for item in elsewhere.get_domain_names()["Items"]]


def test_names_are_unique_c54(apigatewayv2: Any, domain: str, emulator: Emulator) -> None:
    elsewhere = emulator.client("apigatewayv2", aws_access_key_id="111111111111")
    for client in (apigatewayv2, elsewhere):
        assert error(client.create_domain_name, DomainName=domain, DomainNameConfigurations=[CERTIFICATE]) == (
            409,
            "ConflictException",
            "The domain name you provided already exists",
        )


@pytest.mark.parametrize(
    "configurations",
    [
        [],
        [CERTIFICATE, CERTIFICATE],
        [{}],
        [{**CERTIFICATE, "EndpointType": "EDGE"}],
        [{**CERTIFICATE, "SecurityPolicy": "TLS_1_0"}],
    ],
)
def test_one_regional_configuration(apigatewayv2: Any, configurations: list[dict[str, str]]) -> None:
    arguments = {"DomainName": new_name(), "DomainNameConfigurations": configurations}
    assert error(apigatewayv2.create_domain_name, **arguments)[:2] == (400, "BadRequestException")


def test_update_and_delete_c35(apigatewayv2: Any, domain: str) -> None:
    before = apigatewayv2.get_domain_name(DomainName=domain)["DomainNameConfigurations"][0]
    other = {"CertificateArn": "arn:aws:acm:eu-west-1:000000000000:certificate/other"}
    updated = apigatewayv2.update_domain_name(DomainName=domain, DomainNameConfigurations=[other])
    assert updated["DomainNameConfigurations"] == [{**before, **other}]
    apigatewayv2.delete_domain_name(DomainName=domain)
    for call in (apigatewayv2.get_domain_name, apigatewayv2.get_api_mappings, apigatewayv2.delete_domain_name):
        assert error(call, DomainName=domain) == (
            404,
            "NotFoundException",
            "Invalid domain name identifier specified",
        )


def test_wildcard_names(apigatewayv2: Any) -> None:
    name = f"*.{new_name()}"
    apigatewayv2.create_domain_name(DomainName=name, DomainNameConfigurations=[CERTIFICATE])
    assert apigatewayv2.get_domain_name(DomainName=name)["DomainName"] == name
    for bad in ("a.*.example.com", "*", "nodots", "-a.example.com", "a..example.com", "a_b.example.com"):
        arguments = {"DomainName": bad, "DomainNameConfigurations": [CERTIFICATE]}
        assert error(apigatewayv2.create_domain_name, **arguments)[0] == 400


def test_tags_c29(apigatewayv2: Any, domain: str) -> None:
    arn = f"arn:aws:apigateway:eu-west-1::/domainnames/{domain}"
    apigatewayv2.tag_resource(ResourceArn=arn, Tags={"a": "1", "b": "2"})
    apigatewayv2.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert apigatewayv2.get_tags(ResourceArn=arn)["Tags"] == {"b": "2"}


def test_mapping_create_get_update_delete_c07_c35(apigatewayv2: Any, domain: str, stage: dict[str, str]) -> None:
    made = without_metadata(apigatewayv2.create_api_mapping(DomainName=domain, **stage))
    assert re.fullmatch(r"[a-z0-9]{6}", made["ApiMappingId"])
    assert made == {"ApiMappingId": made["ApiMappingId"], "ApiMappingKey": "", **stage}
    one = {"DomainName": domain, "ApiMappingId": made["ApiMappingId"]}
    assert without_metadata(apigatewayv2.get_api_mapping(**one)) == made
    updated = apigatewayv2.update_api_mapping(**one, ApiId=stage["ApiId"], ApiMappingKey="orders/v1")
    assert (updated["ApiMappingKey"], updated["Stage"]) == ("orders/v1", "dev")
    assert apigatewayv2.get_api_mappings(DomainName=domain)["Items"] == [without_metadata(updated)]
    apigatewayv2.delete_api_mapping(**one)
    assert error(apigatewayv2.get_api_mapping, **one)[:2] == (404, "NotFoundException")


def test_mapping_keys_b91(apigatewayv2: Any, domain: str, stage: dict[str, str]) -> None:
    for key in ("orders", "orders/v1/items", "$-_.+!*'()", "a" * 300):
        assert apigatewayv2.create_api_mapping(DomainName=domain, **stage, ApiMappingKey=key)["ApiMappingKey"] == key
    assert error(apigatewayv2.create_api_mapping, DomainName=domain, **stage, ApiMappingKey="orders") == (
        409,
        "ConflictException",
        "ApiMapping key already exists for this domain name",
    )
    for key in ("/", "/orders", "orders/", "a//b", "a b", "{a}", "b" * 301):
        assert error(apigatewayv2.create_api_mapping, DomainName=domain, **stage, ApiMappingKey=key)[:2] == (
            400,
            "BadRequestException",
        )


def test_mappings_are_to_stages_that_exist_b91(apigatewayv2: Any, domain: str, stage: dict[str, str]) -> None:
    assert error(apigatewayv2.create_api_mapping, DomainName=domain, ApiId=stage["ApiId"], Stage="no") == (
        400,
        "BadRequestException",
        "Invalid stage identifier specified",
    )
    assert error(apigatewayv2.create_api_mapping, DomainName=domain, ApiId="nosuchapi0", Stage="dev")[0] == 400


def test_http_and_websocket_apis_share_no_domain_b91(
    apigatewayv2: Any, domain: str, stage: dict[str, str], websocket_api: str
) -> None:
    apigatewayv2.create_api_mapping(DomainName=domain, **stage)
    apigatewayv2.create_stage(ApiId=websocket_api, StageName="dev")
    arguments = {"DomainName": domain, "ApiId": websocket_api, "Stage": "dev", "ApiMappingKey": "ws"}
    assert error(apigatewayv2.create_api_mapping, **arguments)[:2] == (400, "BadRequestException")


def test_what_is_mapped_cannot_be_deleted_c47(apigatewayv2: Any, domain: str, http_api: str) -> None:
    apigatewayv2.create_stage(ApiId=http_api, StageName="$default")
    mapping_id = apigatewayv2.create_api_mapping(DomainName=domain, ApiId=http_api, Stage="$default")["ApiMappingId"]
    assert error(apigatewayv2.delete_stage, ApiId=http_api, StageName="$default") == (
        400,
        "BadRequestException",
        "Deleting stage $default failed. Please remove all base path mappings related to the stage in your domains: "
        f"{domain}",
    )
    assert error(apigatewayv2.delete_api, ApiId=http_api)[:2] == (400, "BadRequestException")
    apigatewayv2.delete_api_mapping(DomainName=domain, ApiMappingId=mapping_id)
    apigatewayv2.delete_stage(ApiId=http_api, StageName="$default")


def test_mapping_answers_200_c01(emulator: Emulator, domain: str, stage: dict[str, str]) -> None:
    """As AWS does, whatever its model says."""
    made = emulator.client("apigatewayv2").create_api_mapping(DomainName=domain, **stage)
    assert made["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_quota_b94(emulator: Emulator) -> None:
    client = emulator.client("apigatewayv2", region_name="ap-south-1")
    for _ in range(120):
        client.create_domain_name(DomainName=new_name(), DomainNameConfigurations=[CERTIFICATE])
    assert error(client.create_domain_name, DomainName=new_name(), DomainNameConfigurations=[CERTIFICATE])[0] == 400


@pytest.mark.parametrize(
    "more",
    [{"RoutingMode": "ROUTING_RULE_ONLY"}, {"MutualTlsAuthentication": {"TruststoreUri": "s3://bucket/key"}}],
)
def test_what_petri_does_not_have_is_refused(apigatewayv2: Any, more: dict[str, Any]) -> None:
    """Rather than accepted and not done."""
    arguments = {"DomainName": new_name(), "DomainNameConfigurations": [CERTIFICATE], **more}
    status, _, message = error(apigatewayv2.create_domain_name, **arguments)
    assert (status, message.startswith("Petri ")) == (400, True)
