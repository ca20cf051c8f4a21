"""The game on screens of all sizes, by day and by night, for everybody. Leaves pictures of what it saw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.game import Game, create_button, viruses

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIZES = {"phone": (390, 844), "laptop": (1366, 768), "projector": (1024, 768), "hall": (1920, 1080)}
# The rules of WCAG up to level AA, and what axe calls best practices: landmarks, headings, ...
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def complaints(page: Page) -> str:
    """What axe says about a page, empty when it has nothing to say."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    return "" if results.violations_count == 0 else str(results.generate_report())


def viewport(size: str) -> dict[str, int]:
    """A size as Playwright wants it."""
    width, height = SIZES[size]
    return {"width": width, "height": height}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "size"), [("/", "phone"), ("/", "laptop"), ("/?projector", "projector"), ("/?projector", "hall")]
)
def test_everything_fits_and_everybody_can_use_it(
    open_window: Callable[..., Page], game: Game, tmp_path: Path, path: str, size: str, scheme: str
) -> None:
    for _ in range(8):
        game.create()
    page = open_window(path, viewport=viewport(size), color_scheme=scheme, reduced_motion="reduce")
    expect(viruses(page)).to_have_count(8)
    if "projector" in path:
        expect(page.get_by_role("img", name="QR code of the address")).to_be_visible()
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('1em \"Fredoka Variable\"')")
    page.screenshot(path=tmp_path / f"{size}-{scheme}.png")

    root = "document.documentElement"
    assert not page.evaluate(f"{root}.scrollWidth > innerWidth || {root}.scrollHeight > innerHeight"), "scroll bars"
    outside = page.evaluate(
        """[...document.querySelectorAll("h1, h2, p, button, a, kbd, .join svg")].filter((element) => {
            const { left, top, right, bottom, width } = element.getBoundingClientRect();
            return width > 0 && (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight);
        }).map((element) => element.outerHTML)"""
    )
    assert outside == []
    assert page.title() == "Covid-Clicker"
    assert complaints(page) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_bad_news_can_be_read_by_everybody(open_window: Callable[..., Page], tmp_path: Path, scheme: str) -> None:
    page = open_window(viewport=viewport("laptop"), color_scheme=scheme, reduced_motion="reduce")
    page.route("**/virus", lambda route: route.abort())
    create_button(page).click()
    expect(page.get_by_role("button", name="Dismiss")).to_be_visible()
    page.screenshot(path=tmp_path / f"problem-{scheme}.png")
    assert complaints(page) == ""


def test_the_game_can_be_played_on_the_projector(open_window: Callable[..., Page], game: Game) -> None:
    page = open_window()
    page.get_by_role("link", name="Share this screen").click()
    expect(page.get_by_text(game.url.removeprefix("http://"), exact=True)).to_be_visible()
    expect(page.get_by_text("This address works on this computer only.")).to_be_visible()
    create_button(page).click()
    expect(viruses(page)).to_have_count(1)
    viruses(page).dispatch_event("click")
    expect(viruses(page)).to_have_count(0)
    page.get_by_role("link", name="Leave").click()
    expect(page.get_by_role("link", name="Share this screen")).to_be_visible()


def test_nothing_is_asked_of_the_network(open_window: Callable[..., Page], game: Game) -> None:
    page = open_window()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{game.url}/?projector")
    expect(page.get_by_role("img", name="QR code of the address")).to_be_visible()
    page.evaluate("document.fonts.ready")
    assert any(".woff2" in url for url in asked)
    ours = (game.url, game.emulator.endpoint, "data:", game.emulator.endpoint.replace("127.0.0.1", "localhost"))
    assert [url for url in asked if not url.startswith(ours)] == []
