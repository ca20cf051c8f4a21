"""What a shell sees of ``petri``: help at once, and names to complete, without an emulator."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.verbs import VERBS
from tests.conftest import free_port
from tests.e2e.petri_command import PETRI, PetriCommand


@pytest.fixture
def nobody(tmp_path: Path) -> PetriCommand:
    """``petri`` with a port on which nothing listens."""
    return PetriCommand(free_port(), tmp_path / "state")


def test_help_names_every_command_in_80_columns(nobody: PetriCommand) -> None:
    shown = nobody.run("--help").stdout
    assert all(f"  {name} " in shown and verb.summary in shown for name, verb in VERBS.items())
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize("verb", VERBS.keys() - {"awslocal"})
def test_help_of_a_command_has_its_examples(nobody: PetriCommand, verb: str) -> None:
    shown = nobody.run(verb, "--help")
    assert shown.returncode == 0
    assert all(f"  {example}\n" in shown.stdout for example in VERBS[verb].examples)
    assert "--json" in shown.stdout


def _imported(*arguments: str, environment: dict[str, str]) -> set[str]:
    """The packages that a command imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", PETRI, *arguments],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines() if "|" in line}


def test_help_waits_for_nothing_it_does_not_need(nobody: PetriCommand) -> None:
    imported = _imported("--help", environment=nobody.environment)
    assert "typer" in imported
    assert imported.isdisjoint({"boto3", "botocore", "emulator", "infra", "localstack", "psutil", "pydantic", "rich"})


def test_help_of_a_command_waits_for_no_aws_kit(nobody: PetriCommand) -> None:
    imported = _imported("invoke", "--help", environment=nobody.environment)
    assert imported.isdisjoint({"boto3", "localstack", "rich"})


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        ("petri in", ["invoke"]),
        ("petri deploy -f cre", ["createVirus"]),
        ("petri invoke -f hello --path lambdas/events/hel", ["lambdas/events/hello.json"]),
        ("petri fire cre", ["createVirus-schedule"]),
        ("petri snapshot sa", ["save"]),
        ("petri connections di", ["disconnect"]),
        ("petri logs --si", ["--since"]),
    ],
)
def test_completion(nobody: PetriCommand, line: str, proposed: list[str]) -> None:
    words = line.split()
    done = nobody.run(_PETRI_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1), COLUMNS="80")
    assert done.stdout.split() == proposed
