"""The game and the console in a real browser."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from emulator.console.pages import BUILT
from scripts import frontend, processes
from scripts.application_urls import application_urls
from scripts.setup.steps.browser import MISSING, find_chromium
from scripts.state_folder import StateFolder
from tests.conftest import free_port
from tests.e2e.stacks import own_stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.outputs import Outputs
    from tests.conftest import Emulator

# The browser must not look for anything outside this machine.
CHROMIUM_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium. Not for longer: Playwright's event loop is this thread's, and other tests run theirs."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        # Chromium refuses its own sandbox to root, which is who runs in most CI containers.
        sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
        started = playwright.chromium.launch(executable_path=chromium, args=[*CHROMIUM_ARGUMENTS, *sandbox])
        yield started
        started.close()


@pytest.fixture(scope="module")
def game_url(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The game's development server, as `petri up` starts it, in front of a stack of its own."""
    port = free_port()
    with own_stack(emulator, tmp_path_factory.mktemp("game"), "thegame") as own:
        own.application = replace(own.application, allowed_origins=(f"http://localhost:{port}",))
        outputs = own.deploy()
        state = StateFolder(tmp_path_factory.mktemp("game-state"))
        server = frontend.start(state, port, application_urls(outputs, emulator.endpoint))
        yield server.url
        processes.end(server.process)


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
