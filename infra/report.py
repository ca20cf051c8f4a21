"""How provisioning tells what it does, while it does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Action(StrEnum):
    """What happened to a resource."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DELETED = "deleted"
    KEPT = "kept"
    """not deleted, because it is not ours"""


@dataclass(frozen=True)
class Difference:
    """A property that was not as wanted."""

    property: str
    old: Any
    new: Any


type Differences = tuple[Difference, ...]


@dataclass(frozen=True)
class Change:
    """What happened to one resource, such as ``function createVirus: updated``."""

    kind: str
    name: str
    action: Action
    differences: Differences = ()
    """why it was updated"""

    def __str__(self) -> str:
        return f"{self.action:<9}  {self.kind} {self.name}"


type Report = Callable[[Change], None]
"""Is called once for each resource, from any thread, but from one at a time."""


def differences(current: Mapping[str, Any], wanted: Mapping[str, Any]) -> Differences:
    """Where what is there is not as wanted. What AWS adds, and the order of lists, do not matter."""
    return tuple(
        Difference(name, current.get(name), value)
        for name, value in wanted.items()
        if not _includes(current.get(name), value)
    )


def _includes(current: Any, wanted: Any) -> bool:
    match wanted:
        case dict():
            return isinstance(current, dict) and all(_includes(current.get(key), wanted[key]) for key in wanted)
        case list():
            return isinstance(current, list) and sorted(current, key=repr) == sorted(wanted, key=repr)
        case _:
            return bool(current == wanted)
