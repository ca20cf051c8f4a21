"""What happened, as spans: names for people, and what was sent and answered without its secrets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from emulator.iam.role_sessions import role_session
from emulator.tracing.happenings import (
    AwsCalled,
    Fired,
    FunctionRan,
    Happening,
    HttpCalled,
    Posted,
    RecordRead,
    SocketCalled,
)
from emulator.tracing.mask import as_text, masked, masked_text, shown_bytes

type Kind = Literal[
    "http", "function", "call", "record", "delivery", "frame", "connect", "message", "disconnect", "schedule"
]

POST_OPERATIONS = {"POST": "PostToConnection", "GET": "GetConnection", "DELETE": "DeleteConnection"}

_EVENT_SOURCE = re.compile(rb'"(?:eventSource|EventSource|source)"\s*:\s*"aws[.:]([\w.:-]+)"')
_RESOURCES = ("TableName", "FunctionName", "QueueUrl", "TopicArn", "Bucket", "SecretId", "Name", "StreamArn")


@dataclass(slots=True)
class Span:
    """One bar of the waterfall."""

    id: str
    kind: Kind
    name: str
    resource: str
    started: float
    """seconds since 1970"""
    ended: float
    is_error: bool
    happening: Happening
    attributes: dict[str, Any] = field(default_factory=dict)
    parent_id: str | None = None


def spans_of(number: int, happening: Happening) -> Iterator[Span]:
    """The spans of a happening, none for some; ``number`` is its own. Without what was sent: see `texts`."""
    started, ended, span_id = happening.started, happening.ended, f"{number:x}"
    match happening:
        case HttpCalled():
            name = f"{happening.method} {masked_text(happening.path)}"
            about = {"routeKey": happening.route_key, "stage": happening.stage, "httpStatus": happening.status}
            yield Span(
                span_id, "http", name, happening.api_id, started, ended, happening.status >= 500, happening, about
            )
        case SocketCalled():
            yield from _socket_spans(span_id, happening)
        case FunctionRan():
            yield Span(
                span_id,
                "function",
                happening.function_name,
                happening.function_name,
                started,
                ended,
                happening.is_error,
                happening,
                invocation_facts(happening),
            )
        case AwsCalled():
            name = f"{happening.service}.{happening.operation}"
            about = {"httpStatus": happening.status, "caller": caller_of(happening)}
            if happening.error_code:
                about["errorCode"] = happening.error_code
            yield Span(
                span_id, "call", name, resource_of(happening), started, ended, happening.status >= 400, happening, about
            )
        case RecordRead():
            name = f"{happening.record['eventName']} {happening.table}"
            about = {"sequenceNumber": happening.record["dynamodb"].get("SequenceNumber")}
            yield Span(span_id, "record", name, happening.table, started, ended, False, happening, about)
        case Posted():
            name = POST_OPERATIONS.get(happening.method, happening.method)
            is_error = happening.status >= 400 and happening.status != 410
            about = {"httpStatus": happening.status, "apiId": happening.api_id}
            yield Span(span_id, "delivery", name, happening.connection_id, started, ended, is_error, happening, about)
            if has_frame(happening):
                yield _frame(span_id, happening.connection_id, ended, happening, happening.payload_bytes)
        case Fired():
            name = happening.arn.rpartition("/")[2]
            about = {"expression": happening.expression, "target": happening.target}
            yield Span(span_id, "schedule", name, happening.arn, started, ended, False, happening, about)


def has_frame(happening: Happening) -> bool:
    """Whether a frame went to a client."""
    if isinstance(happening, Posted):
        return happening.method == "POST" and happening.status == 200
    return isinstance(happening, SocketCalled) and happening.answer is not None


def _socket_spans(span_id: str, happening: SocketCalled) -> Iterator[Span]:
    names = {"connect": "$connect", "disconnect": "$disconnect"}
    name = names.get(happening.kind) or f"message ({happening.route_key or 'no route'})"
    about = {"apiId": happening.api_id, "stage": happening.stage, "routeKey": happening.route_key}
    if happening.error:
        about["error"] = happening.error
    yield Span(
        span_id,
        "connect" if happening.kind == "disconnect" else happening.kind,
        name,
        happening.connection_id,
        happening.started,
        happening.ended,
        happening.status >= 400,
        happening,
        about | {"httpStatus": happening.status},
    )
    if has_frame(happening):
        yield _frame(span_id, happening.connection_id, happening.ended, happening, happening.answer_bytes)


def _frame(span_id: str, connection_id: str, at: float, happening: Happening, size: int) -> Span:
    """Written at once, into the socket: what the network does with it is not seen."""
    about = {"bytes": size, "direction": "out"}
    return Span(f"{span_id}f", "frame", "frame", connection_id, at, at, False, happening, about, parent_id=span_id)


def texts(span: Span) -> tuple[str | None, str | None]:
    """What was sent and what was answered, for people."""
    match happening := span.happening:
        case Posted() if span.kind == "frame":
            return shown_bytes(happening.payload, happening.payload_bytes), None
        case SocketCalled() if span.kind == "frame":
            return shown_bytes(happening.answer or b"", happening.answer_bytes), None
        case HttpCalled():
            query = f"?{masked_text(happening.query_string)}" if happening.query_string else ""
            request = {
                "request": f"{happening.method} {masked_text(happening.path)}{query}",
                "headers": _headers(happening.request_headers),
                "body": shown_bytes(happening.request_body, happening.request_bytes),
            }
            response = {
                "status": happening.status,
                "headers": _headers(happening.response_headers),
                "body": shown_bytes(happening.response_body, happening.response_bytes),
            }
            return as_text(request), as_text(response)
        case SocketCalled():
            text = shown_bytes(happening.text.encode(), happening.text_bytes)
            headers = _headers(happening.headers.items())
            sent = as_text({"headers": headers}) if happening.kind == "connect" else text
            result = shown_bytes(happening.result, len(happening.result)) if happening.result else happening.error
            return sent, result
        case FunctionRan():
            return (
                shown_bytes(happening.payload, happening.payload_bytes),
                shown_bytes(happening.result, happening.result_bytes),
            )
        case AwsCalled():
            answer = happening.response
            if answer is None:
                shown = f"({happening.response_bytes} bytes)" if happening.response_bytes else happening.error_code
            else:
                is_json = isinstance(answer, bytes)
                shown = shown_bytes(answer, happening.response_bytes) if is_json else as_text(answer)
            return as_text(_request(happening)), shown
        case RecordRead():
            return as_text(happening.record), None
        case Posted():
            return shown_bytes(happening.payload, happening.payload_bytes), json.dumps({"status": happening.status})
        case Fired():
            return json.dumps({"target": happening.target}), None
        case _:
            return None, None


def caller_of(call: AwsCalled) -> str | None:
    """The function that has made a call: its name is that of the session of its role."""
    session = role_session(call.access_key_id) if call.access_key_id else None
    return session.session_name if session else None


def resource_of(call: AwsCalled) -> str:
    """What a call was about: a table, a function, a queue."""
    request = _request(call)
    if tables := request.get("RequestItems"):
        return ", ".join(tables) if isinstance(tables, dict) else ""
    for actions in request.get("TransactItems") or ():
        for action in actions.values() if isinstance(actions, dict) else ():
            if isinstance(action, dict) and "TableName" in action:
                return str(action["TableName"])
    named = next((str(request[name]) for name in _RESOURCES if request.get(name)), "")
    return named.rpartition("/")[2] if named.startswith("http") else named


def _request(call: AwsCalled) -> Mapping[str, Any]:
    request = json.loads(call.request) if isinstance(call.request, bytes) else call.request
    return request if isinstance(request, Mapping) else {}


def invocation_facts(ran: FunctionRan) -> dict[str, Any]:
    """What Lambda's report has."""
    invoked = ran.invoked
    return {
        "requestId": ran.request_id,
        "coldStart": bool(invoked and invoked.init_duration is not None),
        "initMs": milliseconds(invoked.init_duration) if invoked and invoked.init_duration is not None else None,
        "maxMemoryMb": round(invoked.peak_memory / 2**20) if invoked else None,
        "error": _error_type(ran),
        "source": _source(ran.payload),
    }


def milliseconds(seconds: float) -> float:
    """With microseconds."""
    return round(seconds * 1000, 3)


def _error_type(ran: FunctionRan) -> str | None:
    if not ran.is_error:
        return None
    try:
        return str(json.loads(ran.result)["errorType"])
    except (ValueError, TypeError, KeyError):
        failure = ran.invoked.failure if ran.invoked else None
        return (failure.error_type if failure else None) or "Error"


def _source(payload: bytes) -> str:
    """Which service has made the event, as far as the event says."""
    if match := _EVENT_SOURCE.search(payload):
        return match[1].decode().lower()
    return "apigateway" if b'"requestContext"' in payload else "invoke"


def _headers(headers: Any) -> Any:
    return masked(dict(headers))
