"""The event of an HTTP API in payload format 1.0 (rows B30 to B33). Keys are in AWS's order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

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
        "requestContext": _request_context(call, resource, headers),
        "pathParameters": call.path_parameters or None,
        "stageVariables": dict(call.stage.get("StageVariables", {})) or None,
        "body": body,
        "isBase64Encoded": is_base64,
    }


def _request_context(call: HttpCall, resource: str, headers: dict[str, list[str]]) -> dict[str, Any]:
    assert call.route is not None
    request = call.request
    return {
        "accountId": call.api.account_id,
        "apiId": call.api.record["ApiId"],
        "authorizer": {"claims": None, "scopes": None},
        "domainName": request.domain_name,
        "domainPrefix": request.domain_name.partition(".")[0],
        "extendedRequestId": call.request_id,
        "httpMethod": request.method,
        "identity": {
            "accessKey": None,
            "accountId": None,
            "caller": None,
            "cognitoAuthenticationProvider": None,
            "cognitoAuthenticationType": None,
            "cognitoIdentityId": None,
            "cognitoIdentityPoolId": None,
            "principalOrgId": None,
            "sourceIp": request.source_ip,
            "user": None,
            "userAgent": headers.get("User-Agent", [""])[-1],
            "userArn": None,
        },
        "path": unquote(request.path),
        "protocol": request.protocol,
        "requestId": call.request_id,
        "requestTime": clf(call.received_ms),
        "requestTimeEpoch": call.received_ms,
        "resourceId": call.route["RouteKey"],  # row B33
        "resourcePath": resource,
        "stage": call.stage["StageName"],
    }
