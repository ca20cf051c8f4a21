"""Lambda authorizers of HTTP APIs (section B7)."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.support import (
    ECHO,
    ROLE,
    create_api,
    create_authorizer,
    create_function,
    http_get_event,
    recorded,
    update_route,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Emulator

TOKEN = "$request.header.Token"

# Writes its event down, and answers what the token asks for.
AUTHORIZER = """
import json, os, time
def policy(effect, resource, **more):
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    return {"principalId": "me", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}, **more}
CONTEXT = {"text": "a", "number": 1, "yes": True, "list": ["a"], "map": {"a": 1}}
def handler(event, context):
    with open(os.environ["EVENTS_FILE"], "a") as file:
        file.write(json.dumps(event) + "\\n")
    headers = {name.lower(): value for name, value in event["headers"].items()}
    arn = event.get("routeArn") or event["methodArn"]
    match headers.get("token", ""):
        case "yes": return {"isAuthorized": True, "context": CONTEXT}
        case "yes-plain": return {"isAuthorized": True}
        case "no": return {"isAuthorized": False, "context": CONTEXT}
        case "allow": return policy("Allow", arn, context=CONTEXT)
        case "allow-all": return policy("Allow", arn.split("/")[0] + "/*")
        case "allow-get": return policy("Allow", arn.split("/")[0] + "/*/GET/*")
        case "deny": return policy("Deny", arn)
        case "elsewhere": return policy("Allow", arn + "/more")
        case "unauthorized": raise Exception("Unauthorized")
        case "raise": raise Exception("something else")
        case "slow": time.sleep(15)
        case "text": return "yes"
        case "shapeless": return {"isAuthorized": "true"}
        case "no-policy": return {"principalId": "me"}
        case "bad-policy": return policy("Maybe", arn)
"""


@dataclass
class Guarded:
    """An API whose routes an authorizer guards, and what the authorizer was asked."""

    emulator: Emulator
    api_id: str
    events_file: Path

    def call(self, path: str, token: str | None = None, method: str = "GET", **headers: str) -> requests.Response:
        given = {"token": token} if token else {}
        return requests.request(method, self.emulator.api_url(self.api_id) + path, headers=given | headers, timeout=30)

    def status(self, path: str, token: str | None = None, **headers: str) -> int:
        return self.call(path, token, **headers).status_code

    def asked(self) -> list[dict[str, Any]]:
        return recorded(self.events_file)


class World:
    """Functions that several tests use."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.emulator = emulator
        self._folder = folder
        self._echo = create_function(emulator, ECHO)

    def guarded(
        self,
        *sources: str,
        routes: tuple[str, ...] = ("GET /a/{id}", "GET /b", "POST /a/{id}"),
        payload_format: str = "2.0",
        permitted: bool = True,
        credentials: bool = False,
        **members: Any,
    ) -> Guarded:
        """An API of its own; ``members`` are the authorizer's."""
        events_file = self._folder / uuid.uuid4().hex
        events_file.touch()
        function = create_function(
            self.emulator, AUTHORIZER, timeout=20, permitted=permitted, EVENTS_FILE=str(events_file)
        )
        api_id = create_api(
            self.emulator,
            "HTTP",
            dict.fromkeys(routes, self._echo),
            payload_format=payload_format,
            stage_variables={"colour": "green"},
        )
        version = {"AuthorizerPayloadFormatVersion": "2.0"}
        role = {"AuthorizerCredentialsArn": ROLE} if credentials else {}
        authorizer_id = create_authorizer(self.emulator, api_id, function, *sources, **version | role | members)
        for route_key in routes:
            update_route(self.emulator, api_id, route_key, AuthorizationType="CUSTOM", AuthorizerId=authorizer_id)
        self.authorizer_id, self.function = authorizer_id, function
        return Guarded(self.emulator, api_id, events_file)


