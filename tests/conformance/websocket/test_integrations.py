"""WebSocket routes whose backends are no function's proxy: web servers, none at all, functions and services by VTL."""

from __future__ import annotations

import base64
import json
import socket
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import websocket

from tests.conftest import Emulator
from tests.support import ROLE, create_function, eventually, make_two_way
from tests.web_server import mirror


class Api:
    """A WebSocket API that is made piece by piece."""

    def __init__(self, emulator: Emulator, **stage_variables: str) -> None:
        self.emulator = emulator
        self.client = emulator.client("apigatewayv2")
        self.id: str = self.client.create_api(
            Name="integrations", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
        )["ApiId"]
        self.client.create_stage(ApiId=self.id, StageName="dev", AutoDeploy=True, StageVariables=stage_variables)

    def route(
        self,
        key: str,
        kind: str,
        *,
        two_way: bool = True,
        responses: dict[str, dict[str, Any]] | None = None,
        route: dict[str, Any] | None = None,
        **integration: Any,
    ) -> None:
        """A route with an integration of its own, and integration responses by their keys."""
        integration_id = self.client.create_integration(ApiId=self.id, IntegrationType=kind, **integration)[
            "IntegrationId"
        ]
        for response_key, settings in (responses or {}).items():
            self.client.create_integration_response(
                ApiId=self.id, IntegrationId=integration_id, IntegrationResponseKey=response_key, **settings
            )
        self.client.create_route(ApiId=self.id, RouteKey=key, Target=f"integrations/{integration_id}", **(route or {}))
        if two_way:
            make_two_way(self.emulator, self.id, key)

    def connect(self, query: str = "", **options: Any) -> websocket.WebSocket:
        """A client."""
        url = self.emulator.api_url(self.id, scheme="ws") + query
        return websocket.create_connection(url, timeout=10, **options)

    def ask(self, message: Any) -> Any:
        """Send one message and read the answer."""
        client = self.connect()
        client.send(message if isinstance(message, str) else json.dumps(message))
        answer = client.recv()
        client.close()
        return answer


