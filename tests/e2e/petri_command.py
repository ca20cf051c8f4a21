"""The real ``petri``, as people run it, on the emulator of a test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.conftest import Emulator

PETRI = Path(sys.executable).with_name("petri")


@dataclass(frozen=True)
class PetriCommand:
    """Runs ``petri`` with the port of one emulator, and without what the environment says about AWS."""

    port: int
    state: Path

    @classmethod
    def of(cls, emulator: Emulator) -> PetriCommand:
        """For an emulator that runs."""
        return cls(emulator.port, emulator.state_dir)

    @property
    def environment(self) -> dict[str, str]:
        """What ``petri`` is started with."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PETRI_"))}
        ours = {"PETRI_PORT": str(self.port), "PETRI_COMMAND_SERVER": "", "COLUMNS": "80"}
        return inherited | ours

    def run(self, *arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it and wait for its end."""
        return subprocess.run(
            [PETRI, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            env=self.environment | environment,
            check=False,
        )

    def answer(self, *arguments: str) -> Any:
        """What it answers with ``--json``."""
        done = self.run(*arguments, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start it, to read what it prints while it runs."""
        return subprocess.Popen(
            [PETRI, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
        )
