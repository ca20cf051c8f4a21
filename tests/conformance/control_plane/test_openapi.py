"""ImportApi, ReimportApi and ExportApi (rows B92, B93, C01, C02)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests
import yaml

from tests.conformance.control_plane.conftest import FUNCTION_ARN, INVOCATION_ARN, error, without_metadata
from tests.support import ECHO, create_function

if TYPE_CHECKING:
    from tests.conftest import Emulator

LAMBDA = {
    "type": "aws_proxy",
    "httpMethod": "POST",
    "uri": "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:f",
    "payloadFormatVersion": "2.0",
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.1",
    "info": {"title": "pets", "version": "1.2", "description": "All about pets"},
    "tags": [{"name": "team", "x-amazon-apigateway-tag-value": "blue"}, {"name": "documentation only"}],
    "servers": [
        {
            "url": "https://example.com/{basePath}",
            "variables": {"basePath": {"default": "/a/b/c"}},
            "x-amazon-apigateway-endpoint-configuration": {"disableExecuteApiEndpoint": True},
        }
    ],
    "paths": {
        "/pets/{id}": {
            "get": {
                "operationId": "GetPet",
                "security": [{"token": ["read", "write"]}],
                "x-amazon-apigateway-integration": LAMBDA,
            },
            "x-amazon-apigateway-any-method": {
                "security": [{"function": []}],
                "x-amazon-apigateway-integration": {"$ref": "#/components/x-amazon-apigateway-integrations/website"},
            },
        },
        "/orders": {
            "post": {
                "x-amazon-apigateway-auth": {"type": "AWS_IAM"},
                "x-amazon-apigateway-integration": {"$ref": "#/components/x-amazon-apigateway-integrations/website"},
            },
            "get": {"security": [{"signed": []}], "x-amazon-apigateway-integration": LAMBDA},
        },
        "/$default": {
            "x-amazon-apigateway-any-method": {"isDefaultRoute": True, "x-amazon-apigateway-integration": LAMBDA}
        },
    },
    "components": {
        "securitySchemes": {
            "token": {
                "type": "openIdConnect",
                "openIdConnectUrl": "https://issuer.example.com/.well-known/openid-configuration",
                "x-amazon-apigateway-authorizer": {
                    "type": "jwt",
                    "jwtConfiguration": {"audience": ["pets"]},
                    "identitySource": "$request.header.Authorization",
                },
            },
            "function": {
                "type": "apiKey",
                "name": "X-Key",
                "in": "header",
                "x-amazon-apigateway-authorizer": {
                    "type": "request",
                    "identitySource": "$request.header.X-Key, $request.querystring.key",
                    "authorizerUri": INVOCATION_ARN,
                    "authorizerPayloadFormatVersion": "2.0",
                    "authorizerResultTtlInSeconds": 60,
                    "enableSimpleResponses": True,
                },
            },
            "signed": {
                "type": "apiKey",
                "name": "Authorization",
                "in": "header",
                "x-amazon-apigateway-authtype": "awsSigv4",
            },
        },
        "x-amazon-apigateway-integrations": {
            "website": {
                "type": "http_proxy",
                "httpMethod": "ANY",
                "uri": "https://example.com/{id}",
                "payloadFormatVersion": "1.0",
                "timeoutInMillis": 1000,
                "requestParameters": {"append:header.x-a": "$request.path.id"},
                "responseParameters": {"404": {"overwrite:statuscode": "200"}},
                "tlsConfig": {"serverNameToVerify": "example.com"},
            }
        },
    },
    "x-amazon-apigateway-cors": {"allowOrigins": ["https://a.example.com"], "allowMethods": ["GET"], "maxAge": 5},
    "x-amazon-apigateway-importexport-version": "1.0",
}


def one_route(**operation: Any) -> dict[str, Any]:
    """A small document with one operation."""
    return {"openapi": "3.0.1", "info": {"title": "one", "version": "1"}, "paths": {"/": {"get": operation}}}


def routes_of(apigatewayv2: Any, api_id: str) -> dict[str, dict[str, Any]]:
    return {route["RouteKey"]: route for route in apigatewayv2.get_routes(ApiId=api_id)["Items"]}


def describe(apigatewayv2: Any, api_id: str) -> dict[str, Any]:
    """All of an API that its document carries; names in the place of ids."""
    integrations = {
        integration.pop("IntegrationId"): integration
        for integration in apigatewayv2.get_integrations(ApiId=api_id)["Items"]
    }
    authorizers = {
        authorizer.pop("AuthorizerId"): authorizer for authorizer in apigatewayv2.get_authorizers(ApiId=api_id)["Items"]
    }
    routes = {}
    for key, route in routes_of(apigatewayv2, api_id).items():
        del route["RouteId"]
        if "Target" in route:
            route["Target"] = integrations[route["Target"].removeprefix("integrations/")]
        if "AuthorizerId" in route:
            route["AuthorizerId"] = authorizers[route["AuthorizerId"]]["Name"]
        routes[key] = route
    api = without_metadata(apigatewayv2.get_api(ApiId=api_id))
    own = ("ApiId", "ApiEndpoint", "CreatedDate")
    return {
        "api": {name: value for name, value in api.items() if name not in own},
        "routes": routes,
        "integrations": sorted(integrations.values(), key=json.dumps),
        "authorizers": sorted(authorizers.values(), key=json.dumps),
    }


@pytest.fixture
def pets(apigatewayv2: Any) -> str:
    """The id of the imported API."""
    api_id: str = apigatewayv2.import_api(Body=json.dumps(DOCUMENT))["ApiId"]
    return api_id


@pytest.mark.parametrize("write", [json.dumps, yaml.safe_dump])
def test_import_b92(apigatewayv2: Any, write: Any) -> None:
    api = apigatewayv2.import_api(Body=write(DOCUMENT))
    assert api["ResponseMetadata"]["HTTPStatusCode"] == 201
    assert (api["Name"], api["Version"], api["Description"]) == ("pets", "1.2", "All about pets")
    assert (api["ProtocolType"], api["Tags"], api["DisableExecuteApiEndpoint"]) == ("HTTP", {"team": "blue"}, True)
    assert api["CorsConfiguration"] == {
        "AllowOrigins": ["https://a.example.com"],
        "AllowMethods": ["GET"],
        "MaxAge": 5,
    }
    assert {"ImportInfo", "Warnings"}.isdisjoint(api)
    assert apigatewayv2.get_stages(ApiId=api["ApiId"])["Items"] == []


def test_imported_routes_b92(apigatewayv2: Any, pets: str) -> None:
    routes = routes_of(apigatewayv2, pets)
    assert sorted(routes) == ["$default", "ANY /pets/{id}", "GET /orders", "GET /pets/{id}", "POST /orders"]
    authorizers = {a["Name"]: a for a in apigatewayv2.get_authorizers(ApiId=pets)["Items"]}
    token = authorizers["token"]
    assert token["JwtConfiguration"] == {"Audience": ["pets"], "Issuer": "https://issuer.example.com"}
    assert authorizers["function"]["IdentitySource"] == ["$request.header.X-Key", "$request.querystring.key"]
    get = routes["GET /pets/{id}"]
    assert (get["AuthorizationType"], get["AuthorizerId"]) == ("JWT", token["AuthorizerId"])
    assert (get["AuthorizationScopes"], get["OperationName"]) == (["read", "write"], "GetPet")
    assert routes["ANY /pets/{id}"]["AuthorizerId"] == authorizers["function"]["AuthorizerId"]
    assert [routes[key]["AuthorizationType"] for key in ("POST /orders", "GET /orders", "$default")] == [
        "AWS_IAM",
        "AWS_IAM",
        "NONE",
    ]


def test_imported_integrations_b92(apigatewayv2: Any, pets: str) -> None:
    """Those of the collection are shared; AWS's variables are filled in."""
    routes = routes_of(apigatewayv2, pets)
    assert routes["ANY /pets/{id}"]["Target"] == routes["POST /orders"]["Target"]
    integrations = {i["IntegrationId"]: i for i in apigatewayv2.get_integrations(ApiId=pets)["Items"]}
    assert len(integrations) == 4
    website = integrations[routes["POST /orders"]["Target"].removeprefix("integrations/")]
    assert website == {
        "ConnectionType": "INTERNET",
        "IntegrationId": website["IntegrationId"],
        "IntegrationMethod": "ANY",
        "IntegrationType": "HTTP_PROXY",
        "IntegrationUri": "https://example.com/{id}",
        "PayloadFormatVersion": "1.0",
        "RequestParameters": {"append:header.x-a": "$request.path.id"},
        "ResponseParameters": {"404": {"overwrite:statuscode": "200"}},
        "TimeoutInMillis": 1000,
        "TlsConfig": {"ServerNameToVerify": "example.com"},
    }
    function = integrations[routes["GET /orders"]["Target"].removeprefix("integrations/")]
    assert function["IntegrationUri"] == FUNCTION_ARN


