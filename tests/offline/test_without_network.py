"""Petri from its bundle, on a machine whose only interface is loopback, with every question to a name server noted."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import free_port

if TYPE_CHECKING:
    from tests.offline.conftest import FreshMachine

pytestmark = [
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or not hasattr(ctypes.CDLL(None), "unshare"),
        reason="network namespaces take Linux, and root",
    ),
]

# The whole path of a virus, then the same in two browser windows, then what the console shows of it.
REPRESENTATIVE = ("tests/e2e/test_pipeline.py", "tests/browser/test_game.py", "tests/browser/console/test_traces.py")
WHAT_PEOPLE_DO = """
set -e
make up
.venv/bin/petri fire createVirus-schedule
.venv/bin/petri trace
AWS_ENDPOINT_URL=http://localhost:$PETRI_PORT \\
    .venv/bin/awslocal --region eu-west-1 dynamodb scan --table-name dojo-serverless-table
make status
make down
"""


def test_install_use_and_test_without_a_network(machine: FreshMachine) -> None:
    installed = machine.run_offline("./install.sh")
    assert installed.returncode == 0, installed.stdout + installed.stderr
    assert "Petri is installed" in installed.stdout
    assert not list((machine.folder.parent / "home").iterdir())

    ports = {"PETRI_PORT": str(free_port()), "PORT": str(free_port())}
    # In one go: what runs has the network of who started it.
    used = machine.run_offline("sh", "-c", WHAT_PEOPLE_DO, **ports)
    assert used.returncode == 0, used.stdout + used.stderr
    assert "Petri is up" in used.stdout
    assert '"Count": ' in used.stdout
    assert '"Count": 0' not in used.stdout
    assert machine.queries.read_text() == ""

    tested = machine.run_offline(
        machine.folder / ".venv/bin/python", "-m", "pytest", "-p", "no:cacheprovider", *REPRESENTATIVE
    )
    # Chromium asks for names of its maker's, whatever it is told: its questions are not Petri's.
    assert tested.returncode == 0, tested.stdout + tested.stderr


def test_a_question_would_be_noticed(machine: FreshMachine) -> None:
    asked = machine.run_offline("getent", "hosts", "somewhere.example")
    assert asked.returncode == 2
    assert set(machine.queries.read_text().split()) == {"somewhere.example"}
    interfaces = machine.run_offline("cat", "/proc/net/dev").stdout.splitlines()[2:]
    assert [line.split(":")[0].strip() for line in interfaces] == ["lo"]
