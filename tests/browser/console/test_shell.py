"""What is around every page of the console."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.console.pages import go, visit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Emulator


def test_dark_mode_is_remembered(console: Page, tmp_path: Path) -> None:
    console.get_by_role("button", name="Switch to dark mode").click()
    expect(console.locator("body")).to_have_class(re.compile("awsui-dark-mode"))
    console.reload()
    expect(console.locator("body")).to_have_class(re.compile("awsui-dark-mode"))
    console.screenshot(path=tmp_path / "dark.png")
    console.get_by_role("button", name="Switch to light mode").click()
    expect(console.locator("body")).not_to_have_class(re.compile("awsui-dark-mode"))


def test_the_region_is_remembered_and_marks_those_in_use(console: Page) -> None:
    console.get_by_role("button", name="Region: eu-west-1").click()
    expect(console.get_by_role("menuitem", name=re.compile("eu-west-1 ●"))).to_be_visible()
    console.get_by_role("menuitem", name="sa-east-1").click()
    visit(console, "Lambda")
    expect(console.get_by_text(re.compile("no function in this region", re.IGNORECASE))).to_be_visible()
    console.reload()
    expect(console.get_by_role("button", name="Region: sa-east-1")).to_be_visible()


def test_an_unknown_page_says_so_and_the_rest_works(console: Page, emulator: Emulator) -> None:
    go(console, emulator, "no/such/page")
    expect(console.get_by_text("There is no such page")).to_be_visible()
    visit(console, "Lambda")
    expect(console.get_by_role("link", name="theconsole-dev-hello")).to_be_visible()