@pytest.mark.parametrize("output_type", ["JSON", "YAML"])
def test_import_of_an_export_is_equal_b92_b93(apigatewayv2: Any, pets: str, output_type: str) -> None:
    text = apigatewayv2.export_api(ApiId=pets, Specification="OAS30", OutputType=output_type)["body"].read()
    again = apigatewayv2.import_api(Body=text.decode(), FailOnWarnings=True)["ApiId"]
    assert describe(apigatewayv2, again) == describe(apigatewayv2, pets)
    second = apigatewayv2.export_api(ApiId=again, Specification="OAS30", OutputType=output_type)["body"].read()
    assert second.decode().replace(again, pets) == text.decode()


def test_export_b93(apigatewayv2: Any, pets: str) -> None:
    """Laid out as AWS does."""
    text = apigatewayv2.export_api(ApiId=pets, Specification="OAS30", OutputType="JSON")["body"].read()
    document = json.loads(text)
    assert list(document) == [
        "openapi",
        "info",
        "servers",
        "tags",
        "paths",
        "components",
        "x-amazon-apigateway-cors",
        "x-amazon-apigateway-importexport-version",
    ]
    assert document["openapi"] == "3.0.1"
    pet = document["paths"]["/pets/{id}"]
    assert pet["get"] == {
        "operationId": "GetPet",
        "responses": {"default": {"description": "Default response for GET /pets/{id}"}},
        "security": [{"token": ["read", "write"]}],
        "x-amazon-apigateway-integration": {
            "payloadFormatVersion": "2.0",
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": FUNCTION_ARN,
            "connectionType": "INTERNET",
            "timeoutInMillis": 30000,
        },
    }
    assert pet["parameters"] == [
        {
            "name": "id",
            "in": "path",
            "description": "Generated path parameter for id",
            "required": True,
            "schema": {"type": "string"},
        }
    ]
    assert document["paths"]["/$default"]["x-amazon-apigateway-any-method"]["isDefaultRoute"] is True
    assert document["servers"][0]["url"].endswith("/{basePath}")


