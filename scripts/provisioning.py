"""What a person sees while the stack is deployed or removed."""

from __future__ import annotations

import os
from collections import Counter
from types import TracebackType
from typing import TYPE_CHECKING, Self

import typer
from rich.console import Console
from rich.text import Text

from scripts.application_urls import application_urls

if TYPE_CHECKING:
    from infra.outputs import Outputs
    from infra.report import Change

STYLES = {"created": "green", "updated": "yellow", "deleted": "red", "kept": "magenta"}


class Provisioning:
    """Shows each change when it happens, and the sum of them in the end.

    A failure that can be explained ends the command with one sentence and exit code 1.
    """

    def __init__(self, activity: str) -> None:
        self.outputs: Outputs | None = None
        """set this to have the URLs shown"""
        self._console = Console(highlight=False)
        self._status = self._console.status(f"{activity} …")
        self._counts: Counter[str] = Counter()

    def report(self, change: Change) -> None:
        """Show one change; what is unchanged is only counted."""
        self._counts[change.action] += 1
        if style := STYLES.get(change.action):
            line = Text.assemble((f"{change.action:<9}", style), f" {change.kind} {change.name}")
            self._console.print(line, soft_wrap=True)

    def __enter__(self) -> Self:
        self._status.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self._status.stop()
        if error is None:
            self._summarise()
            return
        from botocore.exceptions import EndpointConnectionError

        from infra.errors import PROVISIONING_ERRORS, StackError, explain

        if isinstance(error, (StackError, *PROVISIONING_ERRORS)):
            hint = " Start the emulator with: petri up" if isinstance(error, EndpointConnectionError) else ""
            Console(stderr=True, highlight=False).print(Text(explain(error) + hint, "red"), soft_wrap=True)
            raise typer.Exit(1) from None

    def _summarise(self) -> None:
        unchanged = self._counts.pop("unchanged", 0)
        changes = ", ".join(f"{count} {action}" for action, count in self._counts.items())
        if changes:
            self._console.print(f"{changes}, {unchanged} unchanged." if unchanged else f"{changes}.")
        elif unchanged:
            self._console.print(f"Nothing to change ({unchanged} checked).")
        else:
            self._console.print("Nothing to remove.")
        if self.outputs:
            urls = application_urls(self.outputs, os.environ.get("AWS_ENDPOINT_URL"))
            self._console.print(f"HTTP API       {urls.http}", soft_wrap=True)
            self._console.print(f"WebSocket API  {urls.websocket}", soft_wrap=True)
