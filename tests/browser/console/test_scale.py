"""Thousands of things: pages show some of them, ask for no more than they show, and stay usable."""

from __future__ import annotations

import contextlib
import json
import resource
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console.pages import SLOW, go, visit
from tests.support import ECHO, create_api, create_function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator

CONNECTIONS = 10_000
ITEMS = 100_000
GROUPS = 1500
INVOCATIONS = 300

MOST_ELEMENTS = 6000
"""of a page, whatever there is"""


def elements(page: Page) -> int:
    return int(page.evaluate("() => document.querySelectorAll('*').length"))


@contextlib.contextmanager
def requests_of(page: Page, part: str) -> Iterator[list[str]]:
    """The requests of the page whose address or body has ``part``, while the block runs."""
    seen: list[str] = []

    def note(request: object) -> None:
        url, target = str(getattr(request, "url", "")), getattr(request, "headers", {}).get("x-amz-target", "")
        if part in url or part in target:
            seen.append(f"{target} {url}")

    page.on("request", note)
    yield seen
    page.remove_listener("request", note)


@pytest.fixture
def many_connections(emulator: Emulator) -> Iterator[str]:
    """An API with thousands of open WebSockets; gives its id."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, CONNECTIONS + 1000), hard), hard))
    api_id = create_api(emulator, "WEBSOCKET", {"greet": create_function(emulator, ECHO)})
    handshake = (
        f"GET /_aws/execute-api/{api_id}/dev HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode()
    with contextlib.ExitStack() as opened:
        for _ in range(CONNECTIONS):
            client = opened.enter_context(socket.create_connection(("127.0.0.1", emulator.port), timeout=20))
            client.sendall(handshake)
            assert client.recv(4096).startswith(b"HTTP/1.1 101")
        yield api_id
    emulator.client("apigatewayv2").delete_api(ApiId=api_id)


def test_thousands_of_connections(console: Page, emulator: Emulator, many_connections: str) -> None:
    go(console, emulator, f"api-gateway/{many_connections}")
    with requests_of(console, "/_petri/connections") as asked:
        console.get_by_role("tab", name="Live connections").click()
        rows = console.get_by_role("table", name="Live connections").get_by_role("row")
        expect(rows).to_have_count(26, timeout=SLOW)
        first = rows.nth(1).inner_text()
        console.get_by_role("button", name="Next 100").click()
        expect(rows.nth(1)).not_to_have_text(first)
        console.get_by_role("button", name="Before").click()
        expect(console.get_by_role("button", name="Before")).to_be_disabled()
        console.wait_for_timeout(4000)
    assert elements(console) < MOST_ELEMENTS
    assert all("limit=100" in url for url in asked)
    assert len(asked) < 10
    visit(console, "Map")
    expect(console.get_by_text("Live", exact=True)).to_be_visible()


@pytest.mark.timeout(300)
def test_a_hundred_thousand_items(console: Page, emulator: Emulator) -> None:
    dynamodb, table = emulator.client("dynamodb"), "many-items"
    dynamodb.create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )

    def write(start: int) -> None:
        puts = [{"PutRequest": {"Item": {"id": {"S": f"item {start + index}"}}}} for index in range(25)]
        assert not dynamodb.batch_write_item(RequestItems={table: puts})["UnprocessedItems"]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(0, ITEMS, 25)))
    with requests_of(console, "DynamoDB_20120810.Scan") as asked:
        go(console, emulator, f"dynamodb/{table}")
        rows = console.get_by_role("table", name="Items").get_by_role("row")
        expect(rows).to_have_count(26, timeout=SLOW)
        for page in (2, 3):
            console.get_by_role("button", name="Next page").click()
            expect(console.get_by_text(f"Page {page}", exact=True)).to_be_visible()
            expect(rows).to_have_count(26)
        console.get_by_role("button", name="Previous page").click()
        expect(console.get_by_text("Page 2", exact=True)).to_be_visible()
    assert len(asked) < 12
    assert elements(console) < MOST_ELEMENTS
    dynamodb.delete_table(TableName=table)


def test_more_log_groups_than_anybody_reads(console: Page, emulator: Emulator) -> None:
    region = "ap-south-1"
    logs = emulator.client("logs", region_name=region)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: logs.create_log_group(logGroupName=f"/many/{number:05}"), range(GROUPS)))
    console.evaluate("(region) => localStorage.setItem('petri.region', JSON.stringify(region))", region)
    with requests_of(console, "Logs_20140328.DescribeLogGroups") as asked:
        go(console, emulator, "logs")
        rows = console.get_by_role("table", name="Log groups").get_by_role("row")
        expect(rows).to_have_count(26, timeout=SLOW)
        expect(console.get_by_text("(1000+)")).to_be_visible()
        console.get_by_role("searchbox", name="Filter Log groups").fill("00777")
        expect(rows).to_have_count(2)
        (group,) = logs.describe_log_groups(logGroupNamePrefix="/many/00777")["logGroups"]
        # Of a moment nobody sees the number.
        console.get_by_role("searchbox", name="Filter Log groups").fill(str(group["creationTime"]))
        expect(console.get_by_text("Nothing matches the filter.")).to_be_visible()
        console.wait_for_timeout(3000)
    assert len(asked) <= 2
    assert elements(console) < MOST_ELEMENTS


def test_more_events_than_a_list_keeps(console: Page, emulator: Emulator) -> None:
    name = "theconsole-dev-hello"
    go(console, emulator, f"lambda/{name}")
    console.get_by_role("tab", name="Invocations").click()
    expect(console.get_by_text("Live", exact=True)).to_be_visible()
    functions = emulator.client("lambda")
    with ThreadPoolExecutor(4) as threads:
        list(
            threads.map(
                lambda _: functions.invoke(FunctionName=name, Payload=json.dumps({}))["StatusCode"], range(INVOCATIONS)
            )
        )
    rows = console.get_by_role("table", name="Invocations").get_by_role("row")
    expect(rows).to_have_count(101, timeout=SLOW)
    assert elements(console) < MOST_ELEMENTS
    visit(console, "Traces")
    expect(console.get_by_role("table", name="Traces").get_by_role("row")).to_have_count(26, timeout=SLOW)
    assert elements(console) < MOST_ELEMENTS
