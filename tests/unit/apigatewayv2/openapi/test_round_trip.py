"""Whatever an HTTP API is made of: what is written of it reads as the same API (rows B92, B93)."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.apigatewayv2.apis import new_api
from emulator.apigatewayv2.authorizers import add_authorizer
from emulator.apigatewayv2.integrations import add_integration
from emulator.apigatewayv2.openapi.api_members import read_api_members
from emulator.apigatewayv2.openapi.document import parse, render
from emulator.apigatewayv2.openapi.findings import Findings
from emulator.apigatewayv2.openapi.read_api import fill_api
from emulator.apigatewayv2.openapi.write_api import describe_api
from emulator.apigatewayv2.routes import add_route
from emulator.apigatewayv2.store import Api

ACCOUNT, REGION = "000000000000", "eu-west-1"
FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:f"
INVOCATION = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"

# Text that YAML or JSON might read as something else is the interesting text.
texts = st.sampled_from(["a", "1.0", "200", "true", "null", "2020-01-01", "- a", "a: b", "ä {x} 'q' \"r\"", "x\ny"])
route_keys = ["$default", "ANY /", "GET /", "GET /a", "POST /a", "ANY /a/{id}", "GET /a/{id}", "PUT /b/c/{proxy+}"]

integrations = st.one_of(
    st.fixed_dictionaries(
        {
            "IntegrationType": st.just("AWS_PROXY"),
            "IntegrationUri": st.sampled_from([FUNCTION, INVOCATION]),
            "PayloadFormatVersion": st.sampled_from(["1.0", "2.0"]),
        },
        optional={"TimeoutInMillis": st.integers(50, 30000), "CredentialsArn": st.just("arn:aws:iam::1:role/r")},
    ),
    st.fixed_dictionaries(
        {
            "IntegrationType": st.just("HTTP_PROXY"),
            "IntegrationMethod": st.sampled_from(["ANY", "GET"]),
            "IntegrationUri": st.just("https://example.com/{id}?a=b"),
            "PayloadFormatVersion": st.just("1.0"),
        },
        optional={
            "RequestParameters": st.dictionaries(st.sampled_from(["append:header.a", "overwrite:path"]), texts),
            "ResponseParameters": st.dictionaries(
                st.sampled_from(["200", "404"]), st.dictionaries(st.just("append:header.a"), texts, min_size=1)
            ),
            "TlsConfig": st.just({"ServerNameToVerify": "example.com"}),
        },
    ),
    st.just(
        {
            "IntegrationType": "AWS_PROXY",
            "IntegrationSubtype": "SQS-SendMessage",
            "CredentialsArn": "arn:aws:iam::1:role/r",
            "PayloadFormatVersion": "1.0",
            "RequestParameters": {"QueueUrl": "$request.header.q", "MessageBody": "$request.body"},
        }
    ),
)
jwt = st.fixed_dictionaries(
    {
        "AuthorizerType": st.just("JWT"),
        "IdentitySource": st.just(["$request.header.Authorization"]),
        "JwtConfiguration": st.just({"Issuer": "https://issuer.example.com", "Audience": ["1", "b"]}),
    }
)
function = st.fixed_dictionaries(
    {
        "AuthorizerType": st.just("REQUEST"),
        "AuthorizerUri": st.just(INVOCATION),
        "AuthorizerPayloadFormatVersion": st.sampled_from(["1.0", "2.0"]),
        "IdentitySource": st.sampled_from([["$request.querystring.a"], ["$request.header.a", "$context.routeKey"]]),
    },
    optional={"AuthorizerResultTtlInSeconds": st.integers(0, 3600)},
)
api_members = st.fixed_dictionaries(
    {"Name": texts, "ProtocolType": st.just("HTTP"), "Version": texts},
    optional={
        "Description": texts,
        "DisableExecuteApiEndpoint": st.booleans(),
        "IpAddressType": st.sampled_from(["ipv4", "dualstack"]),
        "Tags": st.dictionaries(texts, texts),
        "CorsConfiguration": st.fixed_dictionaries(
            {"AllowOrigins": st.just(["https://a.example.com"])},
            optional={"MaxAge": st.integers(-1, 86400), "AllowCredentials": st.booleans()},
        ),
    },
)


# A route names its integration and authorizer by place in the lists; what is beyond their end is none.
routes = st.lists(
    st.fixed_dictionaries(
        {
            "key": st.sampled_from(route_keys),
            "integration": st.integers(0, 3),
            "authorizer": st.integers(0, 2),
            "signed": st.booleans(),
        },
        optional={"name": texts},
    ),
    unique_by=lambda route: str(route["key"]),
)


def build(
    members: dict[str, Any],
    integrations: list[dict[str, Any]],
    authorizers: list[dict[str, Any]],
    routes: list[dict[str, Any]],
) -> Api:
    """An HTTP API as the control plane makes it."""
    api = new_api(ACCOUNT, REGION, members)
    integration_ids = [add_integration(api, given)["IntegrationId"] for given in integrations]
    made = [add_authorizer(api, {"Name": f"a {number}", **given}) for number, given in enumerate(authorizers)]
    for route in routes:
        given: dict[str, Any] = {"RouteKey": route["key"]}
        if route["integration"] < len(integration_ids):
            given["Target"] = f"integrations/{integration_ids[route['integration']]}"
        if "name" in route:
            given["OperationName"] = route["name"]
        if route["authorizer"] < len(made):
            authorizer = made[route["authorizer"]]
            given["AuthorizerId"] = authorizer["AuthorizerId"]
            given["AuthorizationType"] = "CUSTOM"
            if authorizer["AuthorizerType"] == "JWT":
                given |= {"AuthorizationType": "JWT", "AuthorizationScopes": ["s"]}
        elif route["signed"]:
            given["AuthorizationType"] = "AWS_IAM"
        add_route(api, given)
    return api


def described(api: Api) -> dict[str, Any]:
    """All of an API but what is its own; names and contents in the place of ids."""

    def without_id(record: Any, name: str) -> dict[str, Any]:
        return {key: value for key, value in record.items() if key != name}

    routes = {}
    for route in api.routes.values():
        content: dict[str, Any] = without_id(route, "RouteId")
        if target := route.get("Target"):
            content["Target"] = without_id(api.integrations[target.removeprefix("integrations/")], "IntegrationId")
        if authorizer_id := route.get("AuthorizerId"):
            content["AuthorizerId"] = api.authorizers[authorizer_id]["Name"]
        routes[route["RouteKey"]] = content
    own = ("ApiId", "ApiEndpoint", "CreatedDate", "ImportInfo", "Warnings")
    return {
        "api": {key: value for key, value in api.record.items() if key not in own},
        "routes": routes,
        "integrations": sorted(
            json.dumps(without_id(record, "IntegrationId"), sort_keys=True) for record in api.integrations.values()
        ),
        "authorizers": sorted(
            json.dumps(without_id(record, "AuthorizerId"), sort_keys=True) for record in api.authorizers.values()
        ),
    }


@settings(deadline=None, max_examples=60)
@given(
    parts=st.tuples(
        api_members, st.lists(integrations, max_size=3), st.lists(st.one_of(jwt, function), max_size=2), routes
    ),
    output_type=st.sampled_from(["JSON", "YAML"]),
)
def test_what_is_written_reads_the_same_b92_b93(parts: Any, output_type: str) -> None:
    api = build(*parts)
    text = render(describe_api(api.freeze(), "", with_extensions=True), output_type).decode()
    document, findings = parse(text, account_id=ACCOUNT, region=REGION), Findings()
    again = new_api(ACCOUNT, REGION, read_api_members(document, findings))
    fill_api(again, document, "", findings)
    assert findings.errors == findings.info == []
    assert described(again) == described(api)