def test_export_without_extensions_b93(apigatewayv2: Any, pets: str) -> None:
    answer = apigatewayv2.export_api(
        ApiId=pets, Specification="OAS30", OutputType="JSON", IncludeExtensions=False, ExportVersion="1.0"
    )
    text = answer["body"].read().decode()
    assert "x-amazon-apigateway-integration" not in text
    document = json.loads(text)
    assert {name for name in document if name.startswith("x-")} == set()
    assert document["paths"]["/pets/{id}"]["get"]["security"] == [{"token": ["read", "write"]}]


def test_export_of_a_stage_b93(apigatewayv2: Any, pets: str) -> None:
    """What the stage serves, not what was changed since."""

    def paths(**stage: str) -> set[str]:
        answer = apigatewayv2.export_api(ApiId=pets, Specification="OAS30", OutputType="JSON", **stage)
        return set(json.loads(answer["body"].read())["paths"])

    apigatewayv2.create_stage(ApiId=pets, StageName="dev")
    arguments = {"ApiId": pets, "Specification": "OAS30", "OutputType": "JSON"}
    assert error(apigatewayv2.export_api, **arguments, StageName="dev")[0] == 400
    apigatewayv2.create_deployment(ApiId=pets, StageName="dev")
    apigatewayv2.create_route(ApiId=pets, RouteKey="GET /later")
    assert "/later" in paths()
    assert "/later" not in paths(StageName="dev")
    assert error(apigatewayv2.export_api, **arguments, StageName="no")[:2] == (404, "NotFoundException")


