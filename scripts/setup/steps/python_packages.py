"""The environment of the emulator and the ``petri`` command: ``.venv``, exactly what the lock file says."""

from __future__ import annotations

import json

from scripts.setup import uv
from scripts.setup.layout import ROOT, VENV
from scripts.setup.step import Report, Step, digest, this_machine

RUNTIME_LOCK = ROOT / "requirements.lock"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.lock"


class PythonPackages(Step):
    """LocalStack, the Java runtime and what else Petri imports; with ``development``, the tools of its tests too."""

    title = "Python packages"
    stamp = VENV / ".petri-packages.json"

    def __init__(self, *, development: bool) -> None:
        # `make up` after `make test` must not take the test tools away again.
        self._lock = DEVELOPMENT_LOCK if development or self._has_development_tools() else RUNTIME_LOCK

    def inputs(self) -> dict[str, str]:
        return {"lock": self._lock.name, "sha256": digest(self._lock), **this_machine()}

    def make(self, report: Report) -> None:
        report("installing")
        uv.create_environment(VENV)
        uv.install(VENV, self._lock)

    def _has_development_tools(self) -> bool:
        try:
            return bool(json.loads(self.stamp.read_text())["lock"] == DEVELOPMENT_LOCK.name)
        except (OSError, ValueError, KeyError):
            return False
