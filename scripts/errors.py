"""What goes wrong for reasons that are not bugs: said in a sentence, without a stack trace."""

from __future__ import annotations

NEGATIVE_ANSWER = 1
"""Exit code: all went well, and the answer is no, as of a function that failed or a check that did."""
ERROR = 2
"""Exit code: a mistake in the command, or something on this machine that has to be mended first."""
NOT_RUNNING = 3
"""Exit code of ``petri status`` when Petri does not run, as system services have it."""


class PetriError(Exception):
    """``str()`` is what the ``petri`` command prints: what happened, and what to do. It ends with ``exit_code``."""

    def __init__(self, message: str, exit_code: int = ERROR) -> None:
        super().__init__(message)
        self.exit_code = exit_code
