"""The console in a browser, on a deployed application."""

from __future__ import annotations

import contextlib
import json
import re
import urllib.request
from typing import TYPE_CHECKING

import websocket
from playwright.sync_api import Page, expect

from tests.support import eventually

if TYPE_CHECKING:
    from pathlib import Path

    from infra.outputs import Outputs
    from tests.conftest import Emulator

TABLE = "theconsole-table"
SLOW = 20_000
"""milliseconds, for what has a cold start in it"""


def visit(page: Page, section: str) -> None:
    """Open a page by the navigation."""
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=section, exact=True).click()


def choose(page: Page, field: str, option: str) -> None:
    """Choose an option of a select."""
    page.get_by_role("button", name=field).click()
    page.get_by_role("option", name=option, exact=True).click()


def test_a_request_creates_a_virus_which_the_table_shows(console: Page, console_stack: Outputs, tmp_path: Path) -> None:
    visit(console, "API Gateway")
    expect(console.get_by_role("link", name="theconsole-websocket")).to_be_visible()
    console.get_by_role("link", name="theconsole-http").click()
    expect(console.get_by_text("DELETE /virus/{id}")).to_be_visible()

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


def test_items_are_added_changed_and_deleted(console: Page, emulator: Emulator) -> None:
    table = emulator.client("dynamodb")
    key = {"partitionKey": {"S": "Note"}, "sortKey": {"S": "<img src=x onerror=alert(1)>🦠"}}
    visit(console, "DynamoDB")
    console.get_by_role("link", name=TABLE).click()

    console.get_by_role("button", name="Add item").click()
    console.get_by_role("textbox", name="DynamoDB JSON").fill("{}{")
    console.get_by_role("button", name="Save").click()
    expect(console.get_by_text("This is no JSON")).to_be_visible()
    console.get_by_role("textbox", name="DynamoDB JSON").fill(json.dumps(key))
    console.get_by_role("button", name="Save").click()
    row = console.get_by_role("row").filter(has_text="<img src=x onerror=alert(1)>🦠")
    expect(row).to_be_visible()
    assert table.get_item(TableName=TABLE, Key=key)["Item"] == key

    row.get_by_role("button", name="Edit").click()
    changed = key | {"exact": {"N": "12345678901234567890"}}
    console.get_by_role("textbox", name="DynamoDB JSON").fill(json.dumps(changed))
    console.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("12345678901234567890")
    assert table.get_item(TableName=TABLE, Key=key)["Item"] == changed

    row.get_by_role("checkbox").check()
    console.get_by_role("button", name="Delete 1").click()
    expect(row).to_have_count(0)
    assert "Item" not in table.get_item(TableName=TABLE, Key=key)


def test_a_function_is_invoked_and_its_code_and_log_are_read(console: Page, tmp_path: Path) -> None:
    visit(console, "Lambda")
    console.get_by_role("link", name="theconsole-dev-hello").click()
    console.get_by_role("button", name="Invoke", exact=True).click()
    expect(console.get_by_role("heading", name="Answer Succeeded")).to_be_visible(timeout=SLOW)
    expect(console.locator("pre").filter(has_text="Hello, world!")).to_be_visible()
    expect(console.locator("pre").filter(has_text="REPORT RequestId")).to_be_visible()
    console.screenshot(path=tmp_path / "function.png")

    console.get_by_role("tab", name="Code").click()
    console.get_by_role("link", name="hello.py").click()
    expect(console.locator("pre").filter(has_text="def handler")).to_be_visible()

    console.get_by_role("link", name="/aws/lambda/theconsole-dev-hello").click()
    expect(console.get_by_role("log")).to_contain_text("REPORT RequestId", timeout=SLOW)


def test_the_websocket_client_hears_of_a_virus(console: Page, emulator: Emulator, console_stack: Outputs) -> None:
    visit(console, "API Gateway")
    console.get_by_role("link", name="theconsole-websocket").click()
    console.get_by_role("tab", name="WebSocket client").click()
    console.get_by_role("button", name="Connect", exact=True).click()
    expect(console.get_by_text("Connected", exact=True).first).to_be_visible(timeout=SLOW)

    url = f"{emulator.api_url(console_stack.http_api_id)}/virus"
    urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=20).close()
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


def test_a_rule_is_disabled_enabled_and_fired(console: Page, emulator: Emulator) -> None:
    events = emulator.client("events")
    name = "theconsole-dev-createVirus-schedule"
    visit(console, "EventBridge")
    row = console.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("within a day")
    row.get_by_text("enabled", exact=True).click()
    expect(row).to_contain_text("not while it is disabled")
    assert events.describe_rule(Name=name)["State"] == "DISABLED"
    row.get_by_text("disabled", exact=True).click()
    expect(row).to_contain_text("within a day")
    assert events.describe_rule(Name=name)["State"] == "ENABLED"
    row.get_by_role("button", name=f"Fire {name} now").click()
    expect(console.get_by_text("Fired: theconsole-dev-createVirus")).to_be_visible()


def test_the_map_and_the_resources_show_the_stack(console: Page, tmp_path: Path) -> None:
    visit(console, "Map")
    expect(console.get_by_role("link", name="Function theconsole-dev-sendMessageToClient")).to_be_visible()
    console.screenshot(path=tmp_path / "map.png")
    console.get_by_role("link", name=f"Table {TABLE}").click()
    expect(console).to_have_url(re.compile(f"/dynamodb/{TABLE}$"))

    visit(console, "Resources")
    console.get_by_role("searchbox", name="Filter Resources").fill("AWS::Lambda::EventSourceMapping")
    expect(console.get_by_role("link", name=f"{TABLE} → theconsole-dev-sendMessageToClient")).to_be_visible()


def test_dark_mode_is_remembered(console: Page, tmp_path: Path) -> None:
    console.get_by_role("button", name="Switch to dark mode").click()
    expect(console.locator("body")).to_have_class(re.compile("awsui-dark-mode"))
    console.reload()
    expect(console.locator("body")).to_have_class(re.compile("awsui-dark-mode"))
    console.screenshot(path=tmp_path / "dark.png")
    console.get_by_role("button", name="Switch to light mode").click()
    expect(console.locator("body")).not_to_have_class(re.compile("awsui-dark-mode"))