@pytest.fixture
def api(emulator: Emulator) -> Api:
    """An API of the test's own."""
    return Api(emulator, mode="loud")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A web server that tells what it was asked."""
    with mirror() as url:
        yield url


MOCK_200: dict[str, Any] = {"RequestTemplates": {"application/json": '{"statusCode": 200}'}}


def test_mock_lets_a_client_in_a69(api: Api) -> None:
    api.route("$connect", "MOCK", two_way=False, **MOCK_200)
    assert api.connect().connected


def test_mock_keeps_a_client_out_a69(api: Api) -> None:
    templates = {"$default": '#if($input.params("token") == "yes"){"statusCode": 200}#else{"statusCode": 403}#end'}
    api.route("$connect", "MOCK", two_way=False, RequestTemplates=templates)
    assert api.connect("?token=yes").connected
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        api.connect("?token=no")
    assert refused.value.status_code == 403


def test_mock_answers_what_its_response_template_says_a58_a69_a73(api: Api) -> None:
    template = '{"id": "$context.connectionId", "route": "$context.routeKey", "mode": "$stageVariables.mode"}'
    api.route(
        "$default",
        "MOCK",
        responses={"$default": {"ResponseTemplates": {"$default": template}}},
        RequestTemplates={"$default": '{"statusCode": 200}'},
    )
    answer = json.loads(api.ask("hello"))
    assert len(answer["id"]) == 16
    assert (answer["route"], answer["mode"]) == ("$default", "loud")


def test_a_response_is_chosen_by_status_a70_a71(api: Api) -> None:
    api.route(
        "$default",
        "MOCK",
        responses={
            "/4\\d\\d/": {"ResponseTemplates": {"$default": "yours"}},
            "$default": {"ResponseTemplates": {"$default": "fine"}},
        },
        RequestTemplates={"$default": '{"statusCode": $input.json("$.status")}'},
    )
    assert api.ask({"status": 404}) == "yours"
    assert api.ask({"status": 200}) == "fine"


def test_a_request_template_is_chosen_by_its_expression_a72(api: Api) -> None:
    api.route(
        "$default",
        "MOCK",
        responses={
            "$default": {"ResponseTemplates": {"$default": "x"}},
            "/201/": {"ResponseTemplates": {"$default": "y"}},
        },
        TemplateSelectionExpression="$request.body.kind",
        RequestTemplates={"first": '{"statusCode": 201}', "second": '{"statusCode": 200}'},
        PassthroughBehavior="NEVER",
    )
    assert api.ask({"kind": "first"}) == "y"
    assert api.ask({"kind": "second"}) == "x"
    assert json.loads(api.ask({"kind": "other"}))["message"] == "Internal server error"


def test_a_template_that_fails_is_an_error_frame(api: Api) -> None:
    api.route("$default", "MOCK", RequestTemplates={"$default": "#set($x"})
    assert json.loads(api.ask("hello"))["message"] == "Internal server error"


def test_http_proxy_gets_the_message_and_mapped_parameters_a67_a68(api: Api, server: str) -> None:
    api.route(
        "$default",
        "HTTP_PROXY",
        IntegrationMethod="PUT",
        IntegrationUri=server + "/items/{item}?fixed=1",
        RequestParameters={
            "integration.request.header.connectionId": "context.connectionId",
            "integration.request.header.source": "context.identity.sourceIp",
            "integration.request.querystring.mode": "stageVariables.mode",
            "integration.request.querystring.static": "'a b'",
            "integration.request.path.item": "route.request.body.item.id",
        },
    )
    told = json.loads(api.ask({"item": {"id": "7/8"}}))
    assert told["method"] == "PUT"
    assert told["path"] == "/items/7/8?fixed=1&mode=loud&static=a+b"
    assert told["body"] == '{"item": {"id": "7/8"}}'
    assert len(told["headers"]["connectionid"]) == 16
    assert told["headers"]["source"] == "127.0.0.1"
    assert told["headers"]["content-type"] == "application/json"


def test_http_proxy_decides_about_a_handshake_a74(api: Api, server: str) -> None:
    api.route("$connect", "HTTP_PROXY", two_way=False, IntegrationMethod="POST", IntegrationUri=server + "/status/200")
    client = api.connect(subprotocols=["chat"])
    # It has seen the client's Sec-WebSocket-Protocol, and answered with one.
    assert client.subprotocol == "chat"


def test_http_proxy_refuses_a_handshake_a74(api: Api, server: str) -> None:
    api.route("$connect", "HTTP_PROXY", two_way=False, IntegrationMethod="POST", IntegrationUri=server + "/status/401")
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        api.connect()
    assert refused.value.status_code == 401


def test_handshake_parameters_are_mapped_a68(api: Api, server: str) -> None:
    api.route(
        "$connect",
        "HTTP",
        two_way=False,
        IntegrationMethod="GET",
        IntegrationUri=server + "/status/{status}",
        RequestParameters={"integration.request.path.status": "route.request.querystring.status"},
    )
    assert api.connect("?status=204").connected
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        api.connect("?status=418")
    assert refused.value.status_code == 418


def test_http_transforms_both_ways_a70_a73(api: Api, server: str) -> None:
    api.route(
        "$default",
        "HTTP",
        responses={
            "/50\\d/": {"ResponseTemplates": {"$default": "broken"}},
            "$default": {"ResponseTemplates": {"$default": 'got $input.path("$.body")'}},
        },
        IntegrationMethod="POST",
        IntegrationUri=server + "/status/${stageVariables.mode}",
        RequestTemplates={"$default": "$util.base64Encode($input.body)"},
    )
    expected = base64.b64encode(b"hello").decode()
    assert api.ask("hello") == f"got {expected}"


def test_a_web_server_that_is_not_there_is_an_error_frame_a54(api: Api) -> None:
    api.route("$default", "HTTP_PROXY", IntegrationMethod="GET", IntegrationUri="http://127.0.0.1:9/")
    assert json.loads(api.ask("hello"))["message"] == "Internal server error"


def test_binary_content_a64(api: Api, server: str) -> None:
    api.route(
        "$default",
        "HTTP",
        responses={"$default": {"ContentHandlingStrategy": "CONVERT_TO_TEXT"}},
        IntegrationMethod="POST",
        IntegrationUri=server + "/raw/status/200",
        ContentHandlingStrategy="CONVERT_TO_BINARY",
    )
    encoded = base64.b64encode(bytes(range(256))).decode()
    assert api.ask(encoded) == encoded
    assert json.loads(api.ask("no base64!"))["message"] == "Internal server error"


LAMBDA = """
def handler(event, context):
    if event.get("bad"):
        raise ValueError("bad " + event["bad"])
    return {"seen": event}
