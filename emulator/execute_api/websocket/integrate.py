"""Call the integration of a route, for a handshake, a message or a disconnect: a case for each kind (row A66)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from emulator.execute_api.integrations import aws_action, http_proxy, lambda_proxy
from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.procedures import Procedure, call_backend
from emulator.execute_api.stage_variables import resolve
from emulator.execute_api.websocket.integration_response import Answer, transform
from emulator.execute_api.websocket.request_mapping import map_request
from emulator.execute_api.websocket.route_response import is_two_way
from emulator.execute_api.websocket.route_selection import read_json

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import IntegrationTypeDef, RouteTypeDef

    from emulator.apigatewayv2.store import Snapshot
    from emulator.execute_api.websocket.session import Session

# What a web server behind $connect shall not take for its own connection.
_OF_THE_CONNECTION = frozenset({"host", "connection", "upgrade", "content-length", "accept-encoding"})


@dataclass(frozen=True, slots=True)
class _Call:
    integration: IntegrationTypeDef
    event: dict[str, Any]
    source_arn: str
    trace_header: str

    @property
    def uri(self) -> str:
        return resolve(self.integration.get("IntegrationUri", ""), self.event.get("stageVariables", {}))

    @property
    def method(self) -> str:
        # A message has no method that could be passed on.
        method = self.integration["IntegrationMethod"]
        return "POST" if method == "ANY" else method

    @property
    def timeout_ms(self) -> int:
        return self.integration["TimeoutInMillis"]


def integrate(
    session: Session, snapshot: Snapshot, route: RouteTypeDef, event: dict[str, Any], trace_header: str
) -> Procedure[bytes]:
    """Call the route's backend and give back a proxy result: its JSON has ``statusCode`` and ``body``.

    Raises:
        IntegrationError: the backend gave no answer, or the route has none.
        TimeoutError: the integration's time is over.
    """
    integration_id = route.get("Target", "").removeprefix("integrations/")
    integration = snapshot.integrations.get(integration_id)
    if integration is None:
        raise IntegrationError(f"Route {route['RouteKey']} has no integration.")
    api = session.api
    source_arn = (
        f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.record['ApiId']}/{session.stage_name}/"
        f"{route['RouteKey']}"
    )
    call = _Call(integration, event, source_arn, trace_header)
    kind = integration["IntegrationType"]
    if kind == "AWS_PROXY":
        return (yield from call_backend(lambda: _invoke(call, event), call.timeout_ms))
    answer = yield from call_backend(lambda: _BACKENDS[kind](call), call.timeout_ms)
    if kind != "HTTP_PROXY":
        responses = snapshot.integration_responses.get(integration_id, {}).values()
        is_awaited = event["requestContext"]["eventType"] == "MESSAGE" and is_two_way(snapshot, route)
        answer = transform(answer, responses, event, needed=is_awaited)
    return answer.as_proxy_result()


def _invoke(call: _Call, event: Any) -> bytes:
    credentials_arn = call.integration.get("CredentialsArn")
    return lambda_proxy.invoke(call.uri, event, call.source_arn, call.trace_header, credentials_arn)


def _mock(call: _Call) -> Answer:
    """No backend: the request template says which status it would have answered (row A69)."""
    mapped = map_request(call.integration, call.event)
    try:
        status = int(read_json(mapped.body.decode())["statusCode"])
    except (ValueError, TypeError, KeyError) as error:
        raise IntegrationError("The request template of a MOCK integration must give a statusCode.") from error
    return Answer(status, b"")


def _http(call: _Call) -> Answer:
    """A web server: gets the client's headers at a handshake (row A74), and the message (row A67)."""
    mapped = map_request(call.integration, call.event)
    headers = {
        name: value for name, value in call.event.get("headers", {}).items() if name.lower() not in _OF_THE_CONNECTION
    }
    if call.integration["IntegrationType"] == "HTTP":
        headers = {}
    if mapped.body:
        headers["Content-Type"] = "application/json"
    headers.setdefault("User-Agent", f"AmazonAPIGateway_{call.event['requestContext']['apiId']}")
    names = {name.lower() for name in mapped.headers}
    sent = [(name, value) for name, value in headers.items() if name.lower() not in names]
    response = http_proxy.forward(
        http_proxy.backend_url(call.uri, mapped.path, urlencode(mapped.query)),
        call.method,
        [*sent, *mapped.headers.items(), ("X-Amzn-Trace-Id", call.trace_header)],
        mapped.body,
        call.timeout_ms,
        call.integration.get("TlsConfig", {}).get("ServerNameToVerify"),
    )
    return Answer(response.status, response.body, dict(response.headers))


def _aws(call: _Call) -> Answer:
    """A function that is given what a template makes, or any action of an AWS service (rows A71, A118)."""
    mapped = map_request(call.integration, call.event)
    if ":lambda:path/" not in call.uri:
        response = aws_action.call(
            call.uri,
            call.method,
            mapped.headers,
            urlencode(mapped.query),
            mapped.body,
            call.integration.get("CredentialsArn"),
            call.timeout_ms,
        )
        return Answer(response.status, response.body, selector=None)
    try:
        event = json.loads(mapped.body or b"{}")
    except ValueError as error:
        raise IntegrationError(f"The function's event must be JSON: {error}") from error
    try:
        return Answer(200, _invoke(call, event), selector="")
    except lambda_proxy.FunctionFailedError as error:
        # On $connect that is a refusal, as it is for a function's proxy (row A08).
        message = error.error_message or ""
        return Answer(502, json.dumps({"errorMessage": message}).encode(), selector=message)


_BACKENDS = {"MOCK": _mock, "HTTP": _http, "HTTP_PROXY": _http, "AWS": _aws}
