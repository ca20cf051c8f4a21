"""The token that opens the console, and all accounts, to other machines."""

from __future__ import annotations

import os
import secrets

from emulator.room.learners import write_private
from scripts.state_folder import StateFolder

_BYTES = 16


def current(state: StateFolder) -> str:
    """The token that `petri up` gives to an emulator which other machines reach.

    The environment's, or that of this state folder, made when it is first asked for.
    """
    if named := os.environ.get("PETRI_CONSOLE_TOKEN"):
        return named
    if not state.token.exists():
        write_private(state.token, secrets.token_urlsafe(_BYTES) + "\n")
    return state.token.read_text().strip()
