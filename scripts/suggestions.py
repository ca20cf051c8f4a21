"""Names that were mistyped."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A sentence for the end of an error message: the name that was probably meant, or else all there are."""
    by_lower_case = {each.lower(): each for each in names}
    close = difflib.get_close_matches(name.lower(), by_lower_case, n=1)
    if close:
        return f"Did you mean {by_lower_case[close[0]]}?"
    return f"There are: {', '.join(by_lower_case.values()) or 'none yet'}."
