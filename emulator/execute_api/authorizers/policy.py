"""The IAM policy that a Lambda authorizer returns, held against the ARN of a route.

A denial counts more than any allowance. Conditions are not evaluated: an allowance with one counts as if it were met,
and a denial with one as if it were not (the rule of ``emulator.iam.role_policies``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from emulator.execute_api.integrations.lambda_permission import arn_like

ACTION = "execute-api:Invoke"


def allows(policy: Mapping[str, Any], arn: str) -> bool:
    """Whether ``policy`` lets its owner call the route with this ARN.

    :raises ValueError: it is no policy
    """
    effects = {s["Effect"] for s in _statements(policy) if _concerns(s, arn)}
    return "Allow" in effects and "Deny" not in effects


def _statements(policy: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    statements = policy.get("Statement")
    listed: list[Any] = statements if isinstance(statements, list) else [statements]
    for statement in listed:
        if not isinstance(statement, Mapping) or statement.get("Effect") not in ("Allow", "Deny"):
            raise ValueError("a statement of the policy needs the Effect Allow or Deny")
        for member in ("Action", "Resource"):
            if not _texts(statement.get(member, statement.get(f"Not{member}"))):
                raise ValueError(f"a statement of the policy needs {member}, a string or a list of strings")
    return listed


def _concerns(statement: Mapping[str, Any], arn: str) -> bool:
    if statement["Effect"] == "Deny" and statement.get("Condition"):
        return False
    # Actions have no case.
    return _matches(statement, "Action", ACTION.lower(), str.lower) and _matches(statement, "Resource", arn, str)


def _matches(statement: Mapping[str, Any], member: str, value: str, normalise: Any) -> bool:
    if member in statement:
        return any(arn_like(normalise(pattern)).match(value) for pattern in _texts(statement[member]))
    return not any(arn_like(normalise(pattern)).match(value) for pattern in _texts(statement[f"Not{member}"]))


def _texts(value: object) -> list[str]:
    """A string or a list of strings as a list; empty for anything else."""
    if isinstance(value, str):
        return [value]
    return value if isinstance(value, list) and all(isinstance(item, str) for item in value) else []
