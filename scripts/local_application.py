"""The application in the emulator, where the page of the game may call its HTTP API, whichever port it is served on."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scripts import frontend

if TYPE_CHECKING:
    from infra.application import Application


def with_game_at(port: int) -> Application:
    """The application for a game on this port; ``ALLOWED_ORIGINS`` decides, where it is set."""
    from infra.application import APPLICATION

    if "ALLOWED_ORIGINS" in os.environ:
        return APPLICATION
    return replace(APPLICATION, allowed_origins=(f"http://localhost:{port}", f"http://127.0.0.1:{port}"))


def at(endpoint: str) -> Application:
    """The application for the game that runs on this machine with the emulator at ``endpoint``, if one does."""
    from infra.application import APPLICATION

    game = frontend.find_for(urlsplit(endpoint).port)
    return with_game_at(game.port) if game else APPLICATION
