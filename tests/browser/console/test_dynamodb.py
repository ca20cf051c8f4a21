"""DynamoDB: items by scan and query, changed by hand, and the stream's records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.console.pages import SLOW, TABLE, go, visit

if TYPE_CHECKING:
    from tests.conftest import Emulator


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


def test_a_query_finds_the_items_of_a_partition(console: Page, emulator: Emulator) -> None:
    table = emulator.client("dynamodb")
    keys = [{"partitionKey": {"S": "Query"}, "sortKey": {"S": name}} for name in ("apple", "apricot", "banana")]
    for key in keys:
        table.put_item(TableName=TABLE, Item=key)
    go(console, emulator, f"dynamodb/{TABLE}")
    console.get_by_role("button", name="Query", exact=True).or_(
        console.get_by_role("radio", name="Query", exact=True)
    ).first.click()
    console.get_by_role("textbox", name="partitionKey (S)").fill("Query")
    console.get_by_role("textbox", name="sortKey (S) begins with").fill("ap")
    console.get_by_role("button", name="Run").click()
    rows = console.get_by_role("table", name="Items").get_by_role("row")
    expect(rows).to_have_count(3)  # with the one of the headers
    expect(rows.filter(has_text="banana")).to_have_count(0)
    for key in keys:
        table.delete_item(TableName=TABLE, Key=key)


def test_the_records_of_the_stream_come_with_both_images(console: Page, emulator: Emulator) -> None:
    table = emulator.client("dynamodb")
    go(console, emulator, f"dynamodb/{TABLE}")
    console.get_by_role("tab", name="Stream records").click()
    expect(console.get_by_text("Live", exact=True)).to_be_visible()
    key = {"partitionKey": {"S": "Note"}, "sortKey": {"S": "streamed"}}
    table.put_item(TableName=TABLE, Item=key | {"n": {"N": "1"}})
    table.put_item(TableName=TABLE, Item=key | {"n": {"N": "2"}})
    table.delete_item(TableName=TABLE, Key=key)
    records = console.get_by_role("table", name="Stream records")
    for event in ("INSERT", "MODIFY", "REMOVE"):
        expect(records.get_by_role("row").filter(has_text=event)).to_contain_text("streamed", timeout=SLOW)
    expect(records.get_by_role("row").filter(has_text="MODIFY")).to_contain_text('{"N":"2"}')
