"""The learner's folder. Nothing in it is overwritten without a copy."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from learn.steps import Files

_PROGRESS = ".progress.json"


@dataclass(frozen=True)
class WorkFolder:
    """Where the learner works."""

    path: Path

    @property
    def passed(self) -> list[str]:
        """The names of the steps that were passed."""
        passed = self._progress().get("passed", [])
        return [name for name in passed if isinstance(name, str)] if isinstance(passed, list) else []

    @property
    def current(self) -> str | None:
        """The name of the step the learner is at, or None at the very beginning."""
        current = self._progress().get("current")
        return current if isinstance(current, str) else None

    @property
    def hints_seen(self) -> int:
        """How many hints of the current step were shown."""
        seen = self._progress().get("hints_seen", 0)
        return seen if isinstance(seen, int) else 0

    def note(self, **progress: object) -> None:
        """Keep progress: ``passed``, ``current``, ``hints_seen``."""
        self.path.mkdir(parents=True, exist_ok=True)
        new = self.path / f"{_PROGRESS}.new"
        new.write_text(json.dumps(self._progress() | progress, indent=2))
        new.replace(self.path / _PROGRESS)

    def give(self, files: Files) -> list[str]:
        """Add the files that are not there; what the learner has stays. Returns what was added."""
        missing = [name for name in files if not (self.path / name).exists()]
        for name in missing:
            self._write(name, files[name])
        return missing

    def replace(self, files: Files) -> tuple[list[str], list[str]]:
        """Make files as given. Those with other content are copied first; returns what was written, and the copies."""
        written, copies = [], []
        for name, text in files.items():
            target = self.path / name
            if target.is_file() and target.read_text(errors="replace") == text:
                continue
            if target.is_file() and target.stat().st_size:
                copies.append(self._keep_copy(target))
            self._write(name, text)
            written.append(name)
        return written, copies

    def _keep_copy(self, file: Path) -> str:
        stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
        copy = file.with_name(f"{file.name}.{stamp}.bak")
        shutil.copy2(file, copy)
        return copy.relative_to(self.path).as_posix()

    def _write(self, name: str, text: str) -> None:
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def _progress(self) -> dict[str, object]:
        try:
            progress = json.loads((self.path / _PROGRESS).read_text())
        except (OSError, ValueError):
            return {}
        return progress if isinstance(progress, dict) else {}
