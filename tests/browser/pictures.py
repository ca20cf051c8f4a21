"""``python -m tests.browser.pictures``: renew the game's pictures in docs/images, from the one that `make up` runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from playwright.sync_api import expect

from scripts.setup.layout import ROOT
from scripts.setup.steps.browser import MISSING, find_chromium
from tests.browser import chromium
from tests.browser.game import expect_live, viruses

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_IMAGES = ROOT / "docs" / "images"
# Two of each kind, and none covers another: where a virus sits follows from its id.
_POSING = [f"virus-{number}" for number in (0, 11, 19, 26, 38, 42, 62, 104, 151, 161, 218, 219)]


def main(url: str = "http://localhost:3000/") -> None:
    """Take all pictures."""
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    with chromium.running(path) as browser:
        _take(browser, url, "game", "light", (1200, 700))
        _take(browser, url, "game-at-night", "dark", (1200, 700))
        _take(browser, f"{url}?projector", "game-on-a-projector", "light", (1024, 768))


def _take(browser: Browser, url: str, name: str, scheme: Literal["light", "dark"], size: tuple[int, int]) -> None:
    """One picture; the viruses are the ones above instead of those in the table."""
    width, height = size
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
    address = urlsplit(url)
    page.route(
        "**/virus",
        lambda route: route.fulfill(
            json={"viruses": [{"id": virus_id} for virus_id in _POSING]},
            headers={"Access-Control-Allow-Origin": f"{address.scheme}://{address.netloc}"},
        ),
    )
    page.goto(url)
    expect_live(page)
    expect(viruses(page)).to_have_count(len(_POSING))
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(500)  # until they have faded in
    page.screenshot(path=_IMAGES / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
