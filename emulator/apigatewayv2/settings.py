"""From the parameters of a request to the members of a record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from emulator.apigatewayv2.errors import BadRequestException


def settings(request: Mapping[str, Any], *path: str) -> dict[str, Any]:
    """What a request sets: all its parameters but those in the URL, named in ``path``."""
    return {name: value for name, value in request.items() if name not in path}


def merge(record: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A new record with ``changes`` over ``record``; an empty string unsets a member, and unset members are absent."""
    return {name: value for name, value in (dict(record) | dict(changes)).items() if value != ""}


def merge_map(current: Mapping[str, Any] | None, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A new map with ``changes`` over ``current`` key by key; an empty value deletes its key (AWS's PATCH of maps)."""
    return {key: value for key, value in (dict(current or {}) | dict(changes)).items() if value not in ("", {})}


def merge_with_maps(record: Mapping[str, Any], changes: Mapping[str, Any], *maps: str) -> dict[str, Any]:
    """``merge``, but the members named in ``maps`` merge key by key; one that is empty then is absent."""
    merged_maps = {name: merge_map(record.get(name), changes[name]) or "" for name in maps if name in changes}
    return merge(record, {**changes, **merged_maps})


def refuse(given: Mapping[str, Any], protocol: str, *members: str) -> None:
    """Refuse members that APIs of this protocol do not have; false and empty values pass.

    :raises BadRequestException: naming the first such member
    """
    for member in members:
        if given.get(member):
            raise BadRequestException(f"{member} cannot be set for {protocol} protocol Apis")


def now() -> datetime:
    """This moment, in the whole seconds that API Gateway's timestamps have."""
    return datetime.now(UTC).replace(microsecond=0)
