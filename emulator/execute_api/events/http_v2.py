"""The event of an HTTP API in payload format 2.0 (rows B14 to B28). Keys are in AWS's order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from emulator.execute_api.authorizers.grants import Grant, IamGrant, JwtGrant
from emulator.execute_api.clock import clf
from emulator.execute_api.events.http_request import body_text, passed_headers

if TYPE_CHECKING:
    from emulator.execute_api.http.model import HttpCall


def build_event(call: HttpCall) -> dict[str, Any]:
    """The event of a call whose stage and route are known. Keys with nothing to say are absent, not null (row B14)."""
    assert call.route is not None
    request = call.request
    # Decoded, and cut at a question mark that was encoded (row B11); a named stage is part of it (row B16).
    raw_path = unquote(request.path).partition("?")[0]
    # Lower-case names, repeated ones joined (row B22); cookies go elsewhere (row B24).
    passed = passed_headers(call)
    cookies = [cookie for line in passed.pop("cookie", []) for cookie in line.split("; ")]
    headers = {name: ",".join(values) for name, values in passed.items()}
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": call.route["RouteKey"],
        "rawPath": raw_path,
        "rawQueryString": request.query_string,
    }
    if cookies:
        event["cookies"] = cookies
    event["headers"] = headers
    if query := parse_qs(request.query_string, keep_blank_values=True):
        event["queryStringParameters"] = {name: ",".join(values) for name, values in query.items()}  # row B25
    event["requestContext"] = {
        "accountId": call.api.account_id,
        "apiId": call.api.record["ApiId"],
        **({"authorizer": _authorizer(call.grant)} if call.grant else {}),
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
    body, is_base64 = body_text(call)
    if body is not None:
        event["body"] = body
    if call.path_parameters:
        event["pathParameters"] = call.path_parameters
    event["isBase64Encoded"] = is_base64
    if variables := call.stage.get("StageVariables"):
        event["stageVariables"] = dict(variables)
    return event


def authorizer_event(call: HttpCall, arn: str, identity: list[str] | None) -> dict[str, Any]:
    """What a Lambda authorizer gets (row B66): the request without its body, and the identity sources' values."""
    event = build_event(call)
    lead = {"version": event.pop("version"), "type": "REQUEST", "routeArn": arn, "identitySource": identity}
    for name in ("body", "isBase64Encoded"):
        event.pop(name, None)
    return lead | event


def _authorizer(grant: Grant) -> dict[str, Any]:
    """Who calls: ``jwt`` (row B64), ``iam`` (row B74) or ``lambda`` (row B73)."""
    if isinstance(grant, JwtGrant):
        return {"jwt": {"claims": dict(grant.claims), "scopes": grant.scopes}}
    if isinstance(grant, IamGrant):
        caller = grant.caller
        return {
            "iam": {
                "accessKey": caller.access_key_id,
                "accountId": caller.account_id,
                "callerId": caller.user_id,
                "cognitoIdentity": None,
                "principalOrgId": None,
                "userArn": caller.arn,
                "userId": caller.user_id,
            }
        }
    return {"lambda": grant.context}
