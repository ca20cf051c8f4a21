"""``petri open``: the console, the documentation or the game in the browser."""

from __future__ import annotations

import webbrowser
from enum import StrEnum
from typing import Annotated

import typer

from emulator.console.address import DOCUMENTATION, PREFIX
from scripts import emulator, frontend
from scripts.errors import PetriError
from scripts.options import DEFAULT_STATE, AsJson, State
from scripts.output import print_json
from scripts.state_folder import StateFolder


class Page(StrEnum):
    """What there is to look at."""

    CONSOLE = "console"
    DOCS = "docs"
    GAME = "game"


def open(
    page: Annotated[
        Page, typer.Argument(help="The console of the emulator, the documentation, or the game.")
    ] = Page.CONSOLE,
    state: State = DEFAULT_STATE,
    as_json: AsJson = False,
) -> None:
    """Open the console, the documentation or the game in the browser.

    Its address is printed, too.
    """
    url = address(page, state)
    if not as_json:
        print(url, flush=True)
    opened = webbrowser.open(url)  # without a browser, as by SSH, the address is what helps
    if as_json:
        print_json({"url": url, "opened": opened})


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
    return running.command.public_url + (DOCUMENTATION if page is Page.DOCS else PREFIX)
