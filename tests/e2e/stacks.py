"""Stacks that tests deploy for themselves, beside the one that other tests use."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from infra import stack
from infra.application import APPLICATION, LAMBDAS, Application
from infra.outputs import Outputs
from infra.report import Action, Change

if TYPE_CHECKING:
    from tests.conftest import Emulator


@dataclass
class Stack:
    """A stack with names and code of its own."""

    emulator: Emulator
    session: boto3.Session
    application: Application

    def deploy(self) -> Outputs:
        """Deploy it."""
        return stack.deploy(self.session, lambda _change: None, self.application)

    def deploy_changes(self) -> list[str]:
        """Deploy it; returns what was not left unchanged, such as ``updated function …``, sorted."""
        changes: list[Change] = []
        stack.deploy(self.session, changes.append, self.application)
        return changed(changes)

    def remove_changes(self) -> list[str]:
        """Remove it; returns what was done, sorted."""
        changes: list[Change] = []
        stack.remove(self.session, changes.append, self.application)
        return changed(changes)

    def change_code(self, file: str, old: str, new: str) -> None:
        """Edit the code of this stack."""
        source = self.application.code / file
        text = source.read_text()
        assert old in text
        source.write_text(text.replace(old, new))

    def change_function(self, name: str, **settings: Any) -> None:
        """Edit the settings of a function of this stack."""
        self.application = replace(
            self.application,
            functions=tuple(replace(f, **settings) if f.name == name else f for f in self.application.functions),
        )


def changed(changes: list[Change]) -> list[str]:
    """What happened to resources other than nothing."""
    return sorted(
        f"{change.action} {change.kind} {change.name}" for change in changes if change.action != Action.UNCHANGED
    )


@contextmanager
def own_stack(emulator: Emulator, folder: Path, service: str) -> Iterator[Stack]:
    """A stack named ``service``, not deployed yet; its code is a copy in ``folder``. Removed in the end."""
    code = shutil.copytree(LAMBDAS, folder / "lambdas", ignore=shutil.ignore_patterns("__pycache__"))
    application = replace(
        APPLICATION,
        service=service,
        table=f"{service}-table",
        http_api_id=f"{service}http",
        websocket_api_id=f"{service}webs",
        code=code,
        schedules=tuple(replace(schedule, expression="rate(1 day)") for schedule in APPLICATION.schedules),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", emulator.endpoint)
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        mine = Stack(emulator, boto3.Session(region_name="eu-west-1"), application)
        try:
            yield mine
        finally:
            mine.remove_changes()
