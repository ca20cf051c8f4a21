"""Regular expressions in filter patterns: ``%…%``, with fewer characters and operators than Python has.

There are no groups, so none can be repeated: no expression takes more than polynomial time.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html
"""

from __future__ import annotations

import re

from emulator.logs.errors import InvalidPatternError

# Letters, digits, the symbols and operators that AWS lists, its classes, and anything escaped by a backslash.
_ALLOWED = re.compile(r"(?:[A-Za-z0-9:_#=@/;,\-^$?\[\]{}|*+.]|\\x[0-9A-Fa-f]{2}|\\[dDsSwW]|\\[^A-Za-z0-9])+")


def compile_regex(quoted: str) -> re.Pattern[str]:
    """The expression of ``%…%``."""
    text = quoted[1:-1]
    if not text.isascii() or not _ALLOWED.fullmatch(text):
        raise InvalidPatternError
    try:
        return re.compile(text, re.ASCII)
    except re.error as error:
        raise InvalidPatternError from error
