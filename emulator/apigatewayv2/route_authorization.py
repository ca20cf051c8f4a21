"""How a route may be authorized (rows A75, A79, B61, B68, B74, C44)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from emulator.apigatewayv2 import quotas
from emulator.apigatewayv2.errors import BadRequestException

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef

    from emulator.apigatewayv2.store import Api

CONNECT = "$connect"

_TYPES = {"HTTP": ("AWS_IAM", "CUSTOM", "JWT", "NONE"), "WEBSOCKET": ("AWS_IAM", "CUSTOM", "NONE")}
_AUTHORIZER_TYPE = {"CUSTOM": "REQUEST", "JWT": "JWT"}
"""The type of authorizer that each authorization type needs; the others need none."""


def without_stale_authorizer(changes: Mapping[str, Any]) -> dict[str, Any]:
    """``changes`` that also unset what a new authorization type has no use for: authorizer and scopes."""
    kind = changes.get("AuthorizationType")
    unset: dict[str, Any] = {}
    if kind and kind not in _AUTHORIZER_TYPE:
        unset["AuthorizerId"] = ""
    if kind and kind != "JWT":
        unset["AuthorizationScopes"] = ""
    return unset | dict(changes)


def check_authorization(api: Api, route: RouteTypeDef) -> None:
    """Check the authorization of a route as it would be stored.

    :raises BadRequestException: a type that the protocol lacks, no fitting authorizer, a route where WebSocket APIs
        do not authorize, or scopes where there is no token
    """
    protocol, kind = api.record["ProtocolType"], route["AuthorizationType"]
    if kind not in _TYPES[protocol]:
        raise BadRequestException(
            f"Invalid authorization type {kind} specified for {protocol} protocol Apis. "
            f"Must be one of [{', '.join(_TYPES[protocol])}]"
        )
    if protocol == "WEBSOCKET" and kind != "NONE" and route["RouteKey"] != CONNECT:
        raise BadRequestException("Currently, authorization is restricted to the $connect route only")
    _check_authorizer(api, route, kind)
    if scopes := route.get("AuthorizationScopes"):
        if kind != "JWT":
            raise BadRequestException("Authorization scopes are supported only for authorization type JWT")
        if len(scopes) > quotas.SCOPES:
            raise BadRequestException(f"A route may have at most {quotas.SCOPES} authorization scopes")


def _check_authorizer(api: Api, route: RouteTypeDef, kind: str) -> None:
    authorizer_id = route.get("AuthorizerId", "")
    needed = _AUTHORIZER_TYPE.get(kind)
    if needed is None:
        if authorizer_id:
            raise BadRequestException(
                f"Authorization type {kind} has no authorizer. Use CUSTOM or JWT with an authorizer"
            )
        return
    authorizer = api.authorizers.get(authorizer_id)
    if authorizer is None or authorizer["AuthorizerType"] != needed:
        requirement = (
            "JWT requires a valid JWT authorizer."
            if kind == "JWT"
            else "CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."
        )
        raise BadRequestException(f"Invalid authorizer ID specified. Setting the authorization type to {requirement}")
