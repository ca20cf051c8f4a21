"""Authorization of $connect: Lambda authorizers, signatures, API keys (section A5 and its addenda)."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import websocket
from botocore.credentials import Credentials

from tests.support import (
    RECORDER,
    create_api,
    create_authorizer,
    create_function,
    eventually,
    presign,
    recorded,
    sign,
    update_route,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Emulator

# Writes its event down as RECORDER does, and answers what the query asks for.
AUTHORIZER = """
import json, os
def handler(event, context):
    with open(os.environ["EVENTS_FILE"], "a") as file:
        file.write(json.dumps(event) + "\\n")
    def policy(effect="Allow", resource=event["methodArn"], **more):
        statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
        return {"principalId": "me", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}, **more}
    match event["queryStringParameters"].get("want"):
        case "allow": return policy(context={"text": "a", "number": 1, "yes": True, "half": 0.5})
        case "plain": return policy()
        case "key": return policy(usageIdentifierKey=event["queryStringParameters"]["key"])
        case "deny": return policy("Deny")
        case "elsewhere": return policy(resource=event["methodArn"].replace("$connect", "*/*"))
        case "unauthorized": raise Exception("Unauthorized")
        case "raise": raise Exception("something else")
        case "nested": return policy(context={"map": {"a": 1}})
        case "long": return policy(context={"text": "a" * 8192})
        case "anonymous": return {name: value for name, value in policy().items() if name != "principalId"}
        case "simple": return {"isAuthorized": True}
"""

EVERYWHERE = ("$connect", "$disconnect", "$default")


@dataclass
class Guarded:
    """An API whose $connect is guarded, what its functions and its authorizer have seen."""

    emulator: Emulator
    api_id: str
    events_file: Path
    asked_file: Path

    @property
    def url(self) -> str:
        return self.emulator.api_url(self.api_id, scheme="ws")

    def refused(self, query: str = "", url: str | None = None, **options: Any) -> tuple[int, dict[str, str], str]:
        """Status, body and error type of an upgrade that is refused."""
        with pytest.raises(websocket.WebSocketBadStatusException) as failure:
            websocket.create_connection(url or f"{self.url}?{query}", timeout=20, **options)
        error = failure.value
        assert error.resp_headers is not None
        assert error.resp_body is not None
        return error.status_code, json.loads(error.resp_body), error.resp_headers.get("x-amzn-errortype", "")

    def events(self, connection_id: str | None = None) -> list[dict[str, Any]]:
        """The events of all routes, or of one connection."""
        events = recorded(self.events_file)
        return [e for e in events if connection_id in (None, e["requestContext"]["connectionId"])]

    def asked(self) -> list[dict[str, Any]]:
        return recorded(self.asked_file)


class World:
    """APIs on demand."""

    def __init__(self, emulator: Emulator, folder: Path) -> None:
        self.emulator = emulator
        self._folder = folder

    def guarded(self, *sources: str, permitted: bool = True, lambda_: bool = True, **members: Any) -> Guarded:
        """An API of its own; ``members`` are the API's."""
        events_file, asked_file = self._folder / uuid.uuid4().hex, self._folder / uuid.uuid4().hex
        recorder = create_function(self.emulator, RECORDER, EVENTS_FILE=str(events_file))
        variables = {"colour": "green"}
        routes = dict.fromkeys(EVERYWHERE, recorder)
        api_id = create_api(self.emulator, "WEBSOCKET", routes, stage_variables=variables, **members)
        if lambda_:
            function = create_function(self.emulator, AUTHORIZER, permitted=permitted, EVENTS_FILE=str(asked_file))
            authorizer_id = create_authorizer(self.emulator, api_id, function, *sources)
            update_route(self.emulator, api_id, "$connect", AuthorizationType="CUSTOM", AuthorizerId=authorizer_id)
        return Guarded(self.emulator, api_id, events_file, asked_file)


