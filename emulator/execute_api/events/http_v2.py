"""The event of an HTTP API in payload format 2.0 (rows B14 to B28). Keys are in AWS's order."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from emulator.execute_api.clock import clf

if TYPE_CHECKING:
    from emulator.execute_api.http.model import HttpCall

# The connection between client and gateway is none of the function's business.
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"})
_TEXT_TYPES = ("application/json", "application/xml", "application/javascript")


def build_event(call: HttpCall) -> dict[str, Any]:
    """The event of a call whose stage and route are known. Keys with nothing to say are absent, not null (row B14)."""
    assert call.route is not None
    request = call.request
    # Decoded, and cut at a question mark that was encoded (row B11); a named stage is part of it (row B16).
    raw_path = unquote(request.path).partition("?")[0]
    headers = _headers(call)
    cookies = headers.pop("cookie", None)
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": call.route["RouteKey"],
        "rawPath": raw_path,
        "rawQueryString": request.query_string,
    }
    if cookies:
        event["cookies"] = cookies.split("; ")
    event["headers"] = headers
    if query := _joined(parse_qsl(request.query_string, keep_blank_values=True)):
        event["queryStringParameters"] = query
    event["requestContext"] = {
        "accountId": call.api.account_id,
        "apiId": call.api.record["ApiId"],
        "domainName": request.domain_name,
        "domainPrefix": request.domain_name.partition(".")[0],
        "http": {
            "method": request.method,
            "path": raw_path,
            "protocol": request.protocol,
            "sourceIp": request.source_ip,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": call.request_id,
        "routeKey": call.route["RouteKey"],
        "stage": call.stage["StageName"],
        "time": clf(call.received_ms),
        "timeEpoch": call.received_ms,
    }
    is_text = _is_text(headers.get("content-type"))
    if request.body:
        event["body"] = request.body.decode(errors="replace") if is_text else base64.b64encode(request.body).decode()
    if call.path_parameters:
        event["pathParameters"] = call.path_parameters
    event["isBase64Encoded"] = bool(request.body) and not is_text
    if variables := call.stage.get("StageVariables"):
        event["stageVariables"] = dict(variables)
    return event


def _headers(call: HttpCall) -> dict[str, str]:
    """Lower-case names, repeated ones joined (row B22), with what the gateway adds (rows B23, B49)."""
    request = call.request
    headers = _joined((name.lower(), value) for name, value in request.headers)
    for name in _HOP_BY_HOP:
        headers.pop(name, None)
    forwarded = headers.get("x-forwarded-for")
    headers |= {
        "content-length": str(len(request.body)),
        "host": request.domain_name,
        "x-amzn-trace-id": call.trace_header,
        "x-forwarded-for": f"{forwarded}, {request.source_ip}" if forwarded else request.source_ip,
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    }
    return dict(sorted(headers.items()))


def _joined(pairs: Any) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _is_text(content_type: str | None) -> bool:
    """All other bodies, forms and those without a type among them, go in base64 (row B26)."""
    media_type = (content_type or "").partition(";")[0].strip().lower()
    return media_type.startswith("text/") or media_type in _TEXT_TYPES