@pytest.fixture(scope="module")
def world(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(emulator, tmp_path_factory.mktemp("authorizers"))


@pytest.fixture(scope="module")
def simple(world: World) -> Guarded:
    return world.guarded(EnableSimpleResponses=True)


@pytest.fixture(scope="module")
def policies(world: World) -> Guarded:
    return world.guarded()


def test_the_event_in_format_2_b66(world: World) -> None:
    api = world.guarded(TOKEN, "$request.querystring.q", EnableSimpleResponses=True, AuthorizerResultTtlInSeconds=0)
    response = api.call("/a/x%20y?q=1&q=2", "yes", Cookie="a=1; b=2")
    assert response.status_code == 200
    (event,) = api.asked()
    assert list(event) == [
        "version",
        "type",
        "routeArn",
        "identitySource",
        "routeKey",
        "rawPath",
        "rawQueryString",
        "cookies",
        "headers",
        "queryStringParameters",
        "requestContext",
        "pathParameters",
        "stageVariables",
    ]
    assert (event["version"], event["type"]) == ("2.0", "REQUEST")
    assert event["routeArn"] == f"arn:aws:execute-api:eu-west-1:000000000000:{api.api_id}/dev/GET/a/x%20y"
    assert event["identitySource"] == ["yes", "1,2"]
    assert event["cookies"] == ["a=1", "b=2"]
    assert event["pathParameters"] == {"id": "x y"}
    assert event["stageVariables"] == {"colour": "green"}
    backend = response.json()["requestContext"]
    assert event["requestContext"] == {name: value for name, value in backend.items() if name != "authorizer"}


def test_the_event_in_format_1_b67(world: World) -> None:
    api = world.guarded(
        TOKEN, "$request.querystring.q", AuthorizerPayloadFormatVersion="1.0", AuthorizerResultTtlInSeconds=0
    )
    assert api.call("/a/1?q=2", "allow").status_code == 200
    (event,) = api.asked()
    assert list(event) == [
        "version",
        "type",
        "methodArn",
        "identitySource",
        "authorizationToken",
        "resource",
        "path",
        "httpMethod",
        "headers",
        "queryStringParameters",
        "pathParameters",
        "stageVariables",
        "requestContext",
    ]
    assert event["methodArn"] == f"arn:aws:execute-api:eu-west-1:000000000000:{api.api_id}/dev/GET/a/1"
    assert event["identitySource"] == event["authorizationToken"] == "allow,2"
    assert (event["resource"], event["path"], event["httpMethod"]) == ("/a/{id}", "/dev/a/1", "GET")
    assert event["headers"]["Token"] == "allow"
    assert event["queryStringParameters"] == {"q": "2"}


def test_simple_answers_b68(simple: Guarded) -> None:
    assert simple.status("/b", "yes") == 200
    response = simple.call("/b", "no")
    assert (response.status_code, response.json()) == (403, {"message": "Forbidden"})
    assert "WWW-Authenticate" not in response.headers


def test_policies_are_held_against_the_route_b68(policies: Guarded) -> None:
    for token in ("allow", "allow-all", "allow-get"):
        assert policies.status("/a/1", token) == 200
    assert policies.call("/a/1", "allow-get", method="POST").status_code == 403
    for token in ("deny", "elsewhere"):
        response = policies.call("/a/1", token)
        assert (response.status_code, response.json()) == (403, {"message": "Forbidden"})


def test_missing_identity_source_is_401_without_a_call_b69(world: World) -> None:
    api = world.guarded(TOKEN, "$request.querystring.q", EnableSimpleResponses=True)
    for path, token in (("/b", "yes"), ("/b?q=", "yes"), ("/b?q=1", None)):
        response = api.call(path, token)
        assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})
    assert api.asked() == []
    assert api.status("/b?q=1", "yes") == 200


def test_broken_authorizers_are_500_b70(simple: Guarded, policies: Guarded) -> None:
    for api, token in (
        (simple, "raise"),
        (simple, "text"),
        (simple, "shapeless"),
        (simple, "allow"),
        (simple, "nothing"),
        (policies, "yes"),
        (policies, "no-policy"),
        (policies, "bad-policy"),
    ):
        response = api.call("/b", token)
        assert (response.status_code, response.json()) == (500, {"message": "Internal Server Error"}), token


def test_more_than_ten_seconds_is_500_b70(simple: Guarded) -> None:
    assert simple.status("/b", "slow") == 500


def test_unauthorized_is_401_b71(simple: Guarded, policies: Guarded) -> None:
    for api in (simple, policies):
        response = api.call("/b", "unauthorized")
        assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})


