"""``petri open``: the game or the console in the browser."""

from __future__ import annotations

import webbrowser
from enum import StrEnum
from typing import Annotated

import typer

from emulator.console.address import PREFIX
from scripts import emulator, frontend
from scripts.errors import PetriError
from scripts.options import DEFAULT_STATE, State
from scripts.state_folder import StateFolder


class Page(StrEnum):
    """What there is to look at."""

    CONSOLE = "console"
    GAME = "game"


def open(
    page: Annotated[Page, typer.Argument(help="The console of the emulator, or the game.")] = Page.CONSOLE,
    state: State = DEFAULT_STATE,
) -> None:
    """Open the console or the game in the browser, and print its address."""
    url = address(page, state)
    print(url)
    webbrowser.open(url)  # without a browser, as by SSH, the address is what helps


def address(page: Page, state: StateFolder) -> str:
    """Where the page is. Raises PetriError when nothing serves it."""
    if page is Page.GAME:
        game = frontend.find(state)
        if game is None:
            raise PetriError("The game is not running: start it with `petri up`.")
        return game.url
    running = emulator.find(state)
    if running is None:
        raise PetriError("The emulator is not running: start it with `petri up`.")
    return running.command.public_url + PREFIX
