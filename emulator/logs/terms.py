"""Patterns for unstructured events: ``ERROR "a phrase" -excluded ?either ?or %regex%``. Case counts, words do not."""

from __future__ import annotations

import re
from collections.abc import Callable

from emulator.logs.errors import InvalidPatternError
from emulator.logs.regular_expressions import compile_regex

_TERM = re.compile(r'(?P<sign>[?-]?)(?P<term>"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)+%|[^\s"%]+)(?=\s|$)', re.DOTALL)
_WORD = re.compile(r"\w+")
_ESCAPED = re.compile(r'\\(["\\])')

type _Test = Callable[[str], object]


def compile_pattern(text: str) -> Callable[[str], bool]:
    """Read a pattern of terms; an empty one matches everything.

    >>> compile_pattern('ERROR -"not found"')("ERROR: forbidden")
    True
    """
    terms: dict[str, list[_Test]] = {"": [], "-": [], "?": []}
    position = 0
    while position < len(text):
        if not (found := _TERM.match(text, position)):
            raise InvalidPatternError
        terms[found["sign"]].append(_test(found["term"]))
        position = found.end()
        position += len(text) - position - len(text[position:].lstrip())
    wanted, excluded, either = terms[""], terms["-"], terms["?"]
    if wanted or excluded:
        either = []  # beside other terms they are ignored

    def matches(message: str) -> bool:
        return (
            all(test(message) for test in wanted)
            and not any(test(message) for test in excluded)
            and (not either or any(test(message) for test in either))
        )

    return matches


def _test(term: str) -> _Test:
    if term.startswith("%"):
        return compile_regex(term).search
    if term.startswith('"'):
        phrase = _ESCAPED.sub(r"\1", term[1:-1])
        if not phrase.strip():
            return lambda _message: True
        return lambda message: phrase in message
    if not _WORD.fullmatch(term):
        raise InvalidPatternError(f"Invalid character(s) in term '{term}'")
    return lambda message: term in message
