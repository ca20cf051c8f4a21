"""What a person sees while the stack is deployed or removed."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import asdict
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from scripts.application_urls import application_urls
from scripts.output import painted, print_json
from scripts.property_paths import lines_of

if TYPE_CHECKING:
    from rich.status import Status

    from infra.outputs import Outputs
    from infra.report import Change

_STYLES = {"created": "green", "updated": "yellow", "deleted": "red", "kept": "magenta"}
_PLANNED = {"created": "create", "updated": "update", "deleted": "delete", "kept": "keep"}


class Provisioning:
    """Shows each change when it happens, with what was not as wanted, and the sum of them in the end.

    On a terminal a line at the bottom says how far it is; elsewhere there are plain lines only.
    """

    def __init__(
        self,
        activity: str,
        *,
        expected: int = 0,
        planned: bool = False,
        as_json: bool = False,
        account: dict[str, str | None] | None = None,
    ) -> None:
        """``expected`` resources are reported, or an unknown number; ``planned`` changes are not made.

        ``account`` is the one on AWS, for scripts.
        """
        self.outputs: Outputs | None = None
        """set this to have the URLs shown"""
        self.changes: list[Change] = []
        self._activity = activity
        self._expected = expected
        self._planned = planned
        self._as_json = as_json
        self._account = account
        self._counts: Counter[str] = Counter()
        self._status: Status | None = None

    @property
    def changes_anything(self) -> bool:
        """Whether something was not as wanted."""
        return any(action != "unchanged" for action in self._counts)

    def report(self, change: Change) -> None:
        """Show one change; what is unchanged is only counted."""
        self.changes.append(change)
        self._counts[change.action] += 1
        if self._status:
            self._status.update(self._progress())
        if not self._as_json and (style := _STYLES.get(change.action)):
            word = _PLANNED[change.action] if self._planned else change.action
            self._say(f"{painted(f'{word:<9}', style)} {change.kind} {change.name}")
            for line in lines_of(change.differences):
                self._say(f"{'':10}{painted(line, 'dim')}")

    def __enter__(self) -> Self:
        if sys.stdout.isatty() and not self._as_json:
            from rich.console import Console

            self._status = Console(highlight=False).status(self._progress())
            self._status.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        if self._status:
            self._status.stop()
        if error is None:
            if self._as_json:
                print_json(self._described())
            else:
                self._summarise()

    def _say(self, line: str) -> None:
        if self._status:
            from rich.text import Text

            self._status.console.print(Text.from_ansi(line), soft_wrap=True)
        else:
            print(line, flush=True)

    def _progress(self) -> str:
        count = sum(self._counts.values())
        return f"{self._activity} … {count} of {self._expected}" if self._expected else f"{self._activity} …"

    def _described(self) -> dict[str, Any]:
        described: dict[str, Any] = {"account": self._account} if self._account else {}
        described |= {
            "changes": [asdict(change) for change in self.changes if change.action != "unchanged"],
            "unchanged": self._counts["unchanged"],
        }
        if self.outputs:
            described["urls"] = asdict(application_urls(self.outputs, os.environ.get("AWS_ENDPOINT_URL")))
            described["outputs"] = asdict(self.outputs)
        return described

    def _summarise(self) -> None:
        unchanged = self._counts["unchanged"]
        words = _PLANNED if self._planned else {}
        changes = ", ".join(
            f"{count} {'to ' if self._planned else ''}{words.get(action, action)}"
            for action, count in self._counts.items()
            if action != "unchanged"
        )
        if changes:
            print(f"{changes}, {unchanged} unchanged." if unchanged else f"{changes}.")
        elif unchanged:
            print(f"Nothing to change ({unchanged} checked).")
        else:
            print("Nothing to remove.")
        if self.outputs:
            urls = application_urls(self.outputs, os.environ.get("AWS_ENDPOINT_URL"))
            print(f"HTTP API       {urls.http}")
            print(f"WebSocket API  {urls.websocket}")
