"""Every page of the console passes axe's checks, in light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.console.pages import SLOW, TABLE, create_virus, go

if TYPE_CHECKING:
    from infra.outputs import Outputs
    from tests.conftest import Emulator

HTTP, WEBSOCKET, FUNCTION = "api-gateway/{http}", "api-gateway/{websocket}", "lambda/theconsole-dev-createVirus"

PAGES = {
    "start": ("", None),
    "map": ("map", None),
    "traces": ("traces", None),
    "resources": ("resources", None),
    "apis": ("api-gateway", None),
    "api": (HTTP, None),
    "integrations": (HTTP, "Integrations"),
    "stages": (HTTP, "Stages"),
    "request builder": (HTTP, "Request builder"),
    "client": (WEBSOCKET, "WebSocket client"),
    "connections": (WEBSOCKET, "Live connections"),
    "functions": ("lambda", None),
    "test": (FUNCTION, None),
    "invocations": (FUNCTION, "Invocations"),
    "code": (FUNCTION, "Code"),
    "environment": (FUNCTION, "Environment"),
    "triggers": (FUNCTION, "Event sources"),
    "tables": ("dynamodb", None),
    "items": (f"dynamodb/{TABLE}", None),
    "records": (f"dynamodb/{TABLE}", "Stream records"),
    "rules": ("events", None),
    "groups": ("logs", None),
    "tail": ("logs/group?name=/aws/lambda/theconsole-dev-createVirus", None),
    "streams": ("logs/group?name=/aws/lambda/theconsole-dev-createVirus", "Streams"),
    "nothing": ("no/such/page", None),
}


def complaints(page: Page) -> list[str]:
    """What axe finds, a line each."""
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['html'][:300]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_page(console: Page, emulator: Emulator, console_stack: Outputs, mode: str) -> None:
    create_virus(emulator, console_stack)
    if mode == "dark":
        console.get_by_role("button", name="Switch to dark mode").click()
    found: dict[str, list[str]] = {}
    for name, (path, tab) in PAGES.items():
        go(console, emulator, path.format(http=console_stack.http_api_id, websocket=console_stack.websocket_api_id))
        if tab:
            console.get_by_role("tab", name=tab).click()
        console.wait_for_load_state("load")
        expect(console.get_by_text("Loading", exact=True)).to_have_count(0, timeout=SLOW)
        # Transitions of colours are over.
        console.wait_for_timeout(300)
        if lines := complaints(console):
            found[name] = lines
    assert not found, "\n".join(f"{name}: {line}" for name, lines in found.items() for line in lines)


def test_a_trace_with_an_open_span(console: Page, emulator: Emulator, console_stack: Outputs) -> None:
    create_virus(emulator, console_stack)
    for mode in ("light", "dark"):
        go(console, emulator, "traces")
        console.get_by_role("link", name="POST /virus").first.click()
        console.locator(".petri-span").nth(1).click()
        expect(console.get_by_role("link", name="Log lines of this invocation")).to_be_visible()
        console.wait_for_timeout(300)
        assert complaints(console) == [], mode
        console.get_by_role("button", name="Switch to dark mode").or_(
            console.get_by_role("button", name="Switch to light mode")
        ).click()


def test_the_editor_of_an_item(console: Page, emulator: Emulator) -> None:
    go(console, emulator, f"dynamodb/{TABLE}")
    console.get_by_role("button", name="Add item").click()
    expect(console.get_by_role("dialog")).to_be_visible()
    console.wait_for_timeout(300)
    assert complaints(console) == []
