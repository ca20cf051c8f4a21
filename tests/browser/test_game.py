"""Two people play the game in two windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VIRUSES = "[data-virus-id]"


@pytest.fixture
def windows(browser: Browser, game_url: str) -> Iterator[tuple[Page, Page]]:
    """Two windows on the game, both connected."""
    pages = browser.new_page(), browser.new_page()
    for page in pages:
        page.goto(game_url)
        expect(page.get_by_role("status")).to_have_text("Live", timeout=20_000)
    yield pages
    for page in pages:
        page.close()


def ids(page: Page) -> list[str]:
    """The viruses that a window shows."""
    return [virus.get_attribute("data-virus-id") or "" for virus in page.locator(VIRUSES).all()]


def test_create_and_kill_in_two_windows(windows: tuple[Page, Page], tmp_path: Path) -> None:
    first, second = windows
    expect(first.get_by_role("heading", level=1)).to_have_text("Welcome to Covid-Clicker")
    expect(first.get_by_text("Click on a virus to kill it")).to_be_visible()

    first.get_by_role("button", name="Create a virus").click()
    expect(first.locator(VIRUSES)).to_have_count(1, timeout=20_000)
    expect(second.locator(VIRUSES)).to_have_count(1)
    second.get_by_role("button", name="Create a virus").click()
    # Two, not three: the one who clicked hears of it by WebSocket like everybody else.
    for page in windows:
        expect(page.locator(VIRUSES)).to_have_count(2)
    assert sorted(ids(first)) == sorted(ids(second))

    first.screenshot(path=tmp_path / "game.png")
    victim = ids(second)[0]
    second.locator(f"[data-virus-id='{victim}']").dispatch_event("click")
    for page in windows:
        expect(page.locator(f"[data-virus-id='{victim}']")).to_have_count(0)
        expect(page.locator(VIRUSES)).to_have_count(1)

    # What the windows show is what the table holds.
    first.reload()
    expect(first.locator(VIRUSES)).to_have_count(1)
    assert ids(first) == ids(second)
