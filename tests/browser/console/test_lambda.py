"""Lambda: code, environment, test events, invocations."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.console.pages import SLOW, go, visit

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Emulator

FUNCTION = "theconsole-dev-hello"


def test_a_function_is_invoked_and_its_code_is_read(console: Page, tmp_path: Path) -> None:
    visit(console, "Lambda")
    console.get_by_role("link", name=FUNCTION).click()
    console.get_by_role("button", name="Invoke", exact=True).click()
    expect(console.get_by_role("heading", name="Answer Succeeded")).to_be_visible(timeout=SLOW)
    expect(console.locator("pre").filter(has_text="Hello, world!")).to_be_visible()
    expect(console.locator("pre").filter(has_text="REPORT RequestId")).to_be_visible()
    console.screenshot(path=tmp_path / "function.png")
    console.get_by_role("tab", name="Code").click()
    console.get_by_role("link", name="hello.py").click()
    expect(console.locator("pre").filter(has_text="def handler")).to_be_visible()


def test_a_test_event_is_saved_and_there_again(console: Page, emulator: Emulator) -> None:
    go(console, emulator, f"lambda/{FUNCTION}")
    event = console.get_by_role("textbox", name="Event", exact=True)
    event.fill("{")
    expect(console.get_by_text("This is no JSON")).to_be_visible()
    expect(console.get_by_role("button", name="Save event")).to_be_disabled()
    event.fill('{"saved": "🦠"}')
    console.get_by_role("textbox", name="Name to save it under").fill("mine")
    console.get_by_role("button", name="Save event").click()
    console.reload()
    console.get_by_role("button", name="Choose an event").click()
    console.get_by_role("option").filter(has_text="mine").last.click()
    expect(console.get_by_role("textbox", name="Event", exact=True)).to_have_value('{"saved": "🦠"}')
    console.get_by_role("button", name="Delete event").click()
    console.reload()
    console.get_by_role("button", name="Choose an event").click()
    expect(console.get_by_role("option").first).to_be_visible()
    expect(console.get_by_role("option").filter(has_text="mine")).to_have_count(0)


def test_invocations_are_shown_as_they_happen(console: Page, emulator: Emulator) -> None:
    go(console, emulator, f"lambda/{FUNCTION}")
    console.get_by_role("tab", name="Invocations").click()
    expect(console.get_by_text("Live", exact=True)).to_be_visible()
    # Another function's are not this one's.
    for name in ("theconsole-dev-getVirus", FUNCTION):
        emulator.client("lambda").invoke(FunctionName=name, Payload=json.dumps({}))
    rows = console.get_by_role("table", name="Invocations").get_by_role("row")
    expect(rows).to_have_count(2, timeout=SLOW)  # with the one of the headers
    expect(rows.last).to_contain_text("succeeded")
    expect(rows.last).to_contain_text("ms")
    rows.last.get_by_role("link", name="trace").click()
    expect(console.get_by_role("button", name=FUNCTION)).to_be_visible()


def test_the_environment_is_hidden_until_one_asks(console: Page, emulator: Emulator) -> None:
    go(console, emulator, "lambda/theconsole-dev-createVirus")
    console.get_by_role("tab", name="Environment").click()
    expect(console.get_by_text("theconsole-table")).to_have_count(0)
    console.get_by_role("button", name=re.compile("^Show the value of .*TABLE")).first.click()
    expect(console.get_by_text("theconsole-table").first).to_be_visible()
