"""Execution logs of WebSocket stages: what the gateway did for a call, step by step (row A105)."""

from __future__ import annotations

import json
import uuid
from functools import lru_cache
from typing import TYPE_CHECKING

from emulator.execute_api.access_log import MAX_EVENT_BYTES, cut
from emulator.lambda_runtime.log_delivery import deliver
from emulator.lambda_runtime.log_events import LogEvent, now
from emulator.lambda_runtime.log_store import LogStream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_apigatewayv2.type_defs import RouteSettingsTypeDef, StageTypeDef

    from emulator.execute_api.websocket.call import WebSocketCall

_TRUNCATED = "[TRUNCATED]"


def write(call: WebSocketCall, stage: StageTypeDef) -> None:
    """Log ``call`` as the settings of its route or stage say: everything at INFO, failures alone at ERROR."""
    settings = _settings(stage, call)
    level = settings.get("LoggingLevel", "OFF")
    if level == "OFF":
        return
    lines = _story(call, traced=settings.get("DataTraceEnabled", False)) if level == "INFO" else _failure(call)
    at = now()
    events = [LogEvent(at, _event(call, line)) for line in lines]
    if events:
        api = call.session.api
        deliver(_stream(api.account_id, api.region, api.record["ApiId"], stage["StageName"]), events)


def is_on(stage: StageTypeDef) -> bool:
    """Whether any route of the stage is logged."""
    all_settings = (stage.get("DefaultRouteSettings", {}), *stage.get("RouteSettings", {}).values())
    return any(settings.get("LoggingLevel", "OFF") != "OFF" for settings in all_settings)


def _settings(stage: StageTypeDef, call: WebSocketCall) -> RouteSettingsTypeDef:
    own = stage.get("RouteSettings", {}).get(call.context["routeKey"])
    return own or stage.get("DefaultRouteSettings", {})


def _story(call: WebSocketCall, traced: bool) -> Iterator[str]:
    """The steps of a call; its payloads only with data trace."""
    context = call.context
    api_id, event_type, client = context["apiId"], context["eventType"], f"[Connection Id: {context['connectionId']}]"
    yield f"Extended Request Id: {call.request_id}"
    yield f"Starting execution for request: {call.request_id}"
    yield f"WebSocket Request Route: [{context['routeKey']}]"
    if event_type == "CONNECT":
        identity = context["identity"]
        who = f"[UserAgent: {identity.get('userAgent')}, SourceIp: {identity['sourceIp']}]"
        yield f"Client {who} is connecting to WebSocket API [{api_id}]."
    elif event_type == "MESSAGE":
        yield f"WebSocket API [{api_id}] received message from client {client}."
        if traced:
            yield f"Request body: {call.event.get('body', '')}"
    if outcome := call.integration:
        if traced:
            body = json.dumps(call.event, separators=(",", ":"), ensure_ascii=False)
            yield f"Endpoint request body after transformations: {body}"
        if outcome.error is None:
            status = outcome.status or 200
            yield f"Received response. Status: {status}, Integration latency: {outcome.latency_ms} ms"
            if traced and call.payload is not None:
                yield f"Endpoint response body before transformations: {call.payload.decode(errors='replace')}"
    if call.error:
        yield from _failure(call)
    elif event_type == "CONNECT" and call.status < 300:
        yield f"Client {client} connected to API [{api_id}] successfully."
    elif event_type == "CONNECT":
        yield f"Client {client} was refused by API [{api_id}] with status: {call.status}"
    elif event_type == "DISCONNECT":
        yield f"Client {client} disconnected from API [{api_id}]."
    else:
        yield "Successfully completed execution"


def _failure(call: WebSocketCall) -> Iterator[str]:
    if call.integration and call.integration.error:
        yield f"Execution failed due to an error of the integration: {call.integration.error}"
    elif call.error:
        yield f"Execution failed: {call.error}"


def _event(call: WebSocketCall, line: str) -> str:
    event = f"({call.request_id}) {line}"
    if len(event.encode()) <= MAX_EVENT_BYTES:
        return event
    return cut(event, MAX_EVENT_BYTES - len(_TRUNCATED)) + _TRUNCATED


@lru_cache(maxsize=1024)
def _stream(account_id: str, region: str, api_id: str, stage_name: str) -> LogStream:
    group = f"API-Gateway-Execution-Logs_{api_id}/{stage_name}"
    return LogStream(account_id, region, group, uuid.uuid4().hex)
