"""What an authorizer that lets a caller pass knows about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from emulator.iam.callers import Caller


@dataclass(frozen=True, slots=True)
class JwtGrant:
    """A valid token."""

    claims: Mapping[str, str]
    scopes: list[str] | None


@dataclass(frozen=True, slots=True)
class LambdaGrant:
    """What a Lambda authorizer has told beside its yes."""

    context: Mapping[str, Any] | None
    """as the function returned it"""
    principal_id: str | None
    usage_identifier_key: str | None

    def strings(self) -> dict[str, str]:
        """``principalId`` and the context as text, as all events but payload format 2.0 have them (rows A41, B73)."""
        principal = {"principalId": self.principal_id} if self.principal_id is not None else {}
        context = {name: text(value) for name, value in (self.context or {}).items() if value is not None}
        return principal | context


@dataclass(frozen=True, slots=True)
class IamGrant:
    """A signed request."""

    caller: Caller


type Grant = JwtGrant | LambdaGrant | IamGrant


def text(value: object) -> str:
    """A JSON value as text: strings as they are, the rest as JSON."""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))
