"""Access logs, execution logs and metrics of WebSocket stages (rows A85, A103, A104, A105)."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import websocket

from tests.conftest import REGION
from tests.logs import messages_of, metric
from tests.support import create_api, create_function, eventually, make_two_way

if TYPE_CHECKING:
    from tests.conftest import Emulator

# $connect says whether to let in, "fail" raises, "bad" answers 400, and all else is echoed.
HANDLER = """
import json
def handler(event, context):
    context = event["requestContext"]
    if context["eventType"] == "CONNECT":
        return {"statusCode": int(event.get("queryStringParameters", {}).get("status", 200))}
    if context["routeKey"] == "fail":
        raise ValueError("no luck")
    return {"statusCode": 400 if context["routeKey"] == "bad" else 200, "body": json.dumps(context)}
"""


@dataclass
class LoggedApi:
    """A WebSocket API and its log groups."""

    emulator: Emulator
    api_id: str
    access_group: str

    def set(self, **stage: Any) -> None:
        self.emulator.client("apigatewayv2").update_stage(ApiId=self.api_id, StageName="dev", **stage)

    def log_access(self, *names: str) -> None:
        """Log these variables as JSON, with the ids of call and connection."""
        names = ("requestId", "connectionId", "eventType", *names)
        arn = f"arn:aws:logs:{REGION}:000000000000:log-group:{self.access_group}"
        line_format = json.dumps({name: f"$context.{name}" for name in names})
        self.set(AccessLogSettings={"DestinationArn": arn, "Format": line_format})

    def connect(self, query: str = "") -> websocket.WebSocket:
        return websocket.create_connection(self.emulator.api_url(self.api_id, scheme="ws") + query, timeout=20)

    def access(self, connection_id: str, *event_types: str) -> list[dict[str, str]]:
        """The access log of a connection: wait for events of these types, in this order."""

        def read() -> list[dict[str, str]]:
            lines = [json.loads(line) for line in messages_of(self.emulator, self.access_group)]
            mine = [line for line in lines if line["connectionId"] == connection_id]
            return mine if sorted(line["eventType"] for line in mine) == sorted(event_types) else []

        lines = eventually(read)
        return sorted(lines, key=lambda line: event_types.index(line["eventType"]))

    def execution(self, request_id: str, last: str) -> list[str]:
        """The execution log of a call up to its last line."""
        group = f"API-Gateway-Execution-Logs_{self.api_id}/dev"

        def read() -> list[str]:
            mine = [line for line in messages_of(self.emulator, group) if line.startswith(f"({request_id}) ")]
            return mine if any(last in line for line in mine) else []

        return [line.removeprefix(f"({request_id}) ") for line in eventually(read)]


@pytest.fixture
def api(emulator: Emulator) -> LoggedApi:
    function_arn = create_function(emulator, HANDLER)
    api_id = create_api(
        emulator, "WEBSOCKET", dict.fromkeys(("$connect", "$disconnect", "echo", "fail", "bad"), function_arn)
    )
    make_two_way(emulator, api_id, "echo")
    group = f"/test/{uuid.uuid4().hex[:8]}"
    emulator.client("logs").create_log_group(logGroupName=group)
    return LoggedApi(emulator, api_id, group)


def ask(client: websocket.WebSocket, action: str) -> dict[str, Any]:
    client.send(json.dumps({"action": action}))
    answer: dict[str, Any] = json.loads(client.recv())
    return answer


def test_access_log_of_a_connection_a103(api: LoggedApi) -> None:
    """One line each for CONNECT, MESSAGE and DISCONNECT, with the values of the events."""
    api.log_access(
        "routeKey", "status", "stage", "apiId", "domainName", "messageId", "connectedAt", "requestTime",
        "requestTimeEpoch", "extendedRequestId", "identity.sourceIp", "identity.userAgent", "integrationStatus",
        "integration.status", "error.message",
    )  # fmt: skip
    client = api.connect()
    context = ask(client, "echo")
    client.close()
    connect, message, disconnect = api.access(context["connectionId"], "CONNECT", "MESSAGE", "DISCONNECT")
    assert message == {
        "requestId": context["requestId"],
        "connectionId": context["connectionId"],
        "eventType": "MESSAGE",
        "routeKey": "echo",
        "status": "200",
        "stage": "dev",
        "apiId": api.api_id,
        "domainName": context["domainName"],
        "messageId": context["messageId"],
        "connectedAt": str(context["connectedAt"]),
        "requestTime": context["requestTime"],
        "requestTimeEpoch": str(context["requestTimeEpoch"]),
        "extendedRequestId": context["extendedRequestId"],
        "identity.sourceIp": "127.0.0.1",
        "identity.userAgent": "-",
        "integrationStatus": "200",
        "integration.status": "200",
        "error.message": "-",
    }
    assert (connect["routeKey"], connect["status"], connect["messageId"]) == ("$connect", "200", "-")
    assert (disconnect["routeKey"], disconnect["status"]) == ("$disconnect", "200")


def test_access_log_of_refusals_a103(api: LoggedApi) -> None:
    """What the client is told and what the log says carry the same request id."""
    api.log_access("routeKey", "status", "error.message", "error.responseType", "integrationErrorMessage")
    client = api.connect()
    for action, status, message, response_type in (
        ("nothing", "403", "Forbidden", "ACCESS_DENIED"),
        ("fail", "500", "Internal server error", "INTEGRATION_FAILURE"),
    ):
        frame = ask(client, action)
        lines = api.access(frame["connectionId"], "CONNECT", *["MESSAGE"] * (1 if action == "nothing" else 2))
        (line,) = [line for line in lines if line["requestId"] == frame["requestId"]]
        assert (line["status"], line["error.message"], line["error.responseType"]) == (status, message, response_type)
        assert ("no luck" in line["integrationErrorMessage"]) == (action == "fail")
    client.close()


def test_access_log_of_a_refused_handshake_a103(api: LoggedApi) -> None:
    api.log_access("status", "routeKey")
    with pytest.raises(websocket.WebSocketBadStatusException):
        api.connect("?status=401")
    (line,) = eventually(lambda: [json.loads(line) for line in messages_of(api.emulator, api.access_group)])
    assert (line["eventType"], line["routeKey"], line["status"]) == ("CONNECT", "$connect", "401")


def test_execution_log_at_info_a105(api: LoggedApi) -> None:
    """The steps of a call without its payloads."""
    api.set(DefaultRouteSettings={"LoggingLevel": "INFO"})
    client = api.connect()
    context = ask(client, "echo")
    lines = api.execution(context["requestId"], "Successfully completed execution")
    connection = f"[Connection Id: {context['connectionId']}]"
    assert lines[:4] == [
        f"Extended Request Id: {context['requestId']}",
        f"Starting execution for request: {context['requestId']}",
        "WebSocket Request Route: [echo]",
        f"WebSocket API [{api.api_id}] received message from client {connection}.",
    ]
    assert lines[4].startswith("Received response. Status: 200, Integration latency: ")
    assert len(lines) == 6
    client.close()


def test_execution_log_with_data_trace_a105_a85(api: LoggedApi) -> None:
    """With the payloads, each cut at 1024 bytes."""
    api.set(DefaultRouteSettings={"LoggingLevel": "INFO", "DataTraceEnabled": True})
    client = api.connect()
    client.send(json.dumps({"action": "echo", "text": "x" * 2000}))
    context = json.loads(client.recv())
    lines = api.execution(context["requestId"], "Successfully completed execution")
    (request,) = [line for line in lines if line.startswith("Endpoint request body after transformations: {")]
    (response,) = [line for line in lines if line.startswith("Endpoint response body before transformations: {")]
    assert context["messageId"] in request
    assert "statusCode" in response
    (body,) = [line for line in lines if line.startswith("Request body: ")]
    assert len(f"({context['requestId']}) {body}") == 1024
    assert body.endswith("x[TRUNCATED]")
    client.close()


def test_execution_log_at_error_a105(api: LoggedApi) -> None:
    """Only what failed."""
    api.set(DefaultRouteSettings={"LoggingLevel": "ERROR"})
    client = api.connect()
    good = ask(client, "echo")["requestId"]
    (line,) = api.execution(ask(client, "fail")["requestId"], "no luck")
    assert line.startswith("Execution failed")
    group = f"API-Gateway-Execution-Logs_{api.api_id}/dev"
    assert not [line for line in messages_of(api.emulator, group) if good in line]
    client.close()


def test_execution_log_of_one_route_a105(api: LoggedApi) -> None:
    api.set(RouteSettings={"echo": {"LoggingLevel": "INFO"}})
    client = api.connect()
    other = ask(client, "nothing")["requestId"]
    api.execution(ask(client, "echo")["requestId"], "Successfully completed execution")
    group = f"API-Gateway-Execution-Logs_{api.api_id}/dev"
    assert not [line for line in messages_of(api.emulator, group) if other in line]
    client.close()


def test_metrics_a104(api: LoggedApi) -> None:
    """Messages count in both directions; failures by who is to blame."""
    client = api.connect()
    connection_id = ask(client, "echo")["connectionId"]
    ask(client, "nothing")
    ask(client, "fail")
    client.send(json.dumps({"action": "bad"}))
    management = api.emulator.client("apigatewaymanagementapi", endpoint_url=api.emulator.api_url(api.api_id))
    management.post_to_connection(ConnectionId=connection_id, Data=b"hello")
    assert client.recv() == "hello"
    client.close()
    # Four messages, an answer to the first, two error frames and one message by @connections.
    expected = {"MessageCount": 8, "ConnectCount": 1, "ClientError": 1, "ExecutionError": 1, "IntegrationError": 1}

    def counted(**dimensions: str) -> dict[str, float]:
        return {name: metric(api.emulator, name, **dimensions) for name in expected}

    eventually(lambda: counted(ApiId=api.api_id) == expected)
    eventually(lambda: counted(ApiId=api.api_id, Stage="dev") == expected)
    # $connect, three messages and $disconnect reached a function.
    eventually(lambda: metric(api.emulator, "IntegrationLatency", "SampleCount", ApiId=api.api_id) == 5)


def test_detailed_metrics_are_a_routes_a104(api: LoggedApi) -> None:
    api.set(RouteSettings={"echo": {"DetailedMetricsEnabled": True}})
    client = api.connect()
    ask(client, "echo")
    ask(client, "fail")
    client.close()
    dimensions = {"ApiId": api.api_id, "Stage": "dev"}
    eventually(lambda: metric(api.emulator, "MessageCount", **dimensions, Route="echo") == 2)
    eventually(lambda: metric(api.emulator, "MessageCount", **dimensions) == 4)
    assert metric(api.emulator, "MessageCount", **dimensions, Route="fail") == 0
