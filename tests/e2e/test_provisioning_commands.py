"""The commands that people type: ``petri deploy``, ``petri remove`` and ``python -m infra``."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from infra import stack
from infra.__main__ import main
from infra.application import Application
from infra.report import Report
from scripts.deploy import deploy
from scripts.diff import diff
from scripts.remove import remove
from tests.conftest import Emulator
from tests.e2e.stacks import Stack, own_stack


@pytest.fixture
def mine(emulator: Emulator, tmp_path: Path) -> Iterator[Stack]:
    """The stack that the commands are about; not deployed yet."""
    with own_stack(emulator, tmp_path, "typing") as own, pytest.MonkeyPatch.context() as patch:
        for name in ("deploy", "preview"):
            patch.setattr(stack, name, partial(_of, own.application, getattr(stack, name)))
        for name in ("deploy_function", "preview_function"):
            patch.setattr(stack, name, partial(_function_of, own.application, getattr(stack, name)))
        for name in ("remove", "outputs"):
            patch.setattr(stack, name, partial(getattr(stack, name), application=own.application))
        yield own


def _of(application: Application, work: Callable[..., Any], session: Any, report: Report, *_: Application) -> Any:
    """Do it for this application, whichever a command names."""
    return work(session, report, application)


def _function_of(
    application: Application, work: Callable[..., Any], session: Any, function: str, report: Report, _: Application
) -> Any:
    """The same for a function."""
    return work(session, function, report, application)


def run(*arguments: str, exit_code: int = 0) -> list[str]:
    """Run a command of ``petri``; returns the lines it prints."""
    petri = typer.Typer()
    petri.command()(deploy)
    petri.command()(diff)
    petri.command()(remove)
    result = CliRunner().invoke(petri, arguments)
    assert result.exit_code == exit_code, result.output
    return result.output.splitlines()


def test_deploy_and_remove(emulator: Emulator, mine: Stack) -> None:
    urls = [
        f"HTTP API       {emulator.endpoint}/_aws/execute-api/typinghttp/dev",
        f"WebSocket API  {emulator.endpoint.replace('http', 'ws')}/_aws/execute-api/typingwebs/dev",
    ]
    planned = run("diff", exit_code=1)
    assert "create    function typing-dev-hello" in planned
    assert planned[-1] == "40 to create."
    assert run("deploy", "--dry-run") != []
    first = run("deploy")
    assert "created   function typing-dev-hello" in first
    assert first[-3:] == ["40 created.", *urls]
    assert run("deploy") == ["Nothing to change (40 checked).", *urls]

    assert run("diff") == ["Nothing to change (40 checked)."]

    mine.change_code("hello.py", "world", "you")
    function, code, summary = run("diff", exit_code=1)
    assert (function, summary) == ("update    function typing-dev-hello", "1 to update, 39 unchanged.")
    assert re.fullmatch(r" {10}code  \S{8} → \S{8}", code)
    assert run("deploy", "-f", "hello", "--dry-run") == [function, code, "1 to update."]
    assert run("deploy", "-f", "hello") == ["updated   function typing-dev-hello", code, "1 updated."]
    assert run("deploy", "--function", "hello") == ["Nothing to change (1 checked)."]

    described = json.loads("".join(run("deploy", "--json")))
    assert (described["changes"], described["unchanged"]) == ([], 40)
    assert described["urls"]["http"] == f"{emulator.endpoint}/_aws/execute-api/typinghttp/dev"

    removed = run("remove")
    assert "deleted   table typing-table" in removed
    assert removed[-1] == "19 deleted."
    assert run("remove") == ["Nothing to remove."]


def test_infra_module(mine: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Outputs are JSON on standard output, all else goes to standard error."""

    def run_module(command: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["python -m infra", command])
        return main(), *capsys.readouterr()

    assert run_module("outputs") == (1, "", "Stack typing-dev is not deployed in eu-west-1. Deploy it first.\n")
    code, deployed, changes = run_module("deploy")
    assert code == 0
    assert "created    function typing-dev-hello\n" in changes
    assert json.loads(deployed)["http_api_id"] == "typinghttp"
    assert run_module("outputs") == (0, deployed, "")
    code, nothing, changes = run_module("remove")
    assert (code, nothing) == (0, "")
    assert "deleted    function typing-dev-hello\n" in changes
