"""WebSocket APIs: a client in the page, and the live connections."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import websocket
from playwright.sync_api import Page, expect

from tests.browser.console.pages import SLOW, TABLE, create_virus, visit
from tests.support import eventually

if TYPE_CHECKING:
    from infra.outputs import Outputs
    from tests.conftest import Emulator


def test_the_websocket_client_hears_of_a_virus(console: Page, emulator: Emulator, console_stack: Outputs) -> None:
    visit(console, "API Gateway")
    console.get_by_role("link", name="theconsole-websocket").click()
    console.get_by_role("tab", name="WebSocket client").click()
    console.get_by_role("button", name="Connect", exact=True).click()
    expect(console.get_by_text("Connected", exact=True).first).to_be_visible(timeout=SLOW)
    create_virus(emulator, console_stack)
    expect(console.get_by_role("table", name="Frames")).to_contain_text("virusId", timeout=SLOW)
    console.get_by_role("button", name="Disconnect", exact=True).click()
    expect(console.get_by_text("Closed with code 1000")).to_be_visible()


def test_a_live_connection_is_sent_to_and_closed(console: Page, emulator: Emulator, console_stack: Outputs) -> None:
    url = emulator.api_url(console_stack.websocket_api_id, scheme="ws")
    with contextlib.closing(
        websocket.create_connection(url, timeout=20, header={"User-Agent": "<b>test</b>"})
    ) as client:
        connection_id = eventually(lambda: _connection_ids(emulator))[0]
        # One that does not say who it is.
        unnamed = websocket.create_connection(url, timeout=20)
        visit(console, "API Gateway")
        console.get_by_role("link", name="theconsole-websocket").click()
        console.get_by_role("tab", name="Live connections").click()
        expect(console.get_by_text("<b>test</b>")).to_be_visible()
        expect(console.get_by_role("button", name=re.compile("^Send to "))).to_have_count(2)
        expect(console.get_by_role("row").filter(has_text="–")).to_have_count(1)
        unnamed.close()
        expect(console.get_by_role("button", name=re.compile("^Send to "))).to_have_count(1, timeout=SLOW)
        console.get_by_role("textbox", name="Message").fill("hello from the console")
        console.get_by_role("button", name=f"Send to {connection_id}").click()
        assert client.recv() == "hello from the console"
        console.get_by_role("button", name=f"Disconnect {connection_id}").click()
        assert client.recv_data()[0] == websocket.ABNF.OPCODE_CLOSE


def _connection_ids(emulator: Emulator) -> list[str]:
    """The connections as the application remembers them."""
    items = emulator.client("dynamodb").scan(TableName=TABLE)["Items"]
    return [item["sortKey"]["S"] for item in items if item["partitionKey"]["S"] == "Connection"]
