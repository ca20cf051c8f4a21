"""The event of an HTTP API in payload format 1.0 (rows B30 to B33). Keys are in AWS's order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from emulator.execute_api.authorizers.grants import Grant, IamGrant, JwtGrant
from emulator.execute_api.clock import clf
from emulator.execute_api.events.http_request import body_text, passed_headers

if TYPE_CHECKING:
    from emulator.execute_api.http.model import HttpCall


def build_event(call: HttpCall) -> dict[str, Any]:
    """The event of a call whose stage and route are known. Keys with nothing to say are null, not absent (row B30)."""
    assert call.route is not None
    request = call.request
    route_key = call.route["RouteKey"]
    resource = route_key.partition(" ")[2] or route_key
    # Title-case names (row B22); the cookie header stays whole (row B24).
    headers = {name.title(): values for name, values in passed_headers(call).items()}
    query = parse_qs(request.query_string, keep_blank_values=True)
    body, is_base64 = body_text(call)
    return {
        "version": "1.0",
        "resource": resource,
        # Encoded and with the stage (rows B11, B32).
        "path": request.path,
        "httpMethod": request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,  # row B25
        "multiValueQueryStringParameters": query or None,
        "requestContext": request_context(call),
        "pathParameters": call.path_parameters or None,
        "stageVariables": dict(call.stage.get("StageVariables", {})) or None,
        "body": body,
        "isBase64Encoded": is_base64,
    }


def authorizer_event(call: HttpCall, arn: str, identity: list[str] | None) -> dict[str, Any]:
    """What a Lambda authorizer gets (row B67): the request without its body, and the identity sources' values."""
    event = build_event(call)
    sources = ",".join(identity or ())
    lead = {
        "version": event.pop("version"),
        "type": "REQUEST",
        "methodArn": arn,
        "identitySource": sources,
        "authorizationToken": sources,
    }
    names = ("resource", "path", "httpMethod", "headers", "queryStringParameters", "pathParameters", "stageVariables")
    rest = {name: {} if event[name] is None else event[name] for name in names}
    context = {name: value for name, value in event["requestContext"].items() if name != "authorizer"}
    return lead | rest | {"requestContext": context}


def request_context(call: HttpCall) -> dict[str, Any]:
    """``requestContext``, which is also where ``$context.{name}`` of HTTP APIs is found."""
    assert call.route is not None
    request = call.request
    route_key = call.route["RouteKey"]
    resource = route_key.partition(" ")[2] or route_key
    caller = call.grant.caller if isinstance(call.grant, IamGrant) else None
    return {
        "accountId": call.api.account_id,
        "apiId": call.api.record["ApiId"],
        "authorizer": _authorizer(call.grant),
        "domainName": request.domain_name,
        "domainPrefix": request.domain_name.partition(".")[0],
        "extendedRequestId": call.request_id,
        "httpMethod": request.method,
        "identity": {
            "accessKey": caller.access_key_id if caller else None,
            "accountId": caller.account_id if caller else None,
            "caller": caller.user_id if caller else None,
            "cognitoAuthenticationProvider": None,
            "cognitoAuthenticationType": None,
            "cognitoIdentityId": None,
            "cognitoIdentityPoolId": None,
            "principalOrgId": None,
            "sourceIp": request.source_ip,
            "user": caller.user_id if caller else None,
            "userAgent": request.header("user-agent") or "",
            "userArn": caller.arn if caller else None,
        },
        "path": unquote(request.path),
        "protocol": request.protocol,
        "requestId": call.request_id,
        "requestTime": clf(call.received_ms),
        "requestTimeEpoch": call.received_ms,
        "resourceId": route_key,  # row B33
        "resourcePath": resource,
        "stage": call.stage["StageName"],
    }


def _authorizer(grant: Grant | None) -> dict[str, Any]:
    """Who calls: the claims of a token (row B64), or what a Lambda authorizer told, as strings (row B73)."""
    if isinstance(grant, JwtGrant):
        return {"claims": dict(grant.claims), "scopes": grant.scopes}
    if grant is None or isinstance(grant, IamGrant):
        return {"claims": None, "scopes": None}
    return grant.strings()
