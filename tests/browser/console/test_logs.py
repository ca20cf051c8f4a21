"""CloudWatch Logs: the tail, filter patterns, and from a line to its trace and back."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.console.pages import SLOW, create_virus, go, visit

if TYPE_CHECKING:
    from infra.outputs import Outputs
    from tests.conftest import Emulator

GROUP = "/test/console"


def write(emulator: Emulator, *lines: str) -> None:
    """Put lines into a group of our own."""
    logs = emulator.client("logs")
    if not logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]:
        logs.create_log_group(logGroupName=GROUP)
        logs.create_log_stream(logGroupName=GROUP, logStreamName="s")
    now = int(time.time() * 1000)
    events = [{"timestamp": now, "message": line} for line in lines]
    logs.put_log_events(logGroupName=GROUP, logStreamName="s", logEvents=events)


def test_lines_come_as_they_are_written_and_patterns_filter(console: Page, emulator: Emulator) -> None:
    write(emulator, "the first line")
    visit(console, "CloudWatch Logs")
    console.get_by_role("link", name=GROUP, exact=True).click()
    log = console.get_by_role("log")
    expect(log).to_contain_text("the first line")
    write(emulator, "ERROR of a later moment", '{"level": "WARN", "n": 7}')
    expect(log).to_contain_text("ERROR of a later moment")

    pattern = console.get_by_role("searchbox", name="Filter pattern")
    for wanted, shown, hidden in (
        ("ERROR -first", "ERROR of a later moment", "the first line"),
        ("{ $.n > 5 }", '"level": "WARN"', "ERROR of a later moment"),
    ):
        pattern.fill(wanted)
        pattern.press("Enter")
        expect(log).to_contain_text(shown)
        expect(log).not_to_contain_text(hidden)
    pattern.fill("{ $.n = ")
    pattern.press("Enter")
    expect(console.get_by_text("InvalidParameterException: Invalid filter pattern")).to_be_visible()
    pattern.fill("")
    expect(log).to_contain_text("the first line")


def test_from_a_line_to_its_trace_and_back(console: Page, emulator: Emulator, console_stack: Outputs) -> None:
    create_virus(emulator, console_stack)
    emulator.client("lambda").invoke(FunctionName="theconsole-dev-createVirus", Payload=b"{}")
    go(console, emulator, "logs/group?name=/aws/lambda/theconsole-dev-createVirus")
    starts = console.locator(".petri-line").filter(has_text="START RequestId")
    expect(starts.last).to_be_visible(timeout=SLOW)
    line = starts.last
    request_id = (re.findall(r"RequestId: ([\w-]+)", line.inner_text()))[0]
    line.get_by_role("link", name="trace").click()
    expect(console).to_have_url(re.compile("/traces/1-"))
    console.get_by_role("button", name=re.compile("^function theconsole-dev-createVirus")).click()
    console.get_by_role("link", name="Log lines of this invocation").click()
    expect(console.get_by_text(f"Only the lines of the invocation {request_id}")).to_be_visible()
    lines = console.locator(".petri-line")
    expect(lines.filter(has_text="REPORT RequestId")).to_have_count(1)
    assert all(request_id in text for text in lines.all_inner_texts() if "RequestId: " in text)
    console.get_by_role("button", name="Show all lines").click()
    expect(lines.filter(has_text="REPORT RequestId").nth(1)).to_be_visible()
