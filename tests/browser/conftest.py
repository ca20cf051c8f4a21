"""The game and the console in a real browser."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page

from emulator.console.pages import BUILT
from scripts import frontend, processes
from scripts.application_urls import application_urls
from scripts.setup.steps.browser import MISSING, find_chromium
from scripts.state_folder import StateFolder
from tests.browser import chromium
from tests.browser.cable import Cable
from tests.browser.game import Game
from tests.conftest import free_port
from tests.e2e.stacks import own_stack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from infra.outputs import Outputs
    from tests.conftest import Emulator


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium. Not for longer: Playwright's event loop is this thread's, and other tests run theirs."""
    path = find_chromium()
    if path is None:
        pytest.skip(MISSING)
    with chromium.running(path) as started:
        yield started


@pytest.fixture(scope="module")
def game(browser: Browser, emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Game]:
    """The game's development server, as `petri up` starts it, in front of a stack of its own."""
    port = free_port()
    with own_stack(emulator, tmp_path_factory.mktemp("game"), "thegame") as own:
        own.application = replace(own.application, allowed_origins=(f"http://localhost:{port}",))
        urls = application_urls(own.deploy(), emulator.endpoint)
        with Cable(emulator.port) as cable:
            live = urls.websocket.replace(f":{emulator.port}/", f":{cable.port}/")
            state = StateFolder(tmp_path_factory.mktemp("game-state"))
            server = frontend.start(state, port, replace(urls, websocket=live))
            yield Game(browser, emulator, server.url, urls, own.application.table, cable)
            processes.end(server.process)


@pytest.fixture
def open_window(game: Game) -> Iterator[Callable[..., Page]]:
    """Opens windows on the game; see `Game.open`. The dish is empty at first. What a page throws fails the test."""
    game.kill_all()
    game.cable.plug()
    pages: list[Page] = []
    thrown: list[str] = []

    def open(path: str = "/", **settings: Any) -> Page:
        page = game.open(path, **settings)
        page.on("pageerror", lambda error: thrown.append(str(error)))
        pages.append(page)
        return page

    yield open
    for page in pages:
        page.context.close()
    assert not thrown


@pytest.fixture(scope="session")
def console_stack(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outputs]:
    """A stack of its own for the console to show."""
    if not (BUILT / "index.html").exists():
        pytest.skip("The console is not built: run `make up`.")
    with own_stack(emulator, tmp_path_factory.mktemp("console"), "theconsole") as own:
        yield own.deploy()


@pytest.fixture
def console(browser: Browser, emulator: Emulator, console_stack: Outputs) -> Iterator[Page]:
    """The console's start page. What the browser complains of fails the test."""
    page = browser.new_page(viewport={"width": 1360, "height": 900}, color_scheme="light")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        # An answer of 400 or 404 is told as such on the page: a log group that nothing has written to yet is no fault.
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and not message.text.startswith("Failed to load resource")
            else None
        ),
    )
    page.goto(f"http://localhost:{emulator.port}/_petri/")
    yield page
    page.close()
    assert not complaints
