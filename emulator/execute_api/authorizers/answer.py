"""What a Lambda authorizer answered: a yes or no for every route (row B68), or a policy (row A77)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emulator.execute_api.authorizers.grants import LambdaGrant
from emulator.execute_api.authorizers.policy import allows
from emulator.execute_api.authorizers.refusals import AuthorizerError, ForbiddenError

MAX_WEBSOCKET_BYTES = 8 * 1024
"""the largest result of a WebSocket API's authorizer (row A77)"""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that may be kept: it is held against each route anew."""

    decision: bool | Mapping[str, Any]
    """of a simple response, or the policy document"""
    grant: LambdaGrant

    def grant_for(self, arn: str) -> LambdaGrant:
        """The grant for the route with this ARN.

        :raises ForbiddenError: the answer is no
        :raises AuthorizerError: the policy is none
        """
        try:
            allowed = self.decision if isinstance(self.decision, bool) else allows(self.decision, arn)
        except ValueError as error:
            raise AuthorizerError(f"The authorizer's policy is malformed: {error}") from error
        if not allowed:
            raise ForbiddenError(f"The authorizer does not allow {arn}")
        return self.grant


def read_simple(payload: bytes) -> Answer:
    """Read ``{"isAuthorized": true, "context": {…}}`` (row B68).

    :raises AuthorizerError: it is something else
    """
    result = _object(payload)
    decision = result.get("isAuthorized")
    if not isinstance(decision, bool):
        raise AuthorizerError("The authorizer's response needs isAuthorized, true or false")
    return Answer(decision, LambdaGrant(_context(result), None, None))


def read_policy(payload: bytes) -> Answer:
    """Read ``{"principalId": "…", "policyDocument": {…}, "context": {…}}``.

    :raises AuthorizerError: it is something else
    """
    result = _object(payload)
    policy = result.get("policyDocument")
    if not isinstance(policy, Mapping):
        raise AuthorizerError("The authorizer's response needs a policyDocument")
    principal_id, key = result.get("principalId"), result.get("usageIdentifierKey")
    if not isinstance(principal_id, str | None) or not isinstance(key, str | None):
        raise AuthorizerError("principalId and usageIdentifierKey of the authorizer's response must be strings")
    return Answer(policy, LambdaGrant(_context(result), principal_id, key))


def read_websocket_policy(payload: bytes) -> Answer:
    """The same for a WebSocket API, with more rules: a principal, a flat context, 8 KB (row A77).

    :raises AuthorizerError: it is something else
    """
    if len(payload) > MAX_WEBSOCKET_BYTES:
        raise AuthorizerError(f"The authorizer's response has {len(payload)} bytes; {MAX_WEBSOCKET_BYTES} are allowed")
    answer = read_policy(payload)
    if not answer.grant.principal_id:
        raise AuthorizerError("The authorizer's response needs a principalId")
    for name, value in (answer.grant.context or {}).items():
        if isinstance(value, list | dict):
            raise AuthorizerError(f"context.{name} of the authorizer's response must be a string, number or boolean")
    return answer


def _object(payload: bytes) -> dict[str, Any]:
    try:
        result = json.loads(payload)
    except ValueError as error:
        raise AuthorizerError(f"The authorizer's response is not JSON: {error}") from error
    if not isinstance(result, dict):
        raise AuthorizerError("The authorizer's response must be an object")
    return result


def _context(result: Mapping[str, Any]) -> Mapping[str, Any] | None:
    context = result.get("context")
    if not isinstance(context, Mapping | None):
        raise AuthorizerError("context of the authorizer's response must be an object")
    return context
