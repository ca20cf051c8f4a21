"""The parts of an ``X-Amzn-Trace-Id``, such as ``Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047``."""

from __future__ import annotations

import re
from random import getrandbits

_ROOT = re.compile(r"(?:^|;)\s*Root=([^;\s]+)")
_PARENT = re.compile(r"(?:^|;)\s*Parent=([^;\s]+)")


def root_of(header: str) -> str | None:
    """The trace; None for a header without one."""
    if header[:5] == "Root=":
        return header[5:].partition(";")[0]
    match = _ROOT.search(header)
    return match[1] if match else None


def parent_of(header: str) -> str | None:
    """The span that has sent the header on."""
    match = _PARENT.search(header)
    return match[1] if match else None


def with_parent(header: str, span_id: str) -> str:
    """The header that ``span_id`` sends on."""
    if match := _PARENT.search(header):
        return f"{header[: match.start(1)]}{span_id}{header[match.end(1) :]}"
    return f"{header};Parent={span_id}" if header else f"Parent={span_id}"


def new_span_id() -> str:
    """16 hexadecimal digits, as X-Ray has them."""
    # Asking the system for randomness would let other threads run meanwhile, which costs more than all the rest.
    return f"{getrandbits(64):016x}"
