"""Entry point of set-up, started by run.sh with whatever Python 3.13 there is: standard library only at first.

    scripts/setup/run.sh              what `make up` needs
    scripts/setup/run.sh --dev        and what `make test` and `make lint` need
    scripts/setup/run.sh --browser    and Chromium
    scripts/setup/run.sh --packages   no more than what registries have, which depends on the lock files alone

Nothing to do takes a tenth of a second. Otherwise it installs uv and Rich into an environment of their own, and
goes on there.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.exclusive import alone
from scripts.setup import prerequisites
from scripts.setup.commands import stop_all
from scripts.setup.errors import SetupError
from scripts.setup.layout import ROOT, SETUP_ENVIRONMENT, TOOLS
from scripts.setup.step import Step
from scripts.setup.steps.browser import Browser
from scripts.setup.steps.console import ConsolePages
from scripts.setup.steps.documentation import DocumentationBuilder, DocumentationPages
from scripts.setup.steps.dynamodb_local import DynamoDBLocal
from scripts.setup.steps.javascript_packages import JavaScriptPackages
from scripts.setup.steps.lambda_packages import LambdaPackages, find_python
from scripts.setup.steps.petri import Petri
from scripts.setup.steps.python_packages import PythonPackages
from scripts.setup.steps.setup_environment import SetupEnvironment
from scripts.setup.steps.warm_start import WarmStart

OTHER_RUNTIMES = ("3.12",)
"""Python versions that functions may have, where the machine does."""


def main() -> int:
    """Set up this checkout. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="scripts/setup/run.sh", description="Make this checkout ready to run.")
    parser.add_argument("--dev", action="store_true", help="also the tools of the tests and of lint")
    parser.add_argument("--browser", action="store_true", help="also Chromium, for the tests in a browser")
    parser.add_argument("--packages", action="store_true", help="only the packages, before the sources are there")
    options = parser.parse_args()
    try:
        with alone(TOOLS / "setup.lock", "Another set-up is at work in this checkout; waiting for it."):
            lanes = _lanes(development=options.dev, browser=options.browser)
            _set_up(_only_packages(lanes) if options.packages else lanes)
    except SetupError as error:
        for line in error.output:
            print(f"    {line}", file=sys.stderr)
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        stop_all()
        print("Set-up was interrupted; the next run takes it up again.", file=sys.stderr)
        return 130
    return 0


def _lanes(*, development: bool, browser: bool) -> list[list[Step]]:
    """The steps of set-up: lanes run side by side, the steps of one lane in order."""
    packages = PythonPackages(development=development)
    runtimes: list[Step] = [LambdaPackages()]
    for version in OTHER_RUNTIMES:
        # Asked only as long as there is no environment: looking for a Python takes longer than all else here.
        step = LambdaPackages(version)
        if step.is_done():
            continue
        if python := find_python(version):
            runtimes.append(LambdaPackages(version, python))
    lanes: list[list[Step]] = [[packages, Petri(), WarmStart(packages)], runtimes, [DynamoDBLocal()]]
    if (ROOT / "package.json").exists():
        lanes.append([JavaScriptPackages(), ConsolePages()])
    pages = DocumentationPages()
    # Pages that are there, as those of a bundle, need nothing to build them.
    lanes.append([pages] if pages.is_done() else [DocumentationBuilder(), pages])
    if browser:
        lanes.append([Browser()])
    return lanes


def _only_packages(lanes: list[list[Step]]) -> list[list[Step]]:
    """Without the steps that need Petri's sources: a container image has the rest in a layer that they do not touch."""
    needing_sources = (Petri, WarmStart, ConsolePages, DocumentationPages)
    return [[step for step in lane if not isinstance(step, needing_sources)] for lane in lanes]


def _set_up(lanes: list[list[Step]]) -> None:
    if all(step.is_done() for lane in lanes for step in lane):
        return
    prerequisites.check()
    installer = SetupEnvironment()
    if not installer.is_done():
        print("Setting up Petri: everything goes into this checkout, once.", flush=True)
        installer.run(lambda _doing: None)
    if Path(sys.prefix) != SETUP_ENVIRONMENT:
        python = SETUP_ENVIRONMENT / "bin" / "python"
        os.execv(python, [str(python), "-I", *sys.argv])  # noqa: S606 - the same program, where Rich can be imported

    from rich.console import Console

    from scripts.setup.progress import run_lanes

    run_lanes(lanes, Console(highlight=False))


if __name__ == "__main__":
    sys.exit(main())
