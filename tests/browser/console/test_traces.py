"""A trace: all hops of one virus, in their order, with what was sent."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import websocket
from playwright.sync_api import Page, expect

from tests.browser.console.pages import SLOW, create_virus, visit

if TYPE_CHECKING:
    from pathlib import Path

    from infra.outputs import Outputs
    from tests.conftest import Emulator

HOPS = [
    "http POST /virus",
    "function theconsole-dev-createVirus",
    "call dynamodb.PutItem",
    "record INSERT theconsole-table",
    "function theconsole-dev-sendMessageToClient",
    "call dynamodb.Query",
    "delivery PostToConnection",
    "frame frame",
]


def test_a_virus_is_one_waterfall(console: Page, emulator: Emulator, console_stack: Outputs, tmp_path: Path) -> None:
    url = emulator.api_url(console_stack.websocket_api_id, scheme="ws")
    with contextlib.closing(websocket.create_connection(url, timeout=20)) as client:
        create_virus(emulator, console_stack)
        assert "virusId" in str(client.recv())
        visit(console, "Traces")
        console.get_by_role("link", name="POST /virus").first.click()
        names = console.locator(".petri-span-name")
        expect(names).to_have_text([re.compile(rf"^\s*{re.escape(hop)}\s*$") for hop in HOPS], timeout=SLOW)
        console.screenshot(path=tmp_path / "trace.png")
        console.get_by_role("button", name=re.compile("^record INSERT")).click()
        expect(console.locator("pre").filter(has_text='"eventName": "INSERT"')).to_be_visible()
        console.get_by_role("button", name=re.compile("^frame")).click()
        expect(console.locator("pre").filter(has_text="virusId").first).to_be_visible()


def test_a_trace_that_is_gone_says_so(console: Page, emulator: Emulator) -> None:
    console.goto(f"http://localhost:{emulator.port}/_petri/traces/1-00000000-000000000000000000000000")
    expect(console.get_by_text("This trace is not available")).to_be_visible()
