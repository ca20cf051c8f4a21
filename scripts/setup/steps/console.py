"""The pages of the console, which the emulator serves."""

from __future__ import annotations

from scripts.setup.commands import run
from scripts.setup.layout import ROOT
from scripts.setup.step import Report, Step, digest

_FOLDER = ROOT / "frontend" / "console"
# What the build makes, and what npm puts there.
_NOT_SOURCES = ("dist", "node_modules")


class ConsolePages(Step):
    """``frontend/console/dist``, built again when a source or a package has changed."""

    title = "Console"
    stamp = _FOLDER / "dist" / ".petri-build.json"

    def inputs(self) -> dict[str, str]:
        sources = sorted(
            file
            for entry in _FOLDER.iterdir()
            if entry.name not in _NOT_SOURCES
            for file in ([entry] if entry.is_file() else entry.rglob("*"))
            if file.is_file() and ".test." not in file.name
        )
        return {
            "sha256": digest(ROOT / "package-lock.json", *sources),
            "files": " ".join(str(source.relative_to(_FOLDER)) for source in sources),
        }

    def make(self, report: Report) -> None:
        report("building")
        run(
            ["npm", "run", "build", "--silent", "--workspace", "frontend/console"],
            advice="If you changed the console, correct it; otherwise please report this as a bug.",
        )
