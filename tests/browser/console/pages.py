"""What the tests of the console's pages have in common."""

from __future__ import annotations

import time
import urllib.request
from typing import TYPE_CHECKING

from playwright.sync_api import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from infra.outputs import Outputs
    from tests.conftest import Emulator

TABLE = "theconsole-table"
SLOW = 20_000
"""milliseconds, for what has a cold start in it"""


def visit(page: Page, section: str) -> None:
    """Open a page by the navigation."""
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=section, exact=True).click()


def go(page: Page, emulator: Emulator, path: str) -> None:
    """Open a page by its address."""
    page.goto(f"http://localhost:{emulator.port}/_petri/{path}")


def choose(page: Page, field: str, option: str) -> None:
    """Choose an option of a select."""
    page.get_by_role("button", name=field).click()
    page.get_by_role("option", name=option, exact=True).click()


def create_virus(emulator: Emulator, outputs: Outputs) -> None:
    """POST /virus, as the game does."""
    url = f"{emulator.api_url(outputs.http_api_id)}/virus"
    urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=20).close()


def wait_in(page: Page, condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait for something that happens outside of the browser, whose events go on meanwhile."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        page.wait_for_timeout(100)
