"""The documentation as pages, which the emulator serves beside the console."""

from __future__ import annotations

import os

from scripts.setup import uv
from scripts.setup.commands import run
from scripts.setup.errors import SetupError
from scripts.setup.layout import DOCUMENTATION, DOCUMENTATION_ENVIRONMENT, ROOT
from scripts.setup.step import Report, Skipped, Step, digest, this_machine

_LOCK = ROOT / "requirements-site.lock"


class DocumentationBuilder(Step):
    """MkDocs and its theme."""

    title = "Documentation builder"
    stamp = DOCUMENTATION_ENVIRONMENT / ".petri-packages.json"

    def inputs(self) -> dict[str, str]:
        return {"sha256": digest(_LOCK), **this_machine()}

    def make(self, report: Report) -> None:
        report("installing")
        uv.create_environment(DOCUMENTATION_ENVIRONMENT)
        uv.install(DOCUMENTATION_ENVIRONMENT, _LOCK)


class DocumentationPages(Step):
    """``.tools/documentation``, built again when a text or the builder has changed."""

    title = "Documentation"
    stamp = DOCUMENTATION / ".petri-build.json"

    def inputs(self) -> dict[str, str]:
        sources = [
            ROOT / "README.md",
            *sorted((ROOT / "docs").rglob("*")),
            *sorted(ROOT.glob("workshop/session-*/*/page.md")),
            *sorted((ROOT / "scripts" / "site").rglob("*")),
        ]
        files = [file for file in sources if file.is_file() and "__pycache__" not in file.parts]
        return {
            "sha256": digest(_LOCK, ROOT / "mkdocs.yml", *files),
            "files": " ".join(str(file.relative_to(ROOT)) for file in files),
        }

    def run(self, report: Report) -> None:
        try:
            super().run(report)
        except SetupError as error:
            # A wrong link in a text is no reason not to start; the tests of the documentation insist.
            if os.environ.get("CI") == "true":
                raise
            reason = next((line for line in error.output if line.startswith(("WARNING", "ERROR"))), str(error))
            raise Skipped(f"Not built, all else works: {reason}") from error

    def make(self, report: Report) -> None:
        report("building")
        run(
            [DOCUMENTATION_ENVIRONMENT / "bin" / "mkdocs", "build", "--config-file", ROOT / "mkdocs.yml"],
            advice="Correct what it says about the texts.",
            # Its makers announce their next product at each start.
            env={"NO_MKDOCS_2_WARNING": "1"},
        )
