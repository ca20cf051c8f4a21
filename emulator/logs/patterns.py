"""Filter patterns: which log events one matches."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from emulator.logs import json_patterns, space_delimited, terms

type Matcher = Callable[[str], bool]
"""Tells whether a message matches."""


@lru_cache(maxsize=256)
def compile_pattern(pattern: str) -> Matcher:
    """Read ``pattern``. Its first character says in which of the three languages it is.

    Raises InvalidPatternError.
    """
    text = pattern.strip()
    if text.startswith("{"):
        return json_patterns.compile_pattern(text)
    if text.startswith("["):
        return space_delimited.compile_pattern(text)
    return terms.compile_pattern(text)
