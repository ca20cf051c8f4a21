"""The steps of the workshop, as folders: ``workshop/session-3/04-delete-connection``.

A folder has ``page.md``, ``hints.md`` and ``check.py``; files that are new to the learner are in ``starter/``. The
solution is what differs from the step's beginning: whole files in ``solution/``, replacements in ``solution.toml``.
A step begins where the solution of the one before it ends, so that nothing is kept twice.
"""

from __future__ import annotations

import importlib.util
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from learn.lab import Lab

WORKSHOP = Path(__file__).resolve().parent.parent / "workshop"

type Files = dict[str, str]
"""Texts by their path in the learner's folder."""


@dataclass(frozen=True)
class Step:
    """One step."""

    folder: Path

    @property
    def name(self) -> str:
        """Such as ``3/04-delete-connection``: the session, and the folder in it."""
        return f"{self.folder.parent.name.removeprefix('session-')}/{self.folder.name}"

    @property
    def page(self) -> str:
        """The text for the learner, in Markdown."""
        return (self.folder / "page.md").read_text()

    @property
    def title(self) -> str:
        """The heading of the page."""
        return self.page.splitlines()[0].removeprefix("#").strip()

    @property
    def hints(self) -> list[str]:
        """Three, from a nudge to nearly the solution; they are parted by lines of ``---``."""
        return [hint.strip() for hint in (self.folder / "hints.md").read_text().split("\n---\n")]

    @property
    def starter(self) -> Files:
        """What the learner is given when the step begins."""
        return _files(self.folder / "starter")

    def solve(self, files: Files) -> Files:
        """The files that the solution changes, as they are afterwards, given all files before it.

        Raises ValueError when a text to be replaced is not there.
        """
        changed = _files(self.folder / "solution")
        for edit in self._edits:
            file, old = edit["file"], edit["old"]
            before = changed.get(file, files.get(file, ""))
            if before.count(old) != 1:
                raise ValueError(f"{self.name}: {file} has {old!r} {before.count(old)} times")
            changed[file] = before.replace(old, _with_our_address(edit["new"]))
        return changed

    @property
    def check(self) -> Callable[[Lab], None]:
        """Raises Wrong with the one thing that is wrong."""
        check: Callable[[Lab], None] = self._module.check
        return check

    @property
    def deploys(self) -> bool:
        """Whether the learner's application is deployed before the check: everywhere but where it is removed."""
        return bool(getattr(self._module, "DEPLOY", True))

    @property
    def watches_the_world(self) -> bool:
        """Whether the step is also about what changes no file: it is looked at from time to time."""
        return bool(getattr(self._module, "WATCH", False))

    @property
    def _edits(self) -> list[dict[str, str]]:
        file = self.folder / "solution.toml"
        edits: list[dict[str, str]] = tomllib.loads(file.read_text())["edit"] if file.is_file() else []
        return edits

    @cached_property
    def _module(self) -> ModuleType:
        spec = importlib.util.spec_from_file_location(f"workshop {self.name}", self.folder / "check.py")
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


def all_steps() -> list[Step]:
    """Every step, in order."""
    return [Step(page.parent) for page in sorted(WORKSHOP.glob("session-*/*/page.md"))]


def starting_files(step: Step) -> Files:
    """All files as they are when a step begins and the solutions of all before it were taken."""
    files: Files = {}
    for earlier in all_steps():
        files |= earlier.starter
        if earlier.name == step.name:
            return files
        files |= earlier.solve(files)
    raise ValueError(f"{step.name} is no step")


def solution_files(step: Step) -> Files:
    """All files as they are when a step was solved as its solution does."""
    files = starting_files(step)
    return files | step.solve(files)


def _files(folder: Path) -> Files:
    if not folder.is_dir():
        return {}
    found = (file for file in sorted(folder.rglob("*")) if file.is_file() and "__pycache__" not in file.parts)
    return {file.relative_to(folder).as_posix(): _with_our_address(file.read_text()) for file in found}


def _with_our_address(text: str) -> str:
    """Files name Petri's usual address; the learner's Petri may have another port."""
    port = urlsplit(os.environ.get("AWS_ENDPOINT_URL", "")).port
    return text.replace("localhost:4566", f"localhost:{port}") if port else text
