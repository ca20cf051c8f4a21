"""The events of a WebSocket API: CONNECT, MESSAGE, DISCONNECT (rows A22 to A43). Keys are in AWS's order."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from emulator.execute_api.clock import clf
from emulator.execute_api.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from emulator.execute_api.websocket.session import Session

# The client's case is kept but for the names that API Gateway knows (row A28).
_CANONICAL = {
    name.lower(): name
    for name in (
        "Host",
        "Origin",
        "Sec-WebSocket-Extensions",
        "Sec-WebSocket-Key",
        "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Version",
        "User-Agent",
        "X-Amzn-Trace-Id",
        "X-Forwarded-For",
        "X-Forwarded-Port",
        "X-Forwarded-Proto",
    )
}
_NOT_FORWARDED = frozenset({"connection", "upgrade", "content-length"})


def connect_event(
    session: Session,
    headers: Iterable[tuple[str, str]],
    query_string: str,
    stage_variables: Mapping[str, str],
    trace_header: str,
) -> dict[str, Any]:
    """What the $connect route's integration gets (rows A22, A23, A28). ``query_string`` is percent-encoded."""
    values = _header_values(session, headers, trace_header)
    event: dict[str, Any] = {
        "headers": {name: all_values[-1] for name, all_values in values.items()},
        "multiValueHeaders": values,
    }
    if query := parse_qs(query_string, keep_blank_values=True):
        event["queryStringParameters"] = {name: all_values[-1] for name, all_values in query.items()}
        event["multiValueQueryStringParameters"] = query
    if stage_variables:
        event["stageVariables"] = dict(stage_variables)
    event["requestContext"] = context = _request_context(
        session, {"routeKey": "$connect"}, "CONNECT", session.connected_at_ms
    )
    if session.authorizer is not None:
        context["authorizer"]["integrationLatency"] = session.authorizer_latency_ms
    event["isBase64Encoded"] = False
    return event


def authorizer_event(
    session: Session,
    arn: str,
    headers: Iterable[tuple[str, str]],
    query_string: str,
    stage_variables: Mapping[str, str],
    trace_header: str,
) -> dict[str, Any]:
    """What the authorizer of $connect gets (row A76): nothing is left out, not even the upgrade's own headers (A28)."""
    values = _header_values(session, headers, trace_header)
    values |= {"Connection": ["upgrade"], "Upgrade": ["websocket"], "content-length": ["0"]}
    values = dict(sorted(values.items(), key=lambda item: item[0].lower()))
    query = parse_qs(query_string, keep_blank_values=True)
    return {
        "type": "REQUEST",
        "methodArn": arn,
        "headers": {name: all_values[-1] for name, all_values in values.items()},
        "multiValueHeaders": values,
        "queryStringParameters": {name: all_values[-1] for name, all_values in query.items()},
        "multiValueQueryStringParameters": query,
        "stageVariables": dict(stage_variables),
        "requestContext": _request_context(session, {"routeKey": "$connect"}, "CONNECT", session.connected_at_ms),
    }


def message_event(session: Session, route_key: str, body: str, stage_variables: Mapping[str, str]) -> dict[str, Any]:
    """What a message's route gets: no headers, no query string (rows A29 to A31)."""
    event: dict[str, Any] = {"stageVariables": dict(stage_variables)} if stage_variables else {}
    lead = {"routeKey": route_key, "messageId": new_id()}
    event["requestContext"] = _request_context(session, lead, "MESSAGE", _now_ms())
    event["body"] = body
    event["isBase64Encoded"] = False
    return event


def disconnect_event(
    session: Session, status_code: int, reason: str, stage_variables: Mapping[str, str]
) -> dict[str, Any]:
    """What the $disconnect route's integration gets (rows A32, A33)."""
    headers = {"Host": session.domain_name, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": ""}
    event: dict[str, Any] = {
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
    }
    if stage_variables:
        event["stageVariables"] = dict(stage_variables)
    lead = {"routeKey": "$disconnect", "disconnectStatusCode": status_code}
    event["requestContext"] = _request_context(session, lead, "DISCONNECT", _now_ms(), disconnectReason=reason)
    event["isBase64Encoded"] = False
    return event


def _header_values(session: Session, headers: Iterable[tuple[str, str]], trace_header: str) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in headers:
        if name.lower() not in _NOT_FORWARDED:
            values.setdefault(_CANONICAL.get(name.lower(), name), []).append(value)
    forwarded = values.get("X-Forwarded-For", [])
    values |= {
        "Host": [session.domain_name],
        "X-Amzn-Trace-Id": [trace_header],
        "X-Forwarded-For": [", ".join([*forwarded, session.source_ip])],
        "X-Forwarded-Port": ["443"],
        "X-Forwarded-Proto": ["https"],
    }
    return dict(sorted(values.items()))


def _request_context(
    session: Session, lead: dict[str, Any], event_type: str, at_ms: int, **after_direction: str
) -> dict[str, Any]:
    request_id = new_id()
    authorizer = {"authorizer": dict(session.authorizer)} if session.authorizer is not None else {}
    return {
        "routeKey": lead["routeKey"],
        **authorizer,
        **lead,
        "eventType": event_type,
        "extendedRequestId": request_id,
        "requestTime": clf(at_ms),
        "messageDirection": "IN",
        **after_direction,
        "stage": session.stage_name,
        "connectedAt": session.connected_at_ms,
        "requestTimeEpoch": at_ms,
        "identity": _identity(session),
        "requestId": request_id,
        "domainName": session.domain_name,
        "connectionId": session.connection_id,
        "apiId": session.api.record["ApiId"],
    }


def _identity(session: Session) -> dict[str, str | None]:
    """Who calls from where (row A24)."""
    identity: dict[str, str | None] = {}
    if caller := session.caller:
        identity |= {
            "accessKey": caller.access_key_id,
            "accountId": caller.account_id,
            "caller": caller.user_id,
            "cognitoAuthenticationProvider": None,
            "cognitoAuthenticationType": None,
            "cognitoIdentityId": None,
            "cognitoIdentityPoolId": None,
            "principalOrgId": None,
            "user": caller.user_id,
            "userArn": caller.arn,
        }
    if api_key := session.api_key:
        identity |= {"apiKey": api_key.value, "apiKeyId": api_key.key_id}
    if session.user_agent is not None:
        identity["userAgent"] = session.user_agent
    return {**identity, "sourceIp": session.source_ip}


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
