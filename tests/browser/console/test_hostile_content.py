"""Whatever items, bodies, log lines, names and clients hold is shown as text, and never run."""

from __future__ import annotations

import contextlib
import json
import re
import time
import urllib.parse
from typing import TYPE_CHECKING, Any

import pytest
import requests
import websocket
from playwright.sync_api import Page, expect

from tests.browser.console.pages import SLOW, TABLE, go
from tests.support import create_function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from infra.outputs import Outputs
    from tests.conftest import Emulator

HTML = "<img src=x onerror=\"window.ran=1\"><script>window.ran=1</script><svg onload='window.ran=1'>"
MARKUP = f"{HTML} {{{{7*7}}}} ${{window.ran=1}} javascript:window.ran=1"
CONTROLS = "bell\x07 escape\x1b[31mred del\x7f null-ish\x01 turned\u202ednuora"
EMOJI = "🦠👩‍👩‍👧‍👦🏳️‍🌈 é \ud7ff ٣ 漢字"

ECHO_LINES = """
def handler(event, context):
    print(event["text"])
    return {"echo": event["text"]}
"""


@pytest.fixture(autouse=True)
def nothing_ran(console: Page) -> Iterator[None]:
    """After each test: no script of the content has run, and none of it has become an element."""
    yield
    assert console.evaluate("() => window.ran") is None
    assert console.locator("img[src='x'], svg[onload]").count() == 0


def test_items(console: Page, emulator: Emulator) -> None:
    table = emulator.client("dynamodb")
    keys = [
        {"partitionKey": {"S": "Hostile"}, "sortKey": {"S": text}} for text in (MARKUP, CONTROLS, EMOJI, "large", "odd")
    ]
    more: list[dict[str, dict[str, Any]]] = [
        {"a": {"S": "x"}},
        {"a": {"S": "y"}},
        {"a": {"S": "z"}},
        {"a": {"S": "L" * 390_000}},
        {HTML: {"S": "a name"}, "__proto__": {"S": "p"}, "constructor": {"B": b"\0\xff"}, "n": {"N": "1e125"}},
    ]
    for key, attributes in zip(keys, more, strict=True):
        table.put_item(TableName=TABLE, Item=key | attributes)
    try:
        go(console, emulator, f"dynamodb/{TABLE}")
        console.get_by_role("button", name="Query", exact=True).or_(
            console.get_by_role("radio", name="Query", exact=True)
        ).first.click()
        console.get_by_role("textbox", name="partitionKey (S)").fill("Hostile")
        console.get_by_role("button", name="Run").click()
        items = console.get_by_role("table", name="Items")
        expect(items.get_by_role("row")).to_have_count(6)
        expect(items).to_contain_text(HTML)
        expect(items).to_contain_text(EMOJI)
        expect(items).to_contain_text(r"escape\u001b[31mred del\u007f null-ish\u0001 turned\u202ednuora")
        expect(items.get_by_role("columnheader", name=HTML)).to_be_visible()
        # A value as large as there can be is cut, where it is shown and in the editor's page alike.
        assert len(items.inner_text()) < 50_000
        row = items.get_by_role("row").filter(has_text="large")
        row.get_by_role("button", name=re.compile("^Edit")).click()
        expect(console.get_by_role("textbox", name="DynamoDB JSON")).to_have_value(re.compile("L{1000}"))
    finally:
        for key in keys:
            table.delete_item(TableName=TABLE, Key=key)


def test_the_records_of_a_stream(console: Page, emulator: Emulator) -> None:
    table = emulator.client("dynamodb")
    go(console, emulator, f"dynamodb/{TABLE}")
    console.get_by_role("tab", name="Stream records").click()
    expect(console.get_by_text("Live", exact=True)).to_be_visible()
    key = {"partitionKey": {"S": "Hostile"}, "sortKey": {"S": HTML}}
    table.put_item(TableName=TABLE, Item=key | {"text": {"S": CONTROLS + EMOJI}})
    table.delete_item(TableName=TABLE, Key=key)
    records = console.get_by_role("table", name="Stream records")
    expect(records.get_by_role("row").filter(has_text="REMOVE")).to_contain_text("window.ran=1", timeout=SLOW)
    expect(records).to_contain_text("🦠")


