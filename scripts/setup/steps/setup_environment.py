"""The environment of set-up itself: the only step that uses pip, as nothing else is there yet."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from scripts.setup.commands import run
from scripts.setup.errors import SetupError
from scripts.setup.layout import ROOT, SETUP_ENVIRONMENT
from scripts.setup.step import Report, Step, digest, python_executable, this_machine


class SetupEnvironment(Step):
    """uv and Rich."""

    title = "Installer"
    stamp = SETUP_ENVIRONMENT / ".petri-packages.json"
    _lock = ROOT / "requirements-bootstrap.lock"

    def inputs(self) -> dict[str, str]:
        return {"sha256": digest(self._lock), **this_machine()}

    def make(self, report: Report) -> None:
        python = python_executable()
        if find_spec("venv") is None or find_spec("ensurepip") is None:
            raise SetupError(
                f"{python} cannot create virtual environments: install what its distribution packs apart "
                f"(apt install python{sys.version_info.major}.{sys.version_info.minor}-venv)."
            )
        report("installing")
        shutil.rmtree(SETUP_ENVIRONMENT, ignore_errors=True)
        run([python, "-I", "-m", "venv", SETUP_ENVIRONMENT], advice="Check this Python's installation.")
        pip: list[str | Path] = [SETUP_ENVIRONMENT / "bin" / "python", "-I", "-m", "pip"]
        run(
            [*pip, "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", self._lock],
            advice="Check the network, or the package index pip is configured with, and run it again.",
        )
