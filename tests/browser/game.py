"""The game as its tests see it: windows to open, and the backend behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import requests
from playwright.sync_api import Browser, Locator, Page, expect

if TYPE_CHECKING:
    from scripts.application_urls import ApplicationUrls
    from tests.browser.cable import Cable
    from tests.conftest import Emulator

SLOW = 20_000
"""milliseconds, for what has a cold start in it"""


@dataclass(frozen=True)
class Game:
    """A deployed game: its page, its APIs, its table."""

    browser: Browser
    emulator: Emulator
    url: str
    urls: ApplicationUrls
    table: str
    cable: Cable
    """Through which the windows' WebSockets reach the backend; requests take another way."""

    def open(self, path: str = "/", **settings: Any) -> Page:
        """A window of its own browser context, connected and with the list read. ``settings`` are the context's."""
        page = self.browser.new_context(**settings).new_page()
        page.goto(self.url + path)
        expect_live(page)
        return page

    def create(self) -> str:
        """Create a virus; gives its id."""
        answer = requests.post(f"{self.urls.http}/virus", timeout=20)
        answer.raise_for_status()
        return str(answer.json()["id"])

    def kill(self, virus_id: str) -> None:
        """Kill a virus."""
        requests.delete(f"{self.urls.http}/virus/{virus_id}", timeout=20).raise_for_status()

    def put(self, virus_id: str, **attributes: str) -> None:
        """Store a virus as no function of ours would: any id, any attributes."""
        item = {"partitionKey": "Virus", "sortKey": virus_id} | attributes
        self._dynamodb.put_item(TableName=self.table, Item={name: {"S": value} for name, value in item.items()})

    def ids(self) -> list[str]:
        """The viruses in the table, sorted."""
        return sorted(self._keys("Virus"))

    def kill_all(self) -> None:
        """Empty the dish."""
        for virus_id in self.ids():
            self._dynamodb.delete_item(
                TableName=self.table, Key={"partitionKey": {"S": "Virus"}, "sortKey": {"S": virus_id}}
            )

    def connections(self) -> list[str]:
        """The ids of the connections that the application remembers."""
        return self._keys("Connection")

    def management(self) -> Any:
        """A client for ``@connections``."""
        endpoint = self.urls.websocket.replace("ws://", "http://", 1)
        return self.emulator.client("apigatewaymanagementapi", endpoint_url=endpoint)

    @property
    def _dynamodb(self) -> Any:
        return self.emulator.client("dynamodb")

    def _keys(self, partition: str) -> list[str]:
        answer = self._dynamodb.query(
            TableName=self.table,
            KeyConditionExpression="partitionKey = :partition",
            ExpressionAttributeValues={":partition": {"S": partition}},
        )
        return [item["sortKey"]["S"] for item in answer["Items"]]


def viruses(page: Page) -> Locator:
    """The living that a window shows."""
    return page.locator("[data-virus-id]")


def virus(page: Page, virus_id: str) -> Locator:
    """One virus in a window."""
    return page.locator(f"[data-virus-id='{virus_id}']")


def ids(page: Page) -> list[str]:
    """The ids that a window shows, sorted."""
    return sorted(each.get_attribute("data-virus-id") or "" for each in viruses(page).all())


def create_button(page: Page) -> Locator:
    """The + of a window."""
    return page.get_by_role("button", name="Create a virus")


def expect_live(page: Page) -> None:
    """Wait until the window hears what others do, and has read the list."""
    expect(page.get_by_role("status")).to_have_text("Live", timeout=SLOW)
    expect(page.locator(".dish[aria-busy=false]")).to_be_visible(timeout=SLOW)
