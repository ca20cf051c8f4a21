"""Why set-up stopped, in words for the person who started it."""

from __future__ import annotations

from collections.abc import Sequence


class SetupError(Exception):
    """Set-up cannot go on. ``str()`` is one sentence saying what to do; ``output`` is what a failed command printed."""

    def __init__(self, message: str, output: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.output = list(output)