def test_the_function_needs_a_permission_for_the_authorizer_b70(world: World) -> None:
    api = world.guarded(EnableSimpleResponses=True, permitted=False)
    assert api.status("/b", "yes") == 500
    lambda_client = world.emulator.client("lambda")
    arn = f"arn:aws:execute-api:eu-west-1:000000000000:{api.api_id}"
    for number, (source_arn, status) in enumerate(
        ((f"{arn}/dev/GET/b", 500), (f"{arn}/authorizers/{world.authorizer_id}", 200))
    ):
        lambda_client.add_permission(
            FunctionName=world.function,
            StatementId=str(number),
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=source_arn,
        )
        assert api.status("/b", "yes") == status


def test_a_role_may_call_the_function_b70(world: World) -> None:
    api = world.guarded(EnableSimpleResponses=True, permitted=False, credentials=True)
    assert api.status("/b", "yes") == 200


def test_answers_are_kept_for_all_routes_b72(world: World) -> None:
    """One answer for each identity; a kept policy is held against each route anew."""
    api = world.guarded(TOKEN)
    assert [api.status("/a/1", "allow-get"), api.status("/b", "allow-get")] == [200, 200]
    assert api.call("/a/1", "allow-get", method="POST").status_code == 403
    assert len(api.asked()) == 1
    # A policy for one route alone does not become one for all.
    assert [api.status("/a/1", "allow"), api.status("/b", "allow")] == [200, 403]
    assert len(api.asked()) == 2


def test_answers_can_be_kept_for_each_route_b72(world: World) -> None:
    api = world.guarded(TOKEN, "$context.routeKey", EnableSimpleResponses=True)
    for _ in range(2):
        assert [api.status("/a/1", "yes"), api.status("/a/2", "yes"), api.status("/b", "yes")] == [200, 200, 200]
    assert [event["identitySource"] for event in api.asked()] == [["yes", "GET /a/{id}"], ["yes", "GET /b"]]


def test_identity_can_be_a_stage_variable_or_context_b72(world: World) -> None:
    sources = ("$stageVariables.colour", "$context.identity.sourceIp", "$context.stage")
    api = world.guarded(*sources, EnableSimpleResponses=True)
    assert api.status("/b", "yes") == 200
    assert api.asked()[0]["identitySource"] == ["green", "127.0.0.1", "dev"]


def test_nothing_is_kept_without_a_ttl_b72(world: World) -> None:
    for api in (
        world.guarded(TOKEN, EnableSimpleResponses=True, AuthorizerResultTtlInSeconds=0),
        world.guarded(EnableSimpleResponses=True),
    ):
        for _ in range(2):
            assert api.status("/b", "yes") == 200
        assert len(api.asked()) == 2


def test_a_no_is_kept_but_an_error_is_not_b72(world: World) -> None:
    api = world.guarded(TOKEN, EnableSimpleResponses=True)
    assert [api.status("/b", "no") for _ in range(2)] == [403, 403]
    assert len(api.asked()) == 1
    assert [api.status("/b", "raise") for _ in range(2)] == [500, 500]
    assert len(api.asked()) == 3


def test_the_cache_can_be_reset_b72(world: World) -> None:
    api = world.guarded(TOKEN, EnableSimpleResponses=True)
    assert api.status("/b", "yes") == 200
    world.emulator.client("apigatewayv2").reset_authorizers_cache(ApiId=api.api_id, StageName="dev")
    assert api.status("/b", "yes") == 200
    assert len(api.asked()) == 2


def test_context_in_payload_format_2_b73(simple: Guarded, policies: Guarded) -> None:
    context = {"text": "a", "number": 1, "yes": True, "list": ["a"], "map": {"a": 1}}
    for api, token in ((simple, "yes"), (policies, "allow")):
        event = http_get_event(api.emulator, api.api_id, "/b", headers={"token": token})
        assert event["requestContext"]["authorizer"] == {"lambda": context}
        assert list(event["requestContext"])[:4] == ["accountId", "apiId", "authorizer", "domainName"]
    event = http_get_event(simple.emulator, simple.api_id, "/b", headers={"token": "yes-plain"})
    assert event["requestContext"]["authorizer"] == {"lambda": None}


def test_context_in_payload_format_1_b73(world: World) -> None:
    api = world.guarded(payload_format="1.0")
    event = http_get_event(api.emulator, api.api_id, "/b", headers={"token": "allow"})
    assert event["requestContext"]["authorizer"] == {
        "principalId": "me",
        "text": "a",
        "number": "1",
        "yes": "true",
        "list": json.dumps(["a"]),
        "map": '{"a":1}',
    }
