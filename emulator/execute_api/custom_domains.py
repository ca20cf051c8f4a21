"""A custom domain name's API mappings: which API and stage a path is for (row B91)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from emulator.apigatewayv2.store import Domain


@dataclass(frozen=True, slots=True)
class MappedPath:
    """Where a path of a custom domain leads."""

    api_id: str
    stage_name: str
    key: str
    """the API mapping key that matched, empty for the mapping at the root"""
    path: str
    """what is left behind the key, percent-encoded: the path below the stage"""


def map_path(domain: Domain, path: str) -> MappedPath | None:
    """The mapping with the longest key that ``path`` (percent-encoded) begins with, segment by segment.

    Only keys are looked at: a mapping is chosen even if its API has no route for the rest. None: no mapping matches.
    """
    segments = path.removeprefix("/").split("/")
    names = [unquote(segment) for segment in segments]
    best = None
    for mapping in domain.mappings.values():
        key = mapping.get("ApiMappingKey") or ""
        parts = key.split("/") if key else []
        if names[: len(parts)] == parts and (best is None or len(parts) > best[0]):
            best = len(parts), key, mapping
    if best is None:
        return None
    length, key, mapping = best
    return MappedPath(mapping["ApiId"], mapping["Stage"], key, "/" + "/".join(segments[length:]))
