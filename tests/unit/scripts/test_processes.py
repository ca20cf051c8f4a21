"""Ending processes."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from scripts import processes

# Starts a child and takes no notice of its end.
CARELESS = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def careless() -> Iterator[subprocess.Popen[str]]:
    parent = subprocess.Popen([sys.executable, "-c", CARELESS], stdout=subprocess.PIPE, text=True)
    yield parent
    parent.kill()
    parent.communicate()


@pytest.mark.timeout(60)
def test_a_process_that_nobody_reaps_has_ended(
    careless: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_SECONDS_TO_END", 600.0)
    assert careless.stdout
    child = psutil.Process(int(careless.stdout.readline()))
    processes.end(child)
    assert child.status() == psutil.STATUS_ZOMBIE


def test_a_process_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_SECONDS_TO_END", 0.2)
    source = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(600)"
    deaf = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True)
    assert deaf.stdout
    deaf.stdout.readline()
    processes.end(psutil.Process(deaf.pid))
    assert deaf.wait() == -signal.SIGKILL
    deaf.stdout.close()
