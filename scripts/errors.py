"""What goes wrong for reasons that are not bugs: said in a sentence, without a stack trace."""

from __future__ import annotations


class PetriError(Exception):
    """``str()`` is what the ``petri`` command prints: what happened, and what to do."""
