"""A preview says what a deployment then does, and changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from infra import stack
from infra.report import Change
from tests.conftest import Emulator
from tests.e2e.stacks import Stack, changed, own_stack


@pytest.fixture
def mine(emulator: Emulator, tmp_path: Path) -> Iterator[Stack]:
    """A stack of this test's own; not deployed yet."""
    with own_stack(emulator, tmp_path, "preview") as own:
        yield own


def preview(mine: Stack) -> list[Change]:
    """All that is reported."""
    changes: list[Change] = []
    stack.preview(mine.session, changes.append, mine.application)
    return changes


def _settings(mine: Stack) -> None:
    mine.change_function("hello", timeout=9, memory=256)
    mine.application = replace(mine.application, allowed_origins=("https://example.com",))


def _code(mine: Stack) -> None:
    mine.change_code("hello.py", "world", "you")


def _routes(mine: Stack) -> None:
    mine.application = replace(mine.application, http_routes={"GET /moved": "hello", "GET /virus": "getVirus"})


def _fewer(mine: Stack) -> None:
    """Without a function that has a log, which goes with it, without the reader of the stream, without schedules."""
    mine.emulator.client("logs").create_log_group(logGroupName="/aws/lambda/preview-dev-hello")
    mine.application = replace(
        mine.application,
        functions=mine.application.functions[1:-1],
        http_routes={"GET /virus": "getVirus"},
        schedules=(),
    )


def _rights(mine: Stack) -> None:
    mine.change_function("getVirus", table_actions=("dynamodb:Query", "dynamodb:Scan"))


@pytest.mark.parametrize("edit", [_settings, _code, _routes, _fewer, _rights])
def test_a_preview_of_a_change(mine: Stack, edit: Callable[[Stack], None]) -> None:
    mine.deploy()
    edit(mine)
    first = preview(mine)
    assert changed(preview(mine)) == changed(first), "the first preview has changed something"
    deployed: list[Change] = []
    stack.deploy(mine.session, deployed.append, mine.application)
    assert changed(first)
    assert changed(first) == changed(deployed)
    assert _differences(first) == _differences(deployed)
    assert changed(preview(mine)) == []


def test_a_preview_of_everything(mine: Stack) -> None:
    first = preview(mine)
    assert len(first) == stack.size(mine.application)
    assert changed(preview(mine)) == changed(first)
    assert mine.deploy_changes() == changed(first)


def test_a_preview_of_one_function(mine: Stack) -> None:
    mine.deploy()
    mine.change_code("hello.py", "world", "you")
    for run in (stack.preview_function, stack.preview_function, stack.deploy_function):
        changes: list[Change] = []
        run(mine.session, "hello", changes.append, mine.application)
        assert changed(changes) == ["updated function preview-dev-hello"]


def _differences(changes: list[Change]) -> dict[str, object]:
    return {f"{change.kind} {change.name}": change.differences for change in changes if change.differences}
