"""The documentation that the console leads to: nothing of it comes from elsewhere, and all of it can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from emulator.console.documentation import BUILT
from tests.browser.console.pages import SLOW, go
from tests.browser.console.test_accessibility import complaints

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator

pytestmark = pytest.mark.skipif(
    not (BUILT / "index.html").exists(), reason="The documentation is not built: run `make up`."
)

TEXTS = ("", "cli.html", "conformance.html", "workshop/session-3/02-register.html")


@pytest.fixture
def documentation(browser: Browser, emulator: Emulator) -> Iterator[Page]:
    """Its first page. What the browser complains of fails the test, and so does a request to another place."""
    page = browser.new_page(viewport={"width": 1360, "height": 900}, color_scheme="light")
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.context.on(
        "request", lambda request: complaints.append(request.url) if elsewhere(request.url, emulator) else None
    )
    go(page, emulator, "docs/")
    yield page
    page.context.close()
    assert not complaints


def elsewhere(url: str, emulator: Emulator) -> bool:
    """Whether a request goes anywhere but to the emulator."""
    return url.startswith("http") and urlsplit(url).netloc != f"localhost:{emulator.port}"


def test_the_console_leads_to_it(console: Page) -> None:
    with console.expect_popup() as opened:
        console.get_by_role("navigation", name="Pages").get_by_role("link", name="Documentation").click()
    expect(opened.value).to_have_title("Petri")
    expect(opened.value.get_by_role("heading", name="What happens when you click")).to_be_visible()
    opened.value.close()


def test_what_is_searched_for_is_found(documentation: Page) -> None:
    documentation.get_by_placeholder("Search").click()
    documentation.get_by_placeholder("Search").press_sequentially("disconnect")
    results = documentation.locator(".md-search-result__link")
    results.filter(has_text="Register connect and disconnect").first.click(timeout=SLOW)
    expect(documentation.get_by_role("heading", name="Register connect and disconnect")).to_be_visible()


def test_a_step_leads_to_the_next(documentation: Page, emulator: Emulator) -> None:
    go(documentation, emulator, "docs/workshop/session-1/03-query.html")
    documentation.get_by_role("link", name="Next: 1. ").click()
    expect(documentation).to_have_url(f"http://localhost:{emulator.port}/_petri/docs/workshop/session-2/01-create.html")


def test_a_command_is_copied(documentation: Page, emulator: Emulator) -> None:
    documentation.context.grant_permissions(["clipboard-read", "clipboard-write"])
    go(documentation, emulator, "docs/workshop.html")
    documentation.get_by_role("button", name="Copy to clipboard").first.click()
    expect(documentation.get_by_text("Copied to clipboard")).to_be_visible()
    assert "petri learn" in documentation.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_kind_of_page_passes_axe(documentation: Page, emulator: Emulator, scheme: str) -> None:
    documentation.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    found: dict[str, list[str]] = {}
    for text in TEXTS:
        go(documentation, emulator, f"docs/{text}")
        expect(documentation.locator("body")).to_have_attribute(
            "data-md-color-scheme", "slate" if scheme == "dark" else "default"
        )
        documentation.wait_for_timeout(300)
        if lines := complaints(documentation):
            found[text] = lines
    assert not found, "\n".join(f"{name}: {line}" for name, lines in found.items() for line in lines)


def test_fits_a_phone(documentation: Page, emulator: Emulator) -> None:
    documentation.set_viewport_size({"width": 375, "height": 700})
    for text in TEXTS:
        go(documentation, emulator, f"docs/{text}")
        assert documentation.evaluate("document.documentElement.scrollWidth") <= 375, text
