"""JWT authorizers of HTTP APIs (rows B61 to B65).

The texts that tell the client what is wrong with its token are AWS's where they are on record; AWS's gateway takes some
of them from the Go library that it uses.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from jwt import PyJWTError
from jwt.api_jws import PyJWS

from emulator.execute_api.authorizers.grants import JwtGrant
from emulator.execute_api.authorizers.issuer_keys import IssuerUnreachableError, signing_key
from emulator.execute_api.authorizers.refusals import ForbiddenError, UnauthorizedError

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import JWTConfigurationOutputTypeDef

ALGORITHMS = ("RS256", "RS384", "RS512")

_BEARER = "bearer "


class InvalidTokenError(UnauthorizedError):
    """401: there is a token, and it is not good. ``str`` is for the client, too."""


class InsufficientScopeError(ForbiddenError):
    """403: the token is good, but for other things."""


def grant_for(token: str, configuration: JWTConfigurationOutputTypeDef, scopes: Sequence[str]) -> JwtGrant:
    """What a valid token grants. May wait for the issuer's keys: call it from a worker thread.

    :param token: as the identity source has it, with ``Bearer`` in front or not (row B61)
    :param scopes: the route's, of which the token needs one
    :raises InvalidTokenError: signature, issuer, audience or time are wrong
    :raises InsufficientScopeError: the token has none of the scopes
    """
    if token.lower().startswith(_BEARER):
        token = token[len(_BEARER) :].strip()
    issuer = configuration.get("Issuer", "")
    claims = _verified_claims(token, issuer)
    _check_claims(claims, issuer, configuration.get("Audience", []))
    granted = _scopes(claims)
    needed = [scope for scope in scopes if scope in granted]
    if scopes and not needed:
        raise InsufficientScopeError(f"expected scopes: [{' '.join(scopes)}]")
    return JwtGrant({name: claim_text(value) for name, value in claims.items()}, needed or None)


def _verified_claims(token: str, issuer: str) -> dict[str, Any]:
    """The claims of a token that the issuer has signed."""
    segments = token.split(".")
    if len(segments) != 3:
        raise InvalidTokenError("token contains an invalid number of segments")
    header = _json_segment(segments[0])
    claims = _json_segment(segments[1])
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS:
        raise InvalidTokenError(f"signing method {algorithm} is invalid")
    try:
        key = signing_key(issuer, str(header.get("kid", "")))
    except IssuerUnreachableError as error:
        raise InvalidTokenError(str(error)) from error
    if key is None:
        raise InvalidTokenError("the token's kid is not among the issuer's keys")
    try:
        PyJWS().decode_complete(token, key.key, algorithms=[algorithm])
    except PyJWTError as error:
        raise InvalidTokenError("crypto/rsa: verification error") from error
    return claims


def _json_segment(segment: str) -> dict[str, Any]:
    try:
        value = json.loads(base64.b64decode(segment + "=" * (-len(segment) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise InvalidTokenError("token contains a segment that is no JSON in base64url") from error
    if not isinstance(value, dict):
        raise InvalidTokenError("token contains a segment that is no JSON object")
    return value


def _check_claims(claims: Mapping[str, Any], issuer: str, audience: Sequence[str]) -> None:
    """In the order that AWS documents (row B62)."""
    if claims.get("iss") != issuer:
        raise InvalidTokenError("issuer does not match")
    # client_id counts only where there is no aud.
    presented = claims.get("aud") or claims.get("client_id")
    if not any(expected in (presented if isinstance(presented, list) else [presented]) for expected in audience):
        raise InvalidTokenError("the token does not have a valid audience")
    now = time.time()
    if _instant(claims, "exp", missing=0.0) <= now:
        raise InvalidTokenError("the token has expired")
    if _instant(claims, "nbf", missing=now) > now:
        raise InvalidTokenError("the token is not valid yet")
    if _instant(claims, "iat", missing=now) > now:
        raise InvalidTokenError("the token was issued in the future")


def _instant(claims: Mapping[str, Any], name: str, missing: float) -> float:
    """A claim in seconds since the epoch."""
    value = claims.get(name)
    if value is None:
        return missing
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidTokenError(f"{name} of the token is not a number")
    return value


def _scopes(claims: Mapping[str, Any]) -> list[str]:
    """``scope`` or ``scp``: words in a string, or a list."""
    value = claims.get("scope", claims.get("scp"))
    if isinstance(value, str):
        return value.split()
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def claim_text(value: object) -> str:
    """A claim as AWS hands it on: all are strings (row B64), in the form that Go prints.

    ``1583348638``, ``true``, ``[a b]``, ``map[roles:[a b]]``.
    """
    if isinstance(value, str):
        return value
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{' '.join(claim_text(item) for item in value)}]"
    if isinstance(value, dict):
        return f"map[{' '.join(f'{key}:{claim_text(value[key])}' for key in sorted(value))}]"
    return str(int(value) if isinstance(value, float) and value.is_integer() else value)
