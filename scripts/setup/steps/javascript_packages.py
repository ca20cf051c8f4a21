"""The packages of the frontends: one ``npm ci`` for all workspaces."""

from __future__ import annotations

from scripts.setup.commands import run
from scripts.setup.layout import NODE_MODULES, ROOT
from scripts.setup.step import Report, Step, digest, this_machine


class JavaScriptPackages(Step):
    """Vite, React, TypeScript and the rest of ``package-lock.json``."""

    title = "JavaScript packages"
    stamp = NODE_MODULES / ".petri-packages.json"

    def inputs(self) -> dict[str, str]:
        manifests = [ROOT / "package.json", *sorted(ROOT.glob("frontend/*/package.json"))]
        return {
            "sha256": digest(ROOT / "package-lock.json", ROOT / ".npmrc", *manifests),
            "platform": this_machine()["platform"],
        }

    def make(self, report: Report) -> None:
        report("installing")
        run(
            ["npm", "ci", "--loglevel=error"],
            advice="Check the network, or the registry npm is configured with, and run it again.",
        )
