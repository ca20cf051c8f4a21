"""API Gateway: routes, integrations, stages, and the request builder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.console.pages import SLOW, TABLE, choose, visit

if TYPE_CHECKING:
    from pathlib import Path

    from infra.outputs import Outputs


def test_it_shows_routes_integrations_and_stages(console: Page, console_stack: Outputs) -> None:
    visit(console, "API Gateway")
    expect(console.get_by_role("link", name="theconsole-websocket")).to_be_visible()
    console.get_by_role("link", name="theconsole-http").click()
    expect(console.get_by_text("DELETE /virus/{id}")).to_be_visible()
    console.get_by_role("tab", name="Integrations").click()
    expect(console.get_by_role("link", name="theconsole-dev-createVirus")).to_be_visible()
    console.get_by_role("tab", name="Stages").click()
    expect(console.get_by_role("table", name="Stages")).to_contain_text("dev")
    expect(console.get_by_text(console_stack.http_api_id).first).to_be_visible()


def test_a_request_creates_a_virus_which_the_table_shows(console: Page, console_stack: Outputs, tmp_path: Path) -> None:
    visit(console, "API Gateway")
    console.get_by_role("link", name="theconsole-http").click()
    console.get_by_role("tab", name="Request builder").click()
    expect(console.get_by_role("heading", name="Request", exact=True)).to_be_visible()
    choose(console, "Route", "POST /virus")
    console.get_by_role("button", name="Send", exact=True).click()
    expect(console.get_by_role("heading", name="Response 200")).to_be_visible(timeout=SLOW)
    answer = json.loads(console.locator("pre").first.inner_text())
    console.screenshot(path=tmp_path / "request.png")

    visit(console, "DynamoDB")
    console.get_by_role("link", name=TABLE).click()
    row = console.get_by_role("row").filter(has_text=answer["id"])
    expect(row).to_contain_text("Virus")
    console.screenshot(path=tmp_path / "items.png")
