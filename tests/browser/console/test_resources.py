"""Resources: what the stack made, with links, and commands that run."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

from tests.browser.console.pages import TABLE, visit

if TYPE_CHECKING:
    from tests.conftest import Emulator


def test_it_lists_the_stack_with_links(console: Page) -> None:
    visit(console, "Resources")
    console.get_by_role("searchbox", name="Filter Resources").fill("AWS::Lambda::EventSourceMapping")
    console.get_by_role("link", name=f"{TABLE} → theconsole-dev-sendMessageToClient").click()
    expect(console.get_by_text("theconsole-dev-sendMessageToClient").first).to_be_visible()


def test_a_copied_command_of_each_kind_runs(console: Page, emulator: Emulator) -> None:
    console.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit(console, "Resources")
    rows = console.get_by_role("table", name="Resources").get_by_role("row")
    expect(rows.nth(6)).to_be_visible()
    done: set[str] = set()
    for index in range(1, rows.count()):
        row = rows.nth(index)
        kind = row.get_by_role("cell").nth(0).inner_text()
        if kind in done:
            continue
        done.add(kind)
        row.get_by_role("button", name="Copy as awslocal command").click()
        command = shlex.split(console.evaluate("() => navigator.clipboard.readText()"))
        assert command[0] == "awslocal"
        ran = subprocess.run(
            [Path(sys.executable).with_name("awslocal"), *command[1:]],
            env=os.environ | {"AWS_ENDPOINT_URL": emulator.endpoint},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ran.returncode == 0, (command, ran.stderr)
    assert len(done) >= 6, done
