"""EventBridge: when rules are due, on and off, and fired by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.console.pages import TABLE, visit, wait_in

if TYPE_CHECKING:
    from tests.conftest import Emulator


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
    before = _viruses(emulator)
    row.get_by_role("button", name=f"Fire {name} now").click()
    expect(console.get_by_text("Fired: theconsole-dev-createVirus")).to_be_visible()
    wait_in(console, lambda: _viruses(emulator) > before)


def _viruses(emulator: Emulator) -> int:
    items = emulator.client("dynamodb").scan(TableName=TABLE)["Items"]
    return sum(item["partitionKey"]["S"] == "Virus" for item in items)
