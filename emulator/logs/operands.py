"""What a value is compared with, in patterns for JSON and for space-delimited events: text, a number, an expression."""

from __future__ import annotations

import re
from collections.abc import Callable

from emulator.logs.errors import InvalidPatternError
from emulator.logs.regular_expressions import compile_regex

OPERATORS = r"!=|>=|<=|=|>|<"
OPERAND = r'"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)+%'

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_ESCAPED = re.compile(r'\\(["\\])')
_ORDERS: dict[str, Callable[[float, float], bool]] = {
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
}

type Test = Callable[[str, float | None], bool]
"""Takes a value's text, and its number if it is one."""


def number_of(text: str) -> float | None:
    """The number that is written there, if it is one."""
    return float(text) if _NUMBER.fullmatch(text) else None


def compile_comparison(operator: str, operand: str) -> Test:
    """``= "text*"``, ``!= %regex%``, ``> 3``; only numbers have an order."""
    if operator in _ORDERS:
        limit = number_of(operand)
        if limit is None:
            raise InvalidPatternError
        order = _ORDERS[operator]
        return lambda _text, number: number is not None and order(number, limit)
    equals = _compile_equality(operand)
    if operator == "=":
        return equals
    return lambda text, number: not equals(text, number)


def _compile_equality(operand: str) -> Test:
    if operand.startswith("%"):
        expression = compile_regex(operand)
        return lambda text, _number: expression.search(text) is not None
    if operand.startswith('"'):
        text_with_wildcards = _ESCAPED.sub(r"\1", operand[1:-1])
        wanted = None
    else:
        text_with_wildcards = operand
        wanted = number_of(operand)
    parts = map(re.escape, text_with_wildcards.split("*"))
    expression = re.compile(".*?".join(parts), re.DOTALL)
    return lambda text, number: (number is not None and number == wanted) or expression.fullmatch(text) is not None
