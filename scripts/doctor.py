"""``petri doctor``: has this machine what Petri needs?"""

from __future__ import annotations

import textwrap
from dataclasses import asdict

import typer

from scripts import health_checks
from scripts.errors import NEGATIVE_ANSWER
from scripts.health_checks import Finding, Verdict
from scripts.options import DEFAULT_STATE, AsJson, State
from scripts.output import painted, print_json

_MARKS = {Verdict.OK: ("✓", "green"), Verdict.WARNING: ("!", "yellow"), Verdict.PROBLEM: ("✗", "red")}
_INDENT = 20
_WIDTH = 80


def doctor(state: State = DEFAULT_STATE, as_json: AsJson = False) -> None:
    """Check that this machine has what Petri needs.

    Each line says what was found, and what to do where that is not enough. Exit code 1 when something must be mended.
    """
    found = []
    for finding in health_checks.findings(state):
        found.append(finding)
        if not as_json:
            _print(finding)
    problems = sum(finding.verdict is Verdict.PROBLEM for finding in found)
    if as_json:
        print_json({"healthy": not problems, "checks": [asdict(finding) for finding in found]})
    else:
        print(f"\n{problems} to mend." if problems else "\nPetri can run here.")
    if problems:
        raise typer.Exit(NEGATIVE_ANSWER)


def _print(finding: Finding) -> None:
    mark = painted(*_MARKS[finding.verdict])
    first, *others = textwrap.wrap(finding.found, _WIDTH - _INDENT, break_on_hyphens=False)
    print(f"{mark} {finding.check:<{_INDENT - 3}} {first}", flush=True)
    for line in others:
        print(f"{'':{_INDENT}}{line}")
    for line in textwrap.wrap(finding.advice, _WIDTH - _INDENT, break_on_hyphens=False, break_long_words=False):
        print(f"{'':{_INDENT}}{painted(line, 'dim')}")