"""


def test_a_function_behind_templates_a70_a71_a73(api: Api, emulator: Emulator) -> None:
    function = create_function(emulator, LAMBDA)
    api.route(
        "$default",
        "AWS",
        responses={
            "/bad .*/": {"ResponseTemplates": {"$default": 'failed: $input.path("$.errorMessage")'}},
            "$default": {"ResponseTemplates": {"$default": '$input.json("$.seen")'}},
        },
        IntegrationMethod="POST",
        IntegrationUri=f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}/invocations",
        RequestTemplates={"$default": '{"bad": "$!input.path("$.bad")", "type": "$context.eventType"}'},
    )
    assert json.loads(api.ask({"a": 1})) == {"bad": "", "type": "MESSAGE"}
    assert api.ask({"bad": "luck"}) == "failed: bad luck"


def test_an_action_of_a_service_a118(api: Api, emulator: Emulator) -> None:
    table = f"integrations-{uuid.uuid4().hex[:8]}"
    dynamodb = emulator.client("dynamodb")
    dynamodb.create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    template = f'{{"TableName": "{table}", "Item": {{"id": {{"S": "$context.connectionId"}}}}}}'
    api.route(
        "$connect",
        "AWS",
        two_way=False,
        IntegrationMethod="POST",
        IntegrationUri="arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem",
        CredentialsArn=ROLE,
        RequestTemplates={"$default": template},
    )
    assert api.connect().connected
    (item,) = dynamodb.scan(TableName=table)["Items"]
    assert len(item["id"]["S"]) == 16


def test_a_queue_by_its_path_a118(api: Api, emulator: Emulator) -> None:
    sqs = emulator.client("sqs")
    name = f"integrations-{uuid.uuid4().hex[:8]}"
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    api.route(
        "$default",
        "AWS",
        responses={"$default": {}},
        IntegrationMethod="POST",
        IntegrationUri=f"arn:aws:apigateway:eu-west-1:sqs:path/000000000000/{name}",
        CredentialsArn=ROLE,
        RequestParameters={"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"},
        RequestTemplates={"$default": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"},
    )
    assert "SendMessageResponse" in api.ask("a & b")
    (message,) = eventually(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"))
    assert message["Body"] == "a & b"


def test_a_message_that_is_not_as_its_model_says_a62(api: Api) -> None:
    schema = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
    api.client.create_model(ApiId=api.id, Name="Chat", ContentType="application/json", Schema=json.dumps(schema))
    api.route(
        "chat",
        "MOCK",
        responses={"$default": {"ResponseTemplates": {"$default": "said"}}},
        route={"ModelSelectionExpression": "$request.body.action", "RequestModels": {"chat": "Chat"}},
        **MOCK_200,
    )
    assert api.ask({"action": "chat", "text": "hello"}) == "said"
    answer = api.ask({"action": "chat", "text": 1})
    assert answer.startswith('{"message": "Bad request body", "connectionId":"')


@pytest.mark.parametrize("message", ['{"action": "chat", "kind": "other"}', '{"action": "chat"}'])
def test_a_message_that_no_model_is_for_a62(api: Api, message: str) -> None:
    """With a selection expression there must be a model, or one for all."""
    api.client.create_model(ApiId=api.id, Name="Any", ContentType="application/json", Schema="{}")
    api.route(
        "chat",
        "MOCK",
        responses={"$default": {"ResponseTemplates": {"$default": "said"}}},
        route={"ModelSelectionExpression": "$request.body.kind", "RequestModels": {"known": "Any"}},
        **MOCK_200,
    )
    assert api.ask({"action": "chat", "kind": "known"}) == "said"
    assert json.loads(api.ask(message))["message"] == "Bad request body"
    (route,) = api.client.get_routes(ApiId=api.id)["Items"]
    api.client.update_route(ApiId=api.id, RouteId=route["RouteId"], RequestModels={"$default": "Any"})
    assert api.ask(message) == "said"


def test_a_two_way_route_needs_an_integration_response_a70(api: Api) -> None:
    api.route("none", "MOCK", **MOCK_200)
    api.route("other", "MOCK", responses={"/404/": {"ResponseTemplates": {"$default": "x"}}}, **MOCK_200)
    for action in ("none", "other"):
        assert json.loads(api.ask({"action": action}))["message"] == "Internal server error"


def test_a_pattern_is_for_the_whole_status_a70(api: Api) -> None:
    api.route(
        "$default",
        "MOCK",
        responses={
            "/2/": {"ResponseTemplates": {"$default": "part"}},
            "/2../": {"ResponseTemplates": {"$default": "all"}},
        },
        **MOCK_200,
    )
    assert api.ask("hello") == "all"


def test_a_subprotocol_comes_from_an_integration_response_a15(api: Api) -> None:
    """Mapped, because only proxies pass headers on."""
    parameters = {"route.response.header.Sec-WebSocket-Protocol": "'chat'"}
    api.route("$connect", "MOCK", two_way=False, responses={"$default": {"ResponseParameters": parameters}}, **MOCK_200)
    assert api.connect(subprotocols=["chat", "other"]).subprotocol == "chat"


def test_a_response_template_overrides_the_status_a69(api: Api) -> None:
    template = "#set($context.responseOverride.status = 403)"
    api.route(
        "$connect",
        "MOCK",
        two_way=False,
        responses={"$default": {"ResponseTemplates": {"$default": template}}},
        **MOCK_200,
    )
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        api.connect()
    assert refused.value.status_code == 403


def test_a_function_behind_templates_refuses_a_handshake_a08(api: Api, emulator: Emulator) -> None:
    function = create_function(emulator, LAMBDA)
    api.route(
        "$connect",
        "AWS",
        two_way=False,
        IntegrationMethod="POST",
        IntegrationUri=f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function}/invocations",
        RequestTemplates={"$default": '{"bad": "$input.params("bad")"}'},
    )
    assert api.connect().connected
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        api.connect("?bad=luck")
    assert refused.value.status_code == 502


def test_parameters_that_a_handshake_must_have(api: Api) -> None:
    """Without them the client gets 400, and no integration is called."""
    required = {"RequestParameters": {"route.request.querystring.token": {"Required": True}}}
    api.route("$connect", "MOCK", two_way=False, route=required, **MOCK_200)
    assert api.connect("?token=1").connected
    with pytest.raises(websocket.WebSocketBadStatusException) as refused:
        api.connect("?other=1")
    assert refused.value.status_code == 400
    assert b"Missing required request parameters: [token]" in (refused.value.resp_body or b"")


def test_a_queue_by_its_action_a118(api: Api, emulator: Emulator) -> None:
    """The parameters of the action go in the query, as in AWS's query protocol."""
    sqs = emulator.client("sqs")
    queue = sqs.create_queue(QueueName=f"integrations-{uuid.uuid4().hex[:8]}")["QueueUrl"]
    api.route(
        "$connect",
        "AWS",
        two_way=False,
        IntegrationMethod="POST",
        IntegrationUri="arn:aws:apigateway:eu-west-1:sqs:action/SendMessage",
        CredentialsArn=ROLE,
        RequestParameters={
            "integration.request.querystring.QueueUrl": f"'{queue}'",
            "integration.request.querystring.MessageBody": "context.connectionId",
        },
    )
    assert api.connect().connected
    (message,) = eventually(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"))
    assert len(message["Body"]) == 16


def test_a_state_machine_by_its_action_a118(api: Api, emulator: Emulator) -> None:
    definition = {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": True}}}
    arn = emulator.client("stepfunctions").create_state_machine(
        name=f"integrations-{uuid.uuid4().hex[:8]}", definition=json.dumps(definition), roleArn=ROLE
    )["stateMachineArn"]
    escaped = "$util.escapeJavaScript($input.body)"
    api.route(
        "$default",
        "AWS",
        responses={"$default": {}},
        IntegrationMethod="POST",
        IntegrationUri="arn:aws:apigateway:eu-west-1:states:action/StartExecution",
        CredentialsArn=ROLE,
        RequestTemplates={"$default": f'{{"stateMachineArn": "{arn}", "input": "{escaped}"}}'},
    )
    assert json.loads(api.ask({"a": "b"}))["executionArn"].startswith("arn:aws:states:")


def test_a_service_without_a_role_is_not_called(api: Api) -> None:
    uri = "arn:aws:apigateway:eu-west-1:sqs:action/ListQueues"
    api.route("$default", "AWS", responses={"$default": {}}, IntegrationMethod="POST", IntegrationUri=uri)
    assert json.loads(api.ask("hello"))["message"] == "Internal server error"


def test_a_backend_that_says_nothing_is_an_error_frame_a57_a66(api: Api) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        uri = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        api.route("$default", "HTTP_PROXY", IntegrationMethod="ANY", IntegrationUri=uri, TimeoutInMillis=200)
        assert json.loads(api.ask("hello"))["message"] == "Endpoint request timed out"


@pytest.mark.parametrize("behavior", ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"])
def test_what_passes_without_a_template_a72(api: Api, server: str, behavior: str) -> None:
    settings: dict[str, Any] = {
        "IntegrationMethod": "POST",
        "IntegrationUri": server + "/raw/status/200",
        "PassthroughBehavior": behavior,
        "responses": {"$default": {}},
    }
    api.route("without", "HTTP", **settings)
    api.route("unmatched", "HTTP", RequestTemplates={"other": "x"}, **settings)
    passes = {"WHEN_NO_MATCH": (True, True), "WHEN_NO_TEMPLATES": (True, False), "NEVER": (False, False)}[behavior]
    for action, expected in zip(("without", "unmatched"), passes, strict=True):
        answer = json.loads(api.ask({"action": action}))
        assert answer.get("action", answer.get("message")) == (action if expected else "Internal server error")