@pytest.fixture(scope="module")
def world(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(emulator, tmp_path_factory.mktemp("authorizers"))


@pytest.fixture(scope="module")
def guarded(world: World) -> Guarded:
    return world.guarded("route.request.querystring.want")


def test_the_authorizers_event_a28_a76_a113_a114(
    guarded: Guarded, open_socket: Callable[..., websocket.WebSocket]
) -> None:
    probe = uuid.uuid4().hex
    open_socket(f"{guarded.url}?want=plain&probe={probe}", header={"X-Own": "1", "User-Agent": "me"})
    (event,) = [e for e in guarded.asked() if e["queryStringParameters"].get("probe") == probe]
    assert list(event) == [
        "type",
        "methodArn",
        "headers",
        "multiValueHeaders",
        "queryStringParameters",
        "multiValueQueryStringParameters",
        "stageVariables",
        "requestContext",
    ]
    assert event["type"] == "REQUEST"
    assert event["methodArn"] == f"arn:aws:execute-api:eu-west-1:000000000000:{guarded.api_id}/dev/$connect"
    headers = event["headers"]
    assert (headers["Connection"], headers["Upgrade"], headers["content-length"]) == ("upgrade", "websocket", "0")
    assert (headers["X-Own"], headers["X-Forwarded-Proto"]) == ("1", "https")
    assert event["multiValueHeaders"]["Upgrade"] == ["websocket"]
    assert event["multiValueQueryStringParameters"] == {"want": ["plain"], "probe": [probe]}
    assert event["stageVariables"] == {"colour": "green"}
    context = event["requestContext"]
    assert (context["routeKey"], context["eventType"], context["stage"]) == ("$connect", "CONNECT", "dev")
    assert "authorizer" not in context
    (connected,) = guarded.events(context["connectionId"])
    assert {"Connection", "Upgrade", "content-length"}.isdisjoint(connected["headers"])
    assert connected["requestContext"]["connectedAt"] == context["connectedAt"]


def test_what_it_says_is_in_every_event_a41_a112_a116(guarded: Guarded) -> None:
    """As strings, for the whole life of the connection, though the authorizer is asked once."""
    asked_before = len(guarded.asked())
    client = websocket.create_connection(f"{guarded.url}?want=allow&probe=life", timeout=20)
    client.send("hello")
    (connection_id,) = {
        e["requestContext"]["connectionId"]
        for e in guarded.events()
        if e.get("queryStringParameters", {}).get("probe") == "life"
    }
    eventually(lambda: len(guarded.events(connection_id)) == 2)
    client.close()
    eventually(lambda: len(guarded.events(connection_id)) == 3)
    contexts = {e["requestContext"]["eventType"]: e["requestContext"] for e in guarded.events(connection_id)}
    said = {"principalId": "me", "text": "a", "number": "1", "yes": "true", "half": "0.5"}
    latency = contexts["CONNECT"]["authorizer"].pop("integrationLatency")
    assert isinstance(latency, int)
    assert latency >= 0
    for event_type in ("CONNECT", "MESSAGE", "DISCONNECT"):
        assert contexts[event_type]["authorizer"] == said
        assert list(contexts[event_type])[:2] == ["routeKey", "authorizer"]
    assert len(guarded.asked()) == asked_before + 1


def test_without_context_there_is_the_principal_a41(
    guarded: Guarded, open_socket: Callable[..., websocket.WebSocket]
) -> None:
    open_socket(f"{guarded.url}?want=plain&probe=plain")
    (event,) = [e for e in guarded.events() if e.get("queryStringParameters", {}).get("probe") == "plain"]
    assert list(event["requestContext"]["authorizer"]) == ["principalId", "integrationLatency"]


def test_a_missing_identity_source_is_401_without_a_call_a13_a75(guarded: Guarded) -> None:
    asked_before = len(guarded.asked())
    for query in ("", "want=", "other=1"):
        status, body, error_type = guarded.refused(query)
        assert (status, body["message"], error_type) == (401, "Unauthorized", "UnauthorizedException")
    assert len(guarded.asked()) == asked_before


def test_identity_sources_a75(world: World, open_socket: Callable[..., websocket.WebSocket]) -> None:
    guarded = world.guarded("route.request.header.X-Token", "context.identity.sourceIp", "stageVariables.colour")
    assert guarded.refused("want=plain")[0] == 401
    open_socket(f"{guarded.url}?want=plain", header={"x-token": "1"})
    missing = world.guarded("stageVariables.size")
    assert missing.refused("want=plain")[0] == 401


def test_deny_is_403_a13_a115(guarded: Guarded) -> None:
    """Also a policy that does not speak of $connect."""
    for query in ("want=deny", "want=elsewhere"):
        status, body, error_type = guarded.refused(query)
        assert (status, body["message"], error_type) == (403, "Forbidden", "ForbiddenException")


def test_unauthorized_raised_is_401_a13_a115(guarded: Guarded) -> None:
    status, body, _ = guarded.refused("want=unauthorized")
    assert (status, body["message"]) == (401, "Unauthorized")


@pytest.mark.parametrize("want", ["raise", "nested", "long", "anonymous", "simple", "nothing"])
def test_a_broken_authorizer_is_500_a13_a77(guarded: Guarded, want: str) -> None:
    """An error, and what is no answer: nested context, more than 8 KB, no principal, no policy."""
    status, body, _ = guarded.refused(f"want={want}")
    assert (status, body["message"]) == (500, "Internal server error")


def test_an_authorizer_that_may_not_be_called_is_500_a13(world: World) -> None:
    assert world.guarded(permitted=False).refused("want=plain")[0] == 500


def test_refused_connections_reach_no_function_a13_a112(guarded: Guarded) -> None:
    before = len(guarded.events())
    for query in ("", "want=deny", "want=raise"):
        guarded.refused(query)
    guarded.refused("want=deny")
    assert len(guarded.events()) == before


def test_a_changed_authorizer_leaves_open_connections_alone_a78(world: World) -> None:
    guarded = world.guarded("route.request.querystring.want")
    client = websocket.create_connection(f"{guarded.url}?want=plain", timeout=20)
    update_route(guarded.emulator, guarded.api_id, "$connect", AuthorizationType="AWS_IAM")
    assert guarded.refused("want=plain")[0] == 403
    client.send("still here")
    eventually(lambda: any(e["requestContext"]["eventType"] == "MESSAGE" for e in guarded.events()))
    client.close()


@pytest.fixture(scope="module")
def signed(world: World) -> Guarded:
    guarded = world.guarded(lambda_=False)
    update_route(guarded.emulator, guarded.api_id, "$connect", AuthorizationType="AWS_IAM")
    return guarded


def test_unsigned_is_403_a79(signed: Guarded) -> None:
    status, body, error_type = signed.refused()
    assert (status, body["message"]) == (403, "Missing Authentication Token")
    assert error_type == "MissingAuthenticationTokenException"
    status, body, error_type = signed.refused(header={"Authorization": "AWS4-HMAC-SHA256 Credential=a"})
    assert (status, error_type) == (403, "IncompleteSignatureException")
    assert "Authorization header requires 'Signature' parameter." in body["message"]


def test_signed_a24_a79(signed: Guarded, open_socket: Callable[..., websocket.WebSocket]) -> None:
    """In headers and, for browsers, in the query string; the events tell who it is."""
    iam = signed.emulator.client("iam")
    user = iam.create_user(UserName=f"user-{uuid.uuid4().hex[:8]}")["User"]
    key = iam.create_access_key(UserName=user["UserName"])["AccessKey"]
    credentials = Credentials(key["AccessKeyId"], key["SecretAccessKey"])
    open_socket(signed.url, header=sign(signed.url, credentials=credentials))
    open_socket(presign(signed.url, credentials)).send("hello")
    mine = {"accessKey": key["AccessKeyId"], "accountId": "000000000000", "userArn": user["Arn"]}

    def my_events() -> list[str]:
        contexts = [e["requestContext"] for e in signed.events()]
        return [c["eventType"] for c in contexts if mine.items() <= c["identity"].items()]

    eventually(lambda: sorted(my_events()) == ["CONNECT", "CONNECT", "MESSAGE"])
    thief = Credentials(key["AccessKeyId"], "guessed")
    status, body, error_type = signed.refused(url=presign(signed.url, thief))
    assert (status, error_type) == (403, "InvalidSignatureException")
    assert body["message"].startswith("The request signature we calculated does not match")


@pytest.fixture(scope="module")
def strict(start_emulator: Callable[..., Emulator], tmp_path_factory: pytest.TempPathFactory) -> World:
    """One that checks policies, and where API Gateway's first version may run: it changes what unknown hosts answer."""
    return World(start_emulator(ENFORCE_IAM="1"), tmp_path_factory.mktemp("strict"))


def test_who_may_not_invoke_a79(strict: World) -> None:
    guarded = strict.guarded(lambda_=False)
    update_route(guarded.emulator, guarded.api_id, "$connect", AuthorizationType="AWS_IAM")
    role = f"role-{uuid.uuid4().hex[:8]}"
    iam = guarded.emulator.client("iam")
    arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    given = guarded.emulator.client("sts").assume_role(RoleArn=arn, RoleSessionName="me")["Credentials"]
    credentials = Credentials(given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    status, body, error_type = guarded.refused(url=presign(guarded.url, credentials))
    assert (status, error_type) == (403, "AccessDeniedException")
    assert body["message"] == (
        f"User: arn:aws:sts::000000000000:assumed-role/{role}/me is not authorized to perform: execute-api:Invoke "
        f"on resource: arn:aws:execute-api:eu-west-1:********0000:{guarded.api_id}/dev/$connect"
    )
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=document)
    websocket.create_connection(presign(guarded.url, credentials), timeout=20).close()


class Keys:
    """API keys of the first version's control plane."""

    def __init__(self, emulator: Emulator) -> None:
        self._client = emulator.client("apigateway")

    def create(self, *, enabled: bool = True) -> tuple[str, str]:
        """Id and value of a new key."""
        key = self._client.create_api_key(name=uuid.uuid4().hex, value=uuid.uuid4().hex, enabled=enabled)
        return key["id"], key["value"]

    def plan(self, api_id: str, stage: str, *key_ids: str) -> None:
        """A usage plan of a stage with these keys."""
        stages = [{"apiId": api_id, "stage": stage}]
        plan = self._client.create_usage_plan(name=uuid.uuid4().hex, apiStages=stages)["id"]
        for key_id in key_ids:
            self._client.create_usage_plan_key(usagePlanId=plan, keyId=key_id, keyType="API_KEY")


def test_api_keys_a80(strict: World, open_socket: Callable[..., websocket.WebSocket]) -> None:
    guarded, keys = strict.guarded(lambda_=False), Keys(strict.emulator)
    update_route(guarded.emulator, guarded.api_id, "$connect", ApiKeyRequired=True)
    key_id, key = keys.create()
    disabled_id, disabled = keys.create(enabled=False)
    elsewhere_id, elsewhere = keys.create()
    _, planless = keys.create()
    keys.plan(guarded.api_id, "dev", key_id, disabled_id)
    keys.plan(guarded.api_id, "prod", elsewhere_id)
    for header in ({}, *({"x-api-key": value} for value in ("unknown", disabled, elsewhere, planless))):
        status, body, error_type = guarded.refused(header=header)
        assert (status, body["message"], error_type) == (403, "Forbidden", "ForbiddenException")
    open_socket(guarded.url, header={"X-Api-Key": key})
    (event,) = guarded.events()
    identity = event["requestContext"]["identity"]
    assert (identity["apiKey"], identity["apiKeyId"]) == (key, key_id)


def test_api_keys_of_the_authorizer_a80(strict: World, open_socket: Callable[..., websocket.WebSocket]) -> None:
    guarded = strict.guarded(ApiKeySelectionExpression="$context.authorizer.usageIdentifierKey")
    keys = Keys(strict.emulator)
    update_route(guarded.emulator, guarded.api_id, "$connect", ApiKeyRequired=True)
    key_id, key = keys.create()
    keys.plan(guarded.api_id, "dev", key_id)
    assert guarded.refused("want=plain", header={"x-api-key": key})[0] == 403
    assert guarded.refused("want=key&key=unknown")[0] == 403
    open_socket(f"{guarded.url}?want=key&key={key}")
