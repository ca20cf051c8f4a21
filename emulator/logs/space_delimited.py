"""Patterns for events of fields between spaces: ``[ip, user, ..., status = 4* || status = 5*, bytes > 1000]``.

What is between quotes or brackets is one field. The last one named takes the rest of the line, and an ellipsis any
number of fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from emulator.logs.errors import InvalidPatternError
from emulator.logs.operands import OPERAND, OPERATORS, compile_comparison, number_of

_ELLIPSIS = "..."
_MAX_EXPRESSIONS = 2

_FIELD = re.compile(rf'\s*((?:{OPERAND}|[^",%])*?)\s*(?:,|$)', re.DOTALL)
_CONDITION = re.compile(
    rf"\s*(?P<name>[\w-]+)(?:\s*(?P<operator>{OPERATORS})\s*(?P<operand>{OPERAND}|[^\s,&|\"%<>=!]+))?\s*", re.DOTALL
)
_SIGN = re.compile(r"&&|\|\|")
_WORD = re.compile(r'\[(?P<bracketed>[^\]]*)\](?!\S)|"(?P<quoted>[^"]*)"(?!\S)|(?P<bare>\S+)')

type _Test = Callable[[str], bool]


class _Word(NamedTuple):
    start: int
    text: str


def compile_pattern(text: str) -> Callable[[str], bool]:
    """Read a pattern in brackets."""
    if not text.endswith("]"):
        raise InvalidPatternError
    fields = _fields(text[1:-1])
    names = [name for name, _ in fields]
    if len(set(names)) < len(names) or names == [_ELLIPSIS] * len(names):
        raise InvalidPatternError
    tests = [test for _, test in fields]
    if _ELLIPSIS not in names:
        return lambda message: _matches_whole(tests, message)
    gap = names.index(_ELLIPSIS)
    return lambda message: _matches_around(tests[:gap], tests[gap + 1 :], message)


def _matches_whole(tests: list[_Test], message: str) -> bool:
    words = _words(message)
    if len(words) < len(tests):
        return False
    if len(words) > len(tests):
        last = words[len(tests) - 1]
        words = [*words[: len(tests) - 1], _Word(last.start, message[last.start :].rstrip())]
    return all(test(word.text) for test, word in zip(tests, words, strict=True))


def _matches_around(before: list[_Test], after: list[_Test], message: str) -> bool:
    words = _words(message)
    if len(words) < len(before) + len(after):
        return False
    first = all(test(word.text) for test, word in zip(before, words, strict=False))
    return first and all(test(word.text) for test, word in zip(reversed(after), reversed(words), strict=False))


def _words(message: str) -> list[_Word]:
    return [_Word(found.start(), found[str(found.lastgroup)]) for found in _WORD.finditer(message)]


def _fields(text: str) -> list[tuple[str, _Test]]:
    fields, position, expressions = [], 0, 0
    while position <= len(text):
        if not (found := _FIELD.match(text, position)):
            raise InvalidPatternError
        name, test, more = _field(found[1])
        fields.append((name, test))
        expressions += more
        if found.end() == len(text) and not text.endswith(","):
            break
        position = found.end()
        if position == len(text):
            raise InvalidPatternError  # nothing follows the last comma
    if expressions > _MAX_EXPRESSIONS:
        raise InvalidPatternError
    return fields


def _field(text: str) -> tuple[str, _Test, int]:
    """Its name, its test, and how many regular expressions that has."""
    if text == _ELLIPSIS:
        return _ELLIPSIS, lambda _word: True, 0
    alternatives: list[list[_Test]] = [[]]
    names, expressions, position = set(), 0, 0
    while True:
        if not (found := _CONDITION.match(text, position)):
            raise InvalidPatternError
        names.add(found["name"])
        if found["operator"]:
            alternatives[-1].append(_test(found["operator"], found["operand"]))
            expressions += found["operand"].startswith("%")
        position = found.end()
        if position == len(text):
            break
        if not found["operator"] or not (sign := _SIGN.match(text, position)):
            raise InvalidPatternError
        if sign[0] == "||":
            alternatives.append([])
        position = sign.end()
    if len(names) > 1:
        raise InvalidPatternError
    return names.pop(), lambda word: any(all(test(word) for test in tests) for tests in alternatives), expressions


def _test(operator: str, operand: str) -> _Test:
    compare = compile_comparison(operator, operand)
    return lambda word: compare(word, number_of(word))
