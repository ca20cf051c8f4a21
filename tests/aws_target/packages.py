"""MiniStack and moto, in an environment of their own: they share no package with what deploys to them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scripts.setup import uv
from scripts.setup.layout import ROOT, TOOLS
from scripts.setup.step import Step, digest, python_executable, this_machine

if TYPE_CHECKING:
    from scripts.setup.step import Report

FOLDER = TOOLS / "aws-target"


class Packages(Step):
    """The environment, made once and again when the lock file changes."""

    title = "other implementations of AWS"
    stamp = FOLDER / ".petri-packages.json"
    _lock = ROOT / "requirements-aws-target.lock"

    def inputs(self) -> dict[str, str]:
        return {"sha256": digest(self._lock), **this_machine()}

    def make(self, report: Report) -> None:
        report("installing")
        uv.create_environment(FOLDER, Path(python_executable()))
        uv.install(FOLDER, self._lock, "--compile-bytecode")


def program(name: str) -> Path:
    """A command of the environment."""
    return FOLDER / "bin" / name
