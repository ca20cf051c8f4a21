"""Ask the route's authorizer who calls, and answer for it when it says no (rows B61 to B74)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from emulator.apigatewayv2.store import on_api_deleted, on_authorizers_reset
from emulator.console.guard import is_this_machine
from emulator.execute_api.authorizers import iam, jwt, lambda_
from emulator.execute_api.authorizers.answer import Answer, read_policy, read_simple
from emulator.execute_api.authorizers.cache import AnswerCache, Key
from emulator.execute_api.authorizers.identity_source import RequestValues, identity
from emulator.execute_api.authorizers.policy import ACTION
from emulator.execute_api.authorizers.refusals import AuthorizerError, ForbiddenError, UnauthorizedError
from emulator.execute_api.events import http_v1, http_v2
from emulator.execute_api.events.http_request import passed_headers
from emulator.execute_api.http.model import GatewayError, HttpCall, InternalServerError
from emulator.iam.sigv4 import SignedRequest

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import AuthorizerTypeDef

    from emulator.execute_api.authorizers.grants import Grant, IamGrant, JwtGrant, LambdaGrant

LOG = logging.getLogger(__name__)

LAMBDA_TIMEOUT_MS = 10_000

_answers = AnswerCache()
on_api_deleted.append(_answers.forget)
on_authorizers_reset.append(_answers.forget)


def authorize(call: HttpCall) -> None:
    """Let the call pass with a grant, or end it: 401 for nobody, 403 for who may not, 500 for a broken authorizer.

    A preflight request is no exception when a route takes it (row B51).
    """
    try:
        call.grant = _grant(call)
    except UnauthorizedError as error:
        _note(call, error)
        raise GatewayError(401, "Unauthorized", *_challenge(call, error)) from error
    except ForbiddenError as error:
        _note(call, error)
        raise GatewayError(403, "Forbidden", *_challenge(call, error)) from error
    except AuthorizerError as error:
        _note(call, error)
        raise InternalServerError from error


def _grant(call: HttpCall) -> Grant | None:
    assert call.route is not None
    match call.route.get("AuthorizationType", "NONE"):
        case "JWT":
            return _jwt_grant(call, _authorizer(call))
        case "CUSTOM":
            return _lambda_grant(call, _authorizer(call))
        case "AWS_IAM":
            return _iam_grant(call)
    return None


def _authorizer(call: HttpCall) -> AuthorizerTypeDef:
    assert call.route is not None
    authorizer = call.snapshot.authorizers.get(call.route.get("AuthorizerId", ""))
    if authorizer is None:
        raise AuthorizerError(f"Route {call.route['RouteKey']} has no authorizer")
    return authorizer


def _jwt_grant(call: HttpCall, authorizer: AuthorizerTypeDef) -> JwtGrant:
    assert call.route is not None
    found = identity(authorizer.get("IdentitySource", []), _values(call))
    if not found:
        raise UnauthorizedError("missing: token not provided")
    return jwt.grant_for(found[0], authorizer["JwtConfiguration"], call.route.get("AuthorizationScopes", []))


def _lambda_grant(call: HttpCall, authorizer: AuthorizerTypeDef) -> LambdaGrant:
    sources = authorizer.get("IdentitySource", [])
    found = identity(sources, _values(call))
    if found is None:
        raise UnauthorizedError(f"One of {', '.join(sources)} is missing")  # row B69
    arn = _arn(call)
    ttl_seconds = authorizer.get("AuthorizerResultTtlInSeconds", 0)
    key = Key(call.api.record["ApiId"], call.stage["StageName"], authorizer["AuthorizerId"], tuple(found))
    answer = _answers.get(key) if ttl_seconds else None
    if answer is None:
        answer = _ask(call, authorizer, arn, found if sources else None)
        if ttl_seconds:
            _answers.put(key, answer, ttl_seconds)
    return answer.grant_for(arn)


def _ask(call: HttpCall, authorizer: AuthorizerTypeDef, arn: str, found: list[str] | None) -> Answer:
    is_v2 = authorizer.get("AuthorizerPayloadFormatVersion") == "2.0"
    event = (http_v2 if is_v2 else http_v1).authorizer_event(call, arn, found)
    payload = lambda_.ask(authorizer, call.api, event, call.trace_header, LAMBDA_TIMEOUT_MS)
    return read_simple(payload) if authorizer.get("EnableSimpleResponses") else read_policy(payload)


def _iam_grant(call: HttpCall) -> IamGrant:
    request = call.request
    is_local = is_this_machine(request.source_ip)
    signed = SignedRequest(request.method, request.target, request.headers, request.body, is_local)
    return iam.grant_for(signed, ACTION, _arn(call), _arn(call))


def _values(call: HttpCall) -> RequestValues:
    assert call.route is not None
    return RequestValues(
        headers=passed_headers(call),
        query=parse_qs(call.request.query_string, keep_blank_values=True),
        context=http_v1.request_context(call) | {"routeKey": call.route["RouteKey"]},
        stage_variables=call.stage.get("StageVariables", {}),
    )


def _arn(call: HttpCall) -> str:
    """The route as policies name it, with the path that was asked for."""
    api = call.api
    where = f"{api.record['ApiId']}/{call.stage['StageName']}/{call.request.method}{call.resource_path}"
    return f"arn:aws:execute-api:{api.region}:{api.account_id}:{where}"


def _challenge(call: HttpCall, error: UnauthorizedError | ForbiddenError) -> list[tuple[str, str]]:
    """What a JWT authorizer tells about the token, none of which there is to tell without one (row B63)."""
    assert call.route is not None
    if call.route.get("AuthorizationType") != "JWT":
        return []
    value = "Bearer"
    if kind := _kind(error):
        scopes = " ".join(call.route.get("AuthorizationScopes", []))
        # It may quote the token, in which anything can be.
        description = "".join(c if c.isascii() and c.isprintable() and c != '"' else "?" for c in str(error))
        value = f'Bearer scope="{scopes}" error="{kind}" error_description="{description}"'
    return [("WWW-Authenticate", value)]


def _kind(error: Exception) -> str | None:
    """The OAuth 2.0 name of what is wrong with a token."""
    if isinstance(error, jwt.InvalidTokenError):
        return "invalid_token"
    return "insufficient_scope" if isinstance(error, jwt.InsufficientScopeError) else None


def _note(call: HttpCall, error: Exception) -> None:
    assert call.route is not None
    kind = _kind(error)
    call.authorizer_error = f"{kind}: {error}" if kind else str(error)
    LOG.info("Authorization of %s: %s", call.route["RouteKey"], call.authorizer_error)
