"""What ``$context`` variables say of a call, in access logs and parameter mappings (rows B77, B89)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from emulator.execute_api.authorizers.grants import IamGrant, JwtGrant, LambdaGrant
from emulator.execute_api.clock import clf

if TYPE_CHECKING:
    from emulator.execute_api.http.model import HttpCall


def context_variables(call: HttpCall) -> dict[str, str]:
    """The variables known so far by name, without ``$context.``; what is not known is absent."""
    request, api = call.request, call.api
    variables = {
        "accountId": api.account_id,
        "apiId": api.record["ApiId"],
        "domainName": request.domain_name,
        "domainPrefix": request.domain_name.partition(".")[0],
        "extendedRequestId": call.request_id,
        "httpMethod": request.method,
        "identity.sourceIp": request.source_ip,
        "path": unquote(request.path).partition("?")[0],
        "protocol": request.protocol,
        "requestId": call.request_id,
        "requestTime": clf(call.received_ms),
        "requestTimeEpoch": str(call.received_ms),
    }
    if user_agent := request.header("user-agent"):
        variables["identity.userAgent"] = user_agent
    if request.mapped:
        variables["customDomain.basePathMatched"] = request.mapped.base_path.removeprefix("/") or "(none)"
    if hasattr(call, "stage"):
        variables["stage"] = call.stage["StageName"]
    if call.route:
        variables["routeKey"] = call.route["RouteKey"]
    if call.authorizer_error:
        variables["authorizer.error"] = call.authorizer_error
    return variables | _of_caller(call)


def _of_caller(call: HttpCall) -> dict[str, str]:
    """Claims of a token, what a Lambda authorizer has told, or who signed the request."""
    match call.grant:
        case JwtGrant(claims):
            return {f"authorizer.claims.{name}": value for name, value in claims.items()}
        case LambdaGrant() as grant:
            return {f"authorizer.{name}": value for name, value in grant.strings().items()}
        case IamGrant(caller):
            return {
                "identity.accountId": caller.account_id,
                "identity.caller": caller.user_id,
                "identity.user": caller.user_id,
                "identity.userArn": caller.arn,
            }
    return {}
