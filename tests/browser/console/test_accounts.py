"""The console shows one account of several: the one that its address names, in that tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from emulator.console.pages import BUILT
from tests.browser.console.pages import TABLE, go, visit
from tests.support import other_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Emulator

ACCOUNT = "100000000042"


def create_table(emulator: Emulator, name: str) -> None:
    """A table in that account."""
    key = "id"
    emulator.client("dynamodb", aws_access_key_id=ACCOUNT).create_table(
        TableName=name,
        KeySchema=[{"AttributeName": key, "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )


def test_an_account_in_the_address_is_kept_and_left(console: Page, emulator: Emulator) -> None:
    create_table(emulator, "of-another-account")
    go(console, emulator, f"?account={ACCOUNT}")
    visit(console, "DynamoDB")
    expect(console.get_by_role("link", name="of-another-account")).to_be_visible()
    expect(console.get_by_role("link", name=TABLE)).to_have_count(0)
    console.get_by_role("link", name=f"Account {ACCOUNT}").click()
    visit(console, "DynamoDB")
    expect(console.get_by_role("link", name=TABLE)).to_be_visible()
    expect(console.get_by_role("link", name="of-another-account")).to_have_count(0)


def test_over_the_network_the_token_is_enough(browser: Browser, start_emulator: Callable[..., Emulator]) -> None:
    if not (BUILT / "index.html").exists():
        pytest.skip("The console is not built: run `make up`.")
    emulator = start_emulator(PETRI_HOST="0.0.0.0", PETRI_CONSOLE_TOKEN="open/sesame")
    create_table(emulator, "far-away")
    page = browser.new_page()
    page.goto(f"http://{other_address()}:{emulator.port}/_petri/?token=open%2Fsesame")
    page.goto(f"http://{other_address()}:{emulator.port}/_petri/dynamodb?account={ACCOUNT}")
    expect(page.get_by_role("link", name="far-away")).to_be_visible()
    page.close()
