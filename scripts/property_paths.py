"""How the properties of a resource differ, as lines: ``Timeout  6 → 9``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from infra.report import Difference

_LONGEST_VALUE = 60
_DIGEST_SHOWN = 8
_DIGEST = "CodeSha256"
_NOTHING = object()


def lines_of(differences: Iterable[Difference]) -> Iterator[str]:
    """A line for each value that differs, under its path: ``CorsConfiguration.MaxAge  300 → 60``."""
    leaves = [leaf for each in differences for leaf in _leaves(each.property, each.old, each.new)]
    width = max((len(path) for path, _, _ in leaves), default=0)
    for path, old, new in leaves:
        yield f"{path:<{width}}  {_shown(old)} → {_shown(new)}"


def _leaves(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if old == new:
        return
    if path == _DIGEST:
        yield "code", old[:_DIGEST_SHOWN], new[:_DIGEST_SHOWN]
    elif isinstance(old, dict) and isinstance(new, dict):
        # What only AWS has is what AWS adds.
        for name in new:
            yield from _leaves(f"{path}.{name}", old.get(name, _NOTHING), new[name])
        for name in old.keys() - new.keys():
            yield f"{path}.{name}", old[name], _NOTHING
    elif isinstance(old, list) and isinstance(new, list) and any(isinstance(each, dict) for each in old + new):
        for index, (before, after) in enumerate(zip_longest(old, new, fillvalue=_NOTHING)):
            yield from _leaves(f"{path}[{index}]", before, after)
    elif not (isinstance(old, list) and isinstance(new, list) and sorted(old) == sorted(new)):
        yield path, old, new


def _shown(value: Any) -> str:
    if value is _NOTHING or value is None:
        return "(none)"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
