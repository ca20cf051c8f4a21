"""The three things set-up asks of uv."""

from __future__ import annotations

from pathlib import Path

from scripts.setup.commands import run
from scripts.setup.layout import SETUP_ENVIRONMENT
from scripts.setup.step import python_executable

_UV = SETUP_ENVIRONMENT / "bin" / "uv"
_ADVICE = "Check the network, or the package index you have configured (UV_DEFAULT_INDEX), and run it again."


def create_environment(folder: Path, python: Path | None = None) -> None:
    """A new, empty virtual environment in place of whatever is in ``folder``; of this Python if no other is named."""
    run(
        [_UV, "venv", "--quiet", "--clear", "--no-project", "--python", python or python_executable(), folder],
        advice=f"Remove {folder} and run it again.",
    )


def install(folder: Path, lock: Path, *options: str) -> None:
    """Install what ``lock`` lists into the environment ``folder``; every file must have the hash written there."""
    run([_UV, "pip", "sync", "--quiet", "--require-hashes", "--python", folder, *options, lock], advice=_ADVICE)


def install_editable(folder: Path, project: Path) -> None:
    """Make ``project`` importable from where it lies, with its commands and entry points. Needs no network."""
    run(
        [_UV, "pip", "install", "--quiet", "--offline", "--no-deps", "--python", folder, "--editable", project],
        advice="Correct what it says about pyproject.toml and run it again.",
    )
