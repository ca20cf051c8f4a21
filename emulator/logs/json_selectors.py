"""Selectors of JSON patterns: ``$.user.name``, ``$.items[0]``, ``$.items[*].id``, ``$.['cluster.name']``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from emulator.logs.errors import InvalidPatternError

_STEP = r"""\.[\w-]+|\.\*|\.?\[(?:\d+|\*|'[^']+'|"[^"]+")\]"""
SELECTOR = rf"\$(?:{_STEP})+"

_STEPS = re.compile(_STEP)
_ANY = object()


def compile_selector(selector: str) -> Callable[[Any], list[Any]]:
    """What gives the values that a selector points to: one or none, or several for a wildcard."""
    steps = [_step(found[0]) for found in _STEPS.finditer(selector)]
    if steps.count(_ANY) > 1:
        raise InvalidPatternError

    def select(event: Any) -> list[Any]:
        found = [event]
        for step in steps:
            found = [child for value in found for child in _children(value, step)]
        return found

    return select


def _step(text: str) -> object:
    name = text.removeprefix(".")
    if name in ("*", "[*]"):
        return _ANY
    if not name.startswith("["):
        return name
    inner = name[1:-1]
    return int(inner) if inner.isdigit() else inner[1:-1]


def _children(value: Any, step: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        if step is _ANY:
            yield from value.values()
        elif isinstance(step, str) and step in value:
            yield value[step]
    elif isinstance(value, list):
        if step is _ANY:
            yield from value
        elif isinstance(step, int) and step < len(value):
            yield value[step]