def test_log_lines_and_answers_of_a_function(console: Page, emulator: Emulator) -> None:
    name = create_function(emulator, ECHO_LINES, name="hostile-lines").rpartition(":")[2]
    go(console, emulator, f"lambda/{name}")
    text = f"{MARKUP} {CONTROLS} {EMOJI}"
    console.get_by_role("textbox", name="Event", exact=True).fill(json.dumps({"text": text}))
    console.get_by_role("button", name="Invoke", exact=True).click()
    expect(console.locator("pre").filter(has_text="window.ran=1").first).to_be_visible(timeout=SLOW)
    emulator.client("lambda").invoke(FunctionName=name, Payload=json.dumps({"text": "M" * 200_000}))
    go(console, emulator, f"logs/group?name=/aws/lambda/{name}")
    log = console.get_by_role("log")
    expect(log).to_contain_text("<script>window.ran=1</script>", timeout=SLOW)
    expect(log).to_contain_text(r"\u001b[31mred")
    expect(log).to_contain_text("🦠")
    expect(log).to_contain_text("MMM …", timeout=SLOW)
    assert len(log.inner_text()) < 100_000


def test_bodies_and_their_traces(console: Page, emulator: Emulator, console_stack: Outputs) -> None:
    function = create_function(
        emulator,
        'def handler(event, context):\n    return {"statusCode": 200, "body": event["body"]}',
        name="hostile-body",
    )
    api = emulator.client("apigatewayv2")
    api_id = api.create_api(Name=HTML[:60], ProtocolType="HTTP", Target=function)["ApiId"]
    try:
        url = f"{emulator.api_url(api_id, '$default')}/{urllib.parse.quote(HTML, safe='')}"
        body = f"{MARKUP} {EMOJI}" + "B" * 400_000
        assert requests.post(url, data=body.encode(), timeout=20).status_code == 200
        go(console, emulator, "traces")
        console.get_by_role("link", name=re.compile("^POST .*(window.ran|%3C)")).first.click()
        console.locator(".petri-span").first.click()
        expect(console.locator("pre").filter(has_text="window.ran=1").first).to_be_visible()
        assert len(console.locator(".petri-waterfall").inner_text()) < 60_000

        go(console, emulator, "api-gateway")
        console.get_by_role("link", name=HTML[:60]).click()
        console.get_by_role("tab", name="Request builder").click()
        console.get_by_role("button", name="Send", exact=True).click()
        expect(console.get_by_role("heading", name=re.compile("^Response 200|^Response 5"))).to_be_visible(timeout=SLOW)
        go(console, emulator, "map")
        expect(console.get_by_text("Live", exact=True)).to_be_visible()
    finally:
        api.delete_api(ApiId=api_id)


def test_clients_and_their_frames(console: Page, emulator: Emulator, console_stack: Outputs) -> None:
    url = emulator.api_url(console_stack.websocket_api_id, scheme="ws")
    with contextlib.closing(websocket.create_connection(url, timeout=20, header={"User-Agent": HTML})) as client:
        go(console, emulator, f"api-gateway/{console_stack.websocket_api_id}")
        console.get_by_role("tab", name="Live connections").click()
        expect(console.get_by_text(HTML[:60])).to_be_visible()
        console.get_by_role("textbox", name="Message").fill(MARKUP + EMOJI)
        console.get_by_role("button", name=re.compile("^Send to ")).first.click()
        assert client.recv() == MARKUP + EMOJI
        client.send(MARKUP)


def test_names_of_log_groups_in_the_address(console: Page, emulator: Emulator) -> None:
    """What is in the address is content of others too: a link can name anything."""
    for name in (HTML, "javascript:window.ran=1", "../../x", "%", "a" * 2000):
        go(console, emulator, f"logs/group?name={urllib.parse.quote(name)}")
        expect(console.get_by_role("heading", level=1)).to_be_visible()
        go(console, emulator, f"dynamodb/{urllib.parse.quote(name, safe='')}")
        expect(console.get_by_role("navigation", name="Pages")).to_be_visible()


def test_log_lines_of_others(console: Page, emulator: Emulator) -> None:
    logs, group = emulator.client("logs"), "/test/hostile"
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="<b>s")
    lines = [MARKUP, CONTROLS, EMOJI, "multi\nline\r\n\ttext", "Z" * 250_000, "1-00000000-" + "0" * 24]
    now = int(time.time() * 1000)
    events = [{"timestamp": now + index, "message": line} for index, line in enumerate(lines)]
    logs.put_log_events(logGroupName=group, logStreamName="<b>s", logEvents=events)
    go(console, emulator, f"logs/group?name={group}")
    expect(console.locator(".petri-line")).to_have_count(len(lines))
    expect(console.get_by_role("log")).to_contain_text("<script>window.ran=1</script>")
    console.get_by_role("tab", name="Streams").click()
    expect(console.get_by_text("<b>s")).to_be_visible()
