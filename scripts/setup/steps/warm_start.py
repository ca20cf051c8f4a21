"""Work that the emulator would otherwise do at its first start and its first request."""

from __future__ import annotations

from scripts.setup.commands import run
from scripts.setup.layout import ROOT, VENV
from scripts.setup.step import Report, Step, digest
from scripts.setup.steps.python_packages import PythonPackages


class WarmStart(Step):
    """LocalStack's index of all AWS operations, and bytecode of the services we serve."""

    title = "Start-up cache"
    stamp = VENV / ".petri-warm-start.json"

    def __init__(self, packages: PythonPackages) -> None:
        self._packages = packages

    def inputs(self) -> dict[str, str]:
        return {**self._packages.inputs(), "services": digest(ROOT / "emulator" / "environment.py")}

    def make(self, report: Report) -> None:
        report("building")
        run([VENV / "bin" / "python", "-P", "-m", "scripts.warm_start"], advice="Please report this as a bug.")
