"""Takes secrets out of what is shown, and shortens it: by the names of members, and by what secrets look like."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import islice
from typing import Any

MASK = "***"

# What one string, and one list or object, may have before it is cut; and how deep they may be nested.
MAX_STRING = 1000
MAX_MEMBERS = 50
_MAX_DEPTH = 12
_MAX_READ = 16 * 1024
# What a span shows of a request or a response, in characters.
MAX_TEXT = 8000

_NAMES = r"secret|passw|token|credential|authoriz?ation|cookie|api.?key|private.?key|access.?key|signature"
# The expressions are applied to whatever clients send: none may take longer than in proportion to its length.
_SECRET_NAME = re.compile(_NAMES, re.IGNORECASE)
_SECRET_TEXTS = (
    # name=value, in query strings and forms
    (
        re.compile(rf"(?<![\w.%-])([\w.%-]{{0,128}}?(?:{_NAMES})[\w.%-]{{0,128}}=)[^&\s;,\"'\\]+", re.IGNORECASE),
        rf"\g<1>{MASK}",
    ),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE), rf"\g<1> {MASK}"),
    (re.compile(r"\b(AWS4-HMAC-SHA256)\s[^\"\\]+"), rf"\g<1> {MASK}"),
    (re.compile(r"(?<![\w-])eyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?"), MASK),
)
# For JSON that was cut, and cannot be read: a member's value up to its end, or to the end of what there is. Within a
# string in JSON, quotes have backslashes.
_SECRET_MEMBER = re.compile(
    rf'(?P<quote>\\{{0,31}}")(?P<name>[^"\\]{{0,128}}?(?:{_NAMES})[^"\\]{{0,128}})(?P=quote)(?P<colon>\s*:\s*)'
    r'(?:(?P=quote).*?(?:(?<!\\)(?P=quote)|$)|\[.*?(?:"\s*\]|$)|\{.*|[^,}\]\s]+)',
    re.IGNORECASE | re.DOTALL,
)
_CUT_BINARY = re.compile(r'("body"\s*:\s*")[A-Za-z0-9+/=]{200,}')


def masked(value: Any, depth: int = 0) -> Any:
    """A copy of what JSON can have, without secrets and without what is too long."""
    if isinstance(value, str):
        return masked_text(value, depth)
    if isinstance(value, Mapping):
        if depth > _MAX_DEPTH:
            return "{…}"
        is_binary = value.get("isBase64Encoded") is True
        shown = {
            str(name)[:MAX_STRING]: MASK
            if _SECRET_NAME.search(str(name)) and member not in (None, "", [], {})
            else _binary(member)
            if is_binary and name == "body"
            else masked(member, depth + 1)
            for name, member in islice(value.items(), MAX_MEMBERS)
        }
        return shown | {"…": f"{len(value) - MAX_MEMBERS} more"} if len(value) > MAX_MEMBERS else shown
    if isinstance(value, list | tuple | set | frozenset):
        if depth > _MAX_DEPTH:
            return "[…]"
        items = [masked(item, depth + 1) for item in islice(value, MAX_MEMBERS)]
        return [*items, f"… {len(value) - MAX_MEMBERS} more"] if len(value) > MAX_MEMBERS else items
    if isinstance(value, bytes | bytearray):
        return _binary(value)
    if value is None or isinstance(value, bool | int | float):
        return value
    return masked_text(str(value), depth) if not hasattr(value, "read") else "(stream)"


def masked_text(text: str, depth: int = 0) -> str:
    """The same of text, be it JSON (whole or cut), a form, or anything."""
    text = text[:_MAX_READ]
    if text[:1] in ("{", "[") and depth <= _MAX_DEPTH:
        try:
            return _cut(json.dumps(masked(json.loads(text), depth + 1), ensure_ascii=False), MAX_TEXT)
        except (ValueError, RecursionError):
            text = _SECRET_MEMBER.sub(rf"\g<quote>\g<name>\g<quote>\g<colon>\g<quote>{MASK}\g<quote>", text)
            text = _CUT_BINARY.sub(r"\g<1>(binary)", text)
    for pattern, replacement in _SECRET_TEXTS:
        text = pattern.sub(replacement, text)
    return _cut(text, MAX_STRING)


def shown_bytes(body: bytes, size: int) -> str:
    """A body of ``size`` bytes, of which the first are at hand."""
    try:
        # The last character may have been cut in two.
        text = body.decode() if len(body) == size else body.decode(errors="ignore")
    except UnicodeDecodeError:
        return f"({size} bytes, not text)"
    shown = masked_text(text)
    return shown if len(body) == size else f"{shown.removesuffix('…')}… ({size} bytes)"


def as_text(value: Any) -> str:
    """What a span shows: JSON in which secrets are masked."""
    return _cut(json.dumps(masked(value), ensure_ascii=False, default=str), MAX_TEXT)


def _binary(value: Any) -> str:
    return f"({len(value)} bytes, binary)" if isinstance(value, bytes | bytearray) else "(binary)"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"
