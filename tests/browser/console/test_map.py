"""The map: the stack as a picture, on which things flow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.console.pages import SLOW, TABLE, create_virus, visit

if TYPE_CHECKING:
    from pathlib import Path

    from infra.outputs import Outputs
    from tests.conftest import Emulator


def test_it_shows_the_stack_and_leads_to_each_thing(console: Page, tmp_path: Path) -> None:
    visit(console, "Map")
    for name in (
        "HTTP API theconsole-http",
        "WebSocket API theconsole-websocket",
        "Function theconsole-dev-createVirus",
        "Function theconsole-dev-sendMessageToClient",
        "Schedule theconsole-dev-createVirus-schedule",
    ):
        expect(console.get_by_role("link", name=name, exact=True)).to_be_visible()
    console.screenshot(path=tmp_path / "map.png")
    console.get_by_role("link", name=f"Table {TABLE}").click()
    expect(console).to_have_url(re.compile(f"/dynamodb/{TABLE}$"))


def test_edges_pulse_when_something_flows(console: Page, emulator: Emulator, console_stack: Outputs) -> None:
    visit(console, "Map")
    expect(console.get_by_text("Live", exact=True)).to_be_visible()
    # Pulses are short: they are noted in the page, as they come.
    console.evaluate(
        """() => {
            window.pulsed = new Set();
            const look = () => document.querySelectorAll(".petri-flows").forEach(
                (edge) => window.pulsed.add(edge.getAttribute("aria-label")));
            new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
        }"""
    )
    create_virus(emulator, console_stack)
    wanted = [
        f"browsers to api {console_stack.http_api_id}",
        f"api {console_stack.http_api_id} to function theconsole-dev-createVirus",
        f"function theconsole-dev-createVirus to table {TABLE}",
        f"table {TABLE} to function theconsole-dev-sendMessageToClient",
    ]
    console.wait_for_function(
        "(wanted) => wanted.every((edge) => [...window.pulsed].some((label) => label?.startsWith(edge)))",
        arg=wanted,
        timeout=SLOW,
    )
    # And then they rest.
    expect(console.locator(".petri-flows")).to_have_count(0, timeout=SLOW)
