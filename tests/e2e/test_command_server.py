"""The command server does commands as if they were done by the ``petri`` that was typed."""

from __future__ import annotations

import os
import pty
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from scripts import command_server_process
from scripts.state_folder import StateFolder
from tests.e2e.petri_command import PETRI, PetriCommand
from tests.support import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator

_SOURCE = Path(command_server_process.__file__).with_name("suggestions.py")
_VARIABLE = "PETRI_COMMAND_SERVER"


@pytest.fixture(scope="module")
def petri(emulator: Emulator) -> PetriCommand:
    petri = PetriCommand.of(emulator)
    assert petri.run("deploy").returncode == 0
    return petri


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, petri: PetriCommand) -> Iterator[psutil.Process]:
    state = StateFolder(tmp_path_factory.mktemp("server"))
    process = command_server_process.start(state, petri.environment)
    eventually(state.command_server.exists)
    yield psutil.Process(process.pid)
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture
def at(server: psutil.Process) -> dict[str, str]:
    """What sends a command to the server."""
    return {_VARIABLE: str(StateFolder(Path(server.cmdline()[-1])).command_server)}


def _modules(petri: PetriCommand, *arguments: str, **environment: str) -> str:
    """Run it well, and return the list of what the typed process itself has imported."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", PETRI, *arguments],
        capture_output=True,
        text=True,
        env=petri.environment | environment,
        timeout=60,
        check=True,
    )
    return done.stderr


def test_what_is_typed_on_the_terminal_arrives(petri: PetriCommand, at: dict[str, str]) -> None:
    """Also when it is the terminal that would stop a process of another session that reads from it."""
    pid, controller = pty.fork()
    if pid == 0:
        os.execve(PETRI, [str(PETRI), "invoke", "-f", "hello", "--path", "-"], petri.environment | at)
    os.write(controller, b"{broken\n\x04")
    said = b""
    with suppress(OSError):  # what reading gives when the other side is closed
        while part := os.read(controller, 1000):
            said += part
    os.close(controller)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 2
    assert b"is not valid JSON: line 1, column 2" in said


@contextmanager
def _waiting_command(
    petri: PetriCommand, server: psutil.Process, at: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    """One that the server does, and that waits for an answer which does not come."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(10)
        port = {"PETRI_PORT": str(silent.getsockname()[1])}
        command = subprocess.Popen(
            [PETRI, "deploy"], env=petri.environment | at | port, stderr=subprocess.PIPE, text=True
        )
        asked, _ = silent.accept()
        with asked:
            assert server.children()
            yield command


def test_it_does_what_the_command_would_load_for(petri: PetriCommand, at: dict[str, str]) -> None:
    assert not {"typer", "botocore", "scripts.petri"} & {
        line.rpartition("|")[2].strip() for line in _modules(petri, "deploy", **at).splitlines()
    }
    assert "botocore" in _modules(petri, "deploy")


@pytest.mark.parametrize(
    "arguments",
    [
        ("deploy",),
        ("deploy", "--json"),
        ("deploy", "-f", "hello"),
        ("diff", "--json"),
        ("deploy", "-f", "nobody"),
        ("deploy", "--nonsense"),
        ("deploy", "--nonsense", "--json"),
        ("invoke", "-f", "nobody", "--json"),
        ("deploy", "--help"),
        ("invoke", "-f", "hello", "--path", "-"),
        ("invoke", "-f", "hello", "--path", "relative.json"),
        ("fire", "nobody"),
        ("connections", "--debug", "send", "nobody", "text"),
    ],
)
def test_the_same_answer_and_exit_code(petri: PetriCommand, at: dict[str, str], arguments: tuple[str, ...]) -> None:
    typed = petri.run(*arguments, stdin="{}")
    done = petri.run(*arguments, stdin="{}", **at)
    assert (done.returncode, done.stdout) == (typed.returncode, typed.stdout)
    # The frames of a trace back are others.
    assert done.stderr.splitlines()[-1:] == typed.stderr.splitlines()[-1:]


def test_the_folder_and_environment_are_those_of_the_command(
    petri: PetriCommand, at: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "event.json").write_text("{broken")
    environment = petri.environment | at
    command = [str(PETRI), "invoke", "-f", "hello", "--path", "event.json"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "event.json is not valid JSON" in done.stderr
    assert (
        "Nothing answers at http://127.0.0.1:9"
        in petri.run("deploy", AWS_ENDPOINT_URL="http://127.0.0.1:9", **at).stderr
    )


def test_the_terminal_is_that_of_the_command(petri: PetriCommand, at: dict[str, str]) -> None:
    controller, terminal = pty.openpty()
    with subprocess.Popen([PETRI, "deploy", "-f", "nobody"], stderr=terminal, env=petri.environment | at) as process:
        os.close(terminal)
        assert process.wait(timeout=30) == 2
    said = os.read(controller, 1000).decode()
    os.close(controller)
    assert said.startswith("\x1b[31mThere is no function nobody.")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
def test_a_signal_ends_the_work(
    petri: PetriCommand, server: psutil.Process, at: dict[str, str], number: signal.Signals, code: int
) -> None:
    with _waiting_command(petri, server, at) as command:
        command.send_signal(number)
        assert command.wait(timeout=5) == code
        eventually(lambda: not server.children())


def test_a_command_whose_process_is_killed_fails(
    petri: PetriCommand, server: psutil.Process, at: dict[str, str]
) -> None:
    with _waiting_command(petri, server, at) as command:
        for child in server.children():
            child.kill()
        _, said = command.communicate(timeout=5)
    assert (command.returncode, said) == (2, "The command's process was ended from outside. Run it again.\n")


@pytest.mark.parametrize("variable", ["LC_ALL", "PYTHONWARNINGS", "ALLOWED_ORIGINS"])
def test_what_a_running_process_cannot_take_over_is_done_by_the_command(
    petri: PetriCommand, at: dict[str, str], variable: str
) -> None:
    assert "botocore" in _modules(petri, "deploy", "--dry-run", **at, **{variable: "default"})


def test_a_server_that_does_not_answer_is_not_waited_for(
    petri: PetriCommand, server: psutil.Process, at: dict[str, str]
) -> None:
    server.suspend()
    try:
        done = petri.run("deploy", "-f", "hello", **at)
    finally:
        server.resume()
    assert (done.returncode, done.stdout) == (0, "Nothing to change (1 checked).\n")
    # What it was asked meanwhile it does not do.
    eventually(lambda: not server.children())


def test_changed_sources_are_loaded_anew(petri: PetriCommand, server: psutil.Process, at: dict[str, str]) -> None:
    saved = _SOURCE.stat()
    try:
        os.utime(_SOURCE, ns=(saved.st_atime_ns, saved.st_mtime_ns + 1))
        assert "botocore" in _modules(petri, "deploy", **at)
        eventually(lambda: "typer" not in _modules(petri, "deploy", **at))
    finally:
        os.utime(_SOURCE, ns=(saved.st_atime_ns, saved.st_mtime_ns))
    assert server.is_running()


def test_only_its_owner_may_ask(at: dict[str, str]) -> None:
    assert Path(at[_VARIABLE]).stat().st_mode & 0o777 == 0o600