@pytest.mark.parametrize("changes", [{"Specification": "OAS31"}, {"OutputType": "XML"}, {"ExportVersion": "2.0"}])
def test_bad_exports_b93(apigatewayv2: Any, pets: str, changes: dict[str, str]) -> None:
    arguments = {"ApiId": pets, "Specification": "OAS30", "OutputType": "JSON", **changes}
    assert error(apigatewayv2.export_api, **arguments)[:2] == (400, "BadRequestException")


def test_websocket_apis_have_no_document_b92_b93(apigatewayv2: Any, websocket_api: str) -> None:
    arguments = {"ApiId": websocket_api, "Specification": "OAS30", "OutputType": "JSON"}
    assert error(apigatewayv2.export_api, **arguments)[0] == 400
    assert error(apigatewayv2.reimport_api, ApiId=websocket_api, Body=json.dumps(DOCUMENT))[0] == 400


@pytest.mark.parametrize(
    ("mode", "path"), [(None, "/orders"), ("ignore", "/orders"), ("prepend", "/a/b/c/orders"), ("split", "/b/c/orders")]
)
def test_base_path_b92(apigatewayv2: Any, mode: str | None, path: str) -> None:
    arguments = {"Basepath": mode} if mode else {}
    api_id = apigatewayv2.import_api(Body=json.dumps(DOCUMENT), **arguments)["ApiId"]
    assert f"POST {path}" in routes_of(apigatewayv2, api_id)


def test_bad_base_path_b92(apigatewayv2: Any) -> None:
    assert error(apigatewayv2.import_api, Body=json.dumps(DOCUMENT), Basepath="append")[0] == 400


@pytest.mark.parametrize(
    "body",
    [
        "no document",
        "{",
        "- a\n- b",
        "a: [",
        json.dumps({"swagger": "2.0", "info": {"title": "a"}, "paths": {}}),
        json.dumps({"openapi": "3.0.1", "info": {}, "paths": {}}),
        json.dumps({"openapi": "3.0.1", "info": {"title": "a"}, "paths": []}),
        json.dumps({"openapi": "3.0.1", "info": {"title": "a"}, "paths": {"/": {"get": []}}}),
        json.dumps({"openapi": "3.0.1", "info": {"title": "a"}, "paths": {"no slash": {"get": {}}}}),
        json.dumps(one_route(**{"x-amazon-apigateway-integration": {**LAMBDA, "timeoutInMillis": "soon"}})),
        json.dumps(one_route(**{"x-amazon-apigateway-integration": {**LAMBDA, "timeoutInMillis": 30001}})),
        json.dumps(one_route(**{"x-amazon-apigateway-integration": {**LAMBDA, "uri": "nowhere"}})),
        json.dumps({**one_route(), "components": {"securitySchemes": {
            "a": {"type": "oauth2", "x-amazon-apigateway-authorizer": {"type": "jwt"}}
        }}}),
        "[" * 100_000,
    ],
)  # fmt: skip
def test_bad_documents_b92(apigatewayv2: Any, body: str) -> None:
    before = {api["ApiId"] for api in apigatewayv2.get_apis()["Items"] if api["Name"] in ("a", "one")}
    assert error(apigatewayv2.import_api, Body=body)[:2] == (400, "BadRequestException")
    assert {api["ApiId"] for api in apigatewayv2.get_apis()["Items"] if api["Name"] in ("a", "one")} == before


