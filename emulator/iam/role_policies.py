"""Whether the policies of a role, or of a user, allow an action, as moto's policy evaluation has it.

Conditions need values that a local machine has not: an allowance with a condition counts as if the condition were met,
and a denial with one as if it were not.
"""

from __future__ import annotations

import json
from enum import Enum
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from localstack.services.plugins import SERVICE_PLUGINS
from moto.iam.access_control import IAMPolicy, PermissionResult

from emulator.iam.role_sessions import RoleSession, iam_store
from emulator.iam.users import User


class Decision(Enum):
    """What the policies of a role or a user say to a call."""

    ALLOWED = "allowed"
    NOT_ALLOWED = "not allowed"
    """no statement allows it"""
    DENIED = "denied"
    """a statement denies it"""


_generation = 0


def decide(principal: RoleSession | User, action: str, resource: str | None) -> Decision:
    """Whether ``principal`` may do ``action`` (``dynamodb:PutItem``) on the resource with this ARN.

    Without a resource, where a request does not tell it, an allowance for any resource will do.
    """
    return _decide(principal, action, resource, _generation)


def forget_decisions() -> None:
    """To be called when IAM has changed: what was decided until then is not remembered any longer."""
    global _generation
    _generation += 1


@lru_cache(maxsize=4096)
def _decide(principal: RoleSession | User, action: str, resource: str | None, _generation: int) -> Decision:
    decision = Decision.NOT_ALLOWED
    for document in _documents(principal):
        result = _evaluated(document, resource is None).is_action_permitted(action, resource or "*")
        if result is PermissionResult.DENIED:
            return Decision.DENIED
        if result is PermissionResult.PERMITTED:
            decision = Decision.ALLOWED
    return decision


def _documents(principal: RoleSession | User) -> list[str]:
    """The principal's policies as JSON: inline ones, and the default versions of those that are attached."""
    simulator = SERVICE_PLUGINS.require("iam")._provider.policy_simulator
    store = iam_store(principal.account_id)
    if isinstance(principal, User):
        owners = principal.policy_owners() if principal.entity() else []
        documents = [d for owner in owners for d in simulator.get_policies_from_principal(store, owner)]
    elif role := principal.role():
        _trust, *documents = simulator.get_policies_from_principal(store, role.role["Arn"])
    else:
        documents = []  # a deleted role allows nothing
    return [unquote(document) for document in documents]


@lru_cache(maxsize=512)
def _evaluated(document: str, for_any_resource: bool) -> IAMPolicy:
    statements = json.loads(document)["Statement"]
    unconditional = [
        _unconditional(statement)
        for statement in (statements if isinstance(statements, list) else [statements])
        if statement["Effect"] == "Allow" or ("Condition" not in statement and not for_any_resource)
    ]
    if for_any_resource:
        # moto compares no resource where a statement has none.
        unconditional = [{k: v for k, v in statement.items() if k != "Resource"} for statement in unconditional]
    return IAMPolicy(json.dumps({"Statement": unconditional}))


def _unconditional(statement: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in statement.items() if name != "Condition"}
