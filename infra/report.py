"""How provisioning tells what it does, while it does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What happened to a resource."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DELETED = "deleted"
    KEPT = "kept"
    """not deleted, because it is not ours"""


@dataclass(frozen=True)
class Change:
    """What happened to one resource, such as ``function createVirus: updated``."""

    kind: str
    name: str
    action: Action

    def __str__(self) -> str:
        return f"{self.action:<9}  {self.kind} {self.name}"


type Report = Callable[[Change], None]
"""Is called once for each resource, from any thread, but from one at a time."""