def test_what_http_apis_do_not_have_is_info_b92(apigatewayv2: Any) -> None:
    document = one_route(requestBody={}, **{"x-amazon-apigateway-integration": {**LAMBDA, "cacheKeyParameters": []}})
    document["components"] = {"schemas": {"A": {"type": "object"}}}
    document["x-amazon-apigateway-api-key-source"] = "HEADER"
    api = apigatewayv2.import_api(Body=json.dumps(document), FailOnWarnings=True)
    for part in ("requestBody", "schemas", "x-amazon-apigateway-api-key-source", "cacheKeyParameters"):
        assert any(part in info for info in api["ImportInfo"]), part


@pytest.mark.parametrize(
    "document",
    [
        one_route(**{"x-amazon-apigateway-integration": {"type": "mock"}}),
        one_route(),
        one_route(security=[{"nobody": []}], **{"x-amazon-apigateway-integration": LAMBDA}),
        {**one_route(**{"x-amazon-apigateway-integration": LAMBDA}), "x-amazon-apigateway-cors": "*"},
    ],
)
def test_fail_on_warnings_b92(apigatewayv2: Any, document: dict[str, Any]) -> None:
    api = apigatewayv2.import_api(Body=json.dumps(document))
    (warning,) = api["Warnings"]
    assert apigatewayv2.get_api(ApiId=api["ApiId"])["Warnings"] == [warning]
    status, code, message = error(apigatewayv2.import_api, Body=json.dumps(document), FailOnWarnings=True)
    assert (status, code) == (400, "BadRequestException")
    assert message == f"Warnings found during import:\n\t{warning}"


def test_reimport_b92(apigatewayv2: Any, emulator: Emulator) -> None:
    """The document takes the place of what was there; id and stages stay, and autoDeploy deploys."""
    custom_id = "reimported"
    api_id = apigatewayv2.create_api(
        Name="before",
        ProtocolType="HTTP",
        Description="d",
        CorsConfiguration={"AllowOrigins": ["*"]},
        Tags={"_custom_id_": custom_id, "old": "1"},
        Target=create_function(emulator, ECHO),
    )["ApiId"]
    created = apigatewayv2.get_api(ApiId=api_id)["CreatedDate"]
    integration = {**LAMBDA, "uri": create_function(emulator, ECHO)}
    document = one_route(**{"x-amazon-apigateway-integration": integration})
    answer = apigatewayv2.reimport_api(ApiId=api_id, Body=json.dumps(document))
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 201
    api = apigatewayv2.get_api(ApiId=api_id)
    assert (api["ApiId"], api["Name"], api["CreatedDate"]) == (custom_id, "one", created)
    assert api["Tags"] == {"_custom_id_": custom_id}
    assert {"CorsConfiguration", "Description"}.isdisjoint(api)
    assert list(routes_of(apigatewayv2, api_id)) == ["GET /"]
    assert len(apigatewayv2.get_integrations(ApiId=api_id)["Items"]) == 1
    base = emulator.api_url(api_id, stage="")
    assert requests.get(base, timeout=10).status_code == 200
    assert requests.get(f"{base}other", timeout=10).status_code == 404
    apigatewayv2.delete_api(ApiId=api_id)


def test_a_failed_reimport_changes_nothing_b92(apigatewayv2: Any, pets: str) -> None:
    before = describe(apigatewayv2, pets)
    for document in (one_route(**{"x-amazon-apigateway-integration": {**LAMBDA, "uri": "x"}}), one_route()):
        assert error(apigatewayv2.reimport_api, ApiId=pets, Body=json.dumps(document), FailOnWarnings=True)[0] == 400
    assert describe(apigatewayv2, pets) == before
    assert error(apigatewayv2.reimport_api, ApiId="nosuchapi0", Body="{}")[:2] == (404, "NotFoundException")
