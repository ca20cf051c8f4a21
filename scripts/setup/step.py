"""One step of set-up: what it makes, what that depends on, and how to make it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path

from scripts.setup.layout import ROOT

type Report = Callable[[str], None]
"""Tells the person watching what the step is doing now, in a few words."""


class Skipped(Exception):  # noqa: N818 - not an error: set-up goes on
    """The step cannot be done here and the rest can do without; ``str()`` says what that means and how to change it."""


class Step(ABC):
    """A step is done when its stamp says it was made from the inputs of today.

    The stamp lies inside what the step made and is written last: whoever removes the product, or interrupts its
    making, makes the next run do the step again.
    """

    title: str
    stamp: Path

    @abstractmethod
    def inputs(self) -> dict[str, str]:
        """Everything the product depends on: a step runs again when one of them changes."""

    @abstractmethod
    def make(self, report: Report) -> None:
        """Make the product anew, whatever an earlier run left behind."""

    def is_done(self) -> bool:
        """Whether the product is there and made from these inputs."""
        try:
            return bool(json.loads(self.stamp.read_text()) == self.inputs())
        except (OSError, ValueError):
            return False

    def run(self, report: Report) -> None:
        """Make the product and stamp it."""
        self.stamp.unlink(missing_ok=True)
        self.make(report)
        self.stamp.parent.mkdir(parents=True, exist_ok=True)
        draft = self.stamp.with_suffix(".tmp")
        draft.write_text(json.dumps(self.inputs(), indent=2) + "\n")
        draft.replace(self.stamp)


def digest(*files: Path) -> str:
    """The SHA-256 of these files' content, in order."""
    sha256 = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        sha256.update(f"{len(content)}:".encode() + content)
    return sha256.hexdigest()


def this_machine() -> dict[str, str]:
    """What compiled packages and absolute paths in an environment depend on."""
    return {
        "python": f"{platform.python_version()} {python_executable()}",
        "platform": f"{sys.platform} {platform.machine()}",
        "checkout": str(ROOT),
    }


def python_executable() -> str:
    """The Python 3.13 that set-up found, not a virtual environment's link to it."""
    return os.path.realpath(sys.executable)
