"""Patterns for JSON events: ``{ $.user.name = "Ann*" && ($.items[0].size > 3 || $.error NOT EXISTS) }``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from emulator.logs.errors import InvalidPatternError
from emulator.logs.json_selectors import SELECTOR, compile_selector
from emulator.logs.operands import OPERAND, OPERATORS, compile_comparison

_TOKEN = re.compile(
    rf"\s*(?:(?P<selector>{SELECTOR})|(?P<sign>&&|\|\||[()])|(?P<operator>{OPERATORS})"
    rf"|(?P<operand>{OPERAND}|[\w.*+-]+))"
)
# AWS's quotas for one pattern.
_MAX_WILDCARDS = 3
_MAX_EXPRESSIONS = 2
_MAX_DEPTH = 50

type _Test = Callable[[Any], bool]


def compile_pattern(text: str) -> Callable[[str], bool]:
    """Read a pattern in braces. What is no JSON object or array does not match."""
    if not text.endswith("}"):
        raise InvalidPatternError
    test = _Parser(_tokens(text[1:-1])).whole()

    def matches(message: str) -> bool:
        if not message.lstrip().startswith(("{", "[")):
            return False
        try:
            event = json.loads(message)
        except (ValueError, RecursionError):
            return False
        return test(event)

    return matches


def _tokens(text: str) -> list[tuple[str, str]]:
    """Kinds and texts."""
    tokens = []
    position, end = 0, len(text.rstrip())
    while position < end:
        if not (found := _TOKEN.match(text, position)):
            raise InvalidPatternError
        kind = str(found.lastgroup)
        tokens.append((kind, found[kind]))
        position = found.end()
    wildcards = sum(kind == "selector" and "*" in token for kind, token in tokens)
    expressions = sum(kind == "operand" and token.startswith("%") for kind, token in tokens)
    if wildcards > _MAX_WILDCARDS or expressions > _MAX_EXPRESSIONS:
        raise InvalidPatternError
    return tokens


class _Parser:
    """Recursive descent: parentheses bind more than &&, which binds more than ||."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0

    def whole(self) -> _Test:
        test = self._either()
        if self._next < len(self._tokens):
            raise InvalidPatternError
        return test

    def _either(self) -> _Test:
        tests = [self._all()]
        while self._accept("||"):
            tests.append(self._all())
        return tests[0] if len(tests) == 1 else lambda event: any(test(event) for test in tests)

    def _all(self) -> _Test:
        tests = [self._one()]
        while self._accept("&&"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda event: all(test(event) for test in tests)

    def _one(self) -> _Test:
        if not self._accept("("):
            return self._condition()
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise InvalidPatternError
        test = self._either()
        self._depth -= 1
        if not self._accept(")"):
            raise InvalidPatternError
        return test

    def _condition(self) -> _Test:
        select = compile_selector(self._take("selector"))
        kind, token = self._peek()
        if kind == "operator":
            self._next += 1
            compare = compile_comparison(token, self._take("operand"))
            return lambda event: any(compare(text, number) for text, number in _scalars(select(event)))
        return _property_test(select, (self._take("operand"), self._take("operand")))

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._next] if self._next < len(self._tokens) else ("", "")

    def _accept(self, sign: str) -> bool:
        accepted = self._peek() == ("sign", sign)
        self._next += accepted
        return accepted

    def _take(self, kind: str) -> str:
        found, token = self._peek()
        if found != kind:
            raise InvalidPatternError
        self._next += 1
        return token


def _property_test(select: Callable[[Any], list[Any]], words: tuple[str, str]) -> _Test:
    match words:
        case ("NOT", "EXISTS"):
            return lambda event: not select(event)
        case ("IS", "NULL"):
            return lambda event: any(value is None for value in select(event))
        case ("IS", "TRUE"):
            return lambda event: any(value is True for value in select(event))
        case ("IS", "FALSE"):
            return lambda event: any(value is False for value in select(event))
        case _:
            raise InvalidPatternError  # among them EXISTS and IS NOT, which AWS has not either


def _scalars(values: list[Any]) -> Iterator[tuple[str, float | None]]:
    """The texts of what can be compared, with their numbers: no arrays, no objects, no null."""
    for value in values:
        if isinstance(value, bool):
            yield str(value).lower(), None
        elif isinstance(value, str):
            yield value, None
        elif isinstance(value, int | float):
            yield json.dumps(value), value
