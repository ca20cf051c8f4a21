"""What a Python function finds when it runs: AWS's runtime client and boto3, nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from scripts.setup import uv
from scripts.setup.layout import ROOT, lambda_environment
from scripts.setup.step import Report, Step, digest, python_executable, this_machine


class LambdaPackages(Step):
    """The environment that stands for one of AWS's Python runtimes: that of this Python, or of another one."""

    _lock = ROOT / "requirements-lambda.lock"

    def __init__(self, version: str = "3.13", python: Path | None = None) -> None:
        self.title = f"Lambda runtime python{version}"
        self._environment = lambda_environment(version)
        self.stamp = self._environment / ".petri-packages.json"
        self._python = python

    def inputs(self) -> dict[str, str]:
        return {"sha256": digest(self._lock), **this_machine()}

    def make(self, report: Report) -> None:
        report("installing")
        uv.create_environment(self._environment, self._python or Path(python_executable()))
        # Bytecode now: each new execution environment would otherwise spend its cold start on compiling boto3.
        uv.install(self._environment, self._lock, "--compile-bytecode")


def find_python(version: str) -> Path | None:
    """An interpreter of another version that this machine has, and that really runs; None without one."""
    versions = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which(f"python{version}"), *sorted(versions.glob(f"{version}.*/bin/python{version}"))]
    return next((Path(candidate) for candidate in candidates if candidate and _runs(candidate)), None)


def _runs(python: str | Path) -> bool:
    # A version manager's command may be there, and only say that its Python is not.
    try:
        return subprocess.run([python, "-I", "-c", ""], capture_output=True, timeout=20, check=False).returncode == 0  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
