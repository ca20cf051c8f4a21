"""`petri up`, `status` and `down` as people type them, on ports and a state folder of their own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest
import requests

from tests.conftest import free_port
from tests.e2e.petri_command import PetriCommand
from tests.support import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

_BESIDE = ("hot reload", "command server", "game")
"""what runs beside the emulator"""


@dataclass
class Petri:
    """The command with its options for one state folder."""

    state: Path
    port: int
    frontend_port: int

    def run(self, verb: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run ``petri verb`` and wait for its end."""
        petri = Path(sys.executable).with_name("petri")
        # What started it may tell the command where AWS is; this one has to find out by itself.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return subprocess.run(
            [petri, verb, "--state", self.state, *arguments],
            capture_output=True,
            text=True,
            timeout=90,
            env=environment,
            check=False,
        )

    def up(self) -> subprocess.CompletedProcess[str]:
        """Everything on the ports of this test."""
        return self.run("up", "--port", str(self.port), "--frontend-port", str(self.frontend_port))

    def parts(self) -> dict[str, dict[str, Any]]:
        """What ``petri status`` tells, by the part's name."""
        return {part["name"]: part for part in json.loads(self.run("status", "--json").stdout)}

    def processes(self) -> list[psutil.Process]:
        """Every process that names the state folder in its command line or environment, and their children."""
        found = set()
        for process in psutil.process_iter():
            try:
                if str(self.state) in " ".join([*process.cmdline(), *process.environ().values()]):
                    found |= {process, *process.children(recursive=True)}
            except psutil.Error:
                continue
        return [process for process in found if process.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def petri(tmp_path: Path) -> Iterator[Petri]:
    mine = Petri(tmp_path / "state", free_port(), free_port())
    yield mine
    mine.run("down")


def test_up_status_down_up(petri: Petri) -> None:
    first = petri.up()
    assert first.returncode == 0, first.stderr
    base = f"http://localhost:{petri.port}/_aws/execute-api/dojohttp01/dev"
    for url in (base, base.replace("http:", "ws:").replace("dojohttp01", "dojowebs01")):
        assert url in first.stdout
    assert f"http://localhost:{petri.port}/_petri/" in first.stdout
    assert "Covid-Clicker" in requests.get(f"http://localhost:{petri.frontend_port}", timeout=10).text
    origin = {"Origin": f"http://localhost:{petri.frontend_port}"}
    created = requests.post(f"{base}/virus", headers=origin, timeout=20)
    assert created.headers["Access-Control-Allow-Origin"] == origin["Origin"]

    # The page stays allowed, whoever deploys next.
    again = PetriCommand(petri.port, petri.state).run("deploy")
    assert again.returncode == 0, again.stderr
    assert "AllowOrigins" not in again.stdout
    created = requests.post(f"{base}/virus", headers=origin, timeout=20)
    assert created.headers["Access-Control-Allow-Origin"] == origin["Origin"]

    parts = petri.parts()
    assert [parts[name]["state"] for name in ("emulator", "DynamoDB Local", "application", *_BESIDE)] == [
        "running",
        "running",
        "deployed",
        "running",
        "running",
        "running",
    ]
    again = petri.up()
    assert again.returncode == 0, again.stderr
    assert {name: petri.parts()[name]["pid"] for name in ("emulator", *_BESIDE)} == {
        name: parts[name]["pid"] for name in ("emulator", *_BESIDE)
    }

    assert petri.run("down").returncode == 0
    assert petri.processes() == []
    status = petri.run("status")
    assert status.returncode == 3

    assert petri.up().returncode == 0
    assert created.json() in requests.get(f"{base}/virus", timeout=20).json()["viruses"]


def test_up_after_a_crash(petri: Petri) -> None:
    """A half-dead run is repaired: the emulator was killed, the game's server and the watcher live on."""
    assert petri.up().returncode == 0
    parts = petri.parts()
    psutil.Process(parts["emulator"]["pid"]).kill()
    # Engine and functions do not outlive it.
    eventually(lambda: {p.pid for p in petri.processes()} == {parts[name]["pid"] for name in _BESIDE})
    again = petri.up()
    assert again.returncode == 0, again.stderr
    assert petri.parts()["game"]["pid"] == parts["game"]["pid"]
    assert petri.parts()["emulator"]["state"] == "running"


@pytest.mark.parametrize("taken", ["port", "frontend_port"])
def test_port_in_use(petri: Petri, taken: str) -> None:
    """One sentence that names the port and who has it; no stack trace."""
    with socket.create_server(("127.0.0.1", getattr(petri, taken))):
        failed = petri.up()
    assert failed.returncode == 2
    assert f"Port {getattr(petri, taken)} is in use by" in failed.stderr
    assert str(os.getpid()) in failed.stderr
    assert "Traceback" not in failed.stdout + failed.stderr


def test_sigterm_ends_the_foreground(petri: Petri) -> None:
    petri_command = str(Path(sys.executable).with_name("petri"))
    process = subprocess.Popen(
        [petri_command, "up", "--emulator-only", "--foreground", "--port", str(petri.port), "--state", petri.state],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline().startswith(f"Petri is ready at http://127.0.0.1:{petri.port} (")
    # Only this machine reaches it.
    listening = {
        connection.laddr[:1]
        for connection in psutil.net_connections("tcp")
        if connection.status == psutil.CONN_LISTEN and connection.pid in [p.pid for p in petri.processes()]
    }
    assert listening <= {("127.0.0.1",), ("::ffff:127.0.0.1",)}
    process.terminate()
    assert process.wait(timeout=30) == 0
    assert petri.processes() == []


def test_down_when_nothing_runs(petri: Petri) -> None:
    down = petri.run("down")
    assert (down.returncode, down.stdout) == (0, "Petri is not running.\n")


def test_foreground_shows_everything_where_it_was_started(petri: Petri, tmp_path: Path) -> None:
    """As for `docker logs`: what is written below Python, or before the emulator's code runs, must not be lost."""
    output = tmp_path / "output"
    options = ["--foreground", "--verbose", "--port", str(petri.port), "--state", str(petri.state)]
    with output.open("w") as file:
        command = [str(Path(sys.executable).with_name("petri")), "up", "--emulator-only", *options]
        process = subprocess.Popen(command, stdout=file, stderr=file)
    try:
        eventually(lambda: "Petri is ready" in output.read_text(), timeout_seconds=60)
        if sys.platform == "linux":
            assert [Path(f"/proc/{process.pid}/fd/{stream}").readlink() for stream in (1, 2)] == [output, output]
        logged = (petri.state / "logs" / "emulator.log").read_text().splitlines()
        assert logged
        assert set(logged) <= set(output.read_text().splitlines())
    finally:
        process.terminate()
        process.wait(timeout=30)


def test_foreground_says_why_it_does_not_start(petri: Petri) -> None:
    petri.state.mkdir()
    (petri.state / "state").write_text("no folder")
    failed = petri.run("up", "--emulator-only", "--foreground", "--verbose", "--port", str(petri.port))
    assert failed.returncode == 1
    assert (failed.stdout + failed.stderr).count("NotADirectoryError: ") == 1
    assert failed.stdout.endswith("The emulator stopped while it started (exit code 1).\n")
