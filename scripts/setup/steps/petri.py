"""Petri itself, installed from the checkout it lies in."""

from __future__ import annotations

import shutil

from scripts.setup import uv
from scripts.setup.layout import CACHE, ROOT, VENV
from scripts.setup.step import Report, Step, digest


class Petri(Step):
    """The ``petri`` command and the entry points by which LocalStack finds the plugins."""

    title = "Petri"
    stamp = VENV / ".petri-installed.json"

    def inputs(self) -> dict[str, str]:
        return {"sha256": digest(ROOT / "pyproject.toml")}

    def make(self, report: Report) -> None:
        report("installing")
        uv.install_editable(VENV, ROOT)
        # Plux takes entry points that changed within two minutes for unchanged.
        shutil.rmtree(CACHE / "plux", ignore_errors=True)
