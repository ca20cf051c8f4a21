"""``make bench name=deploy``: how long a deployment takes, as a person waits for it, and the work alone.

Beside it, as facts: the seed of this kit, with the Serverless Framework, took 30 s for a stack on AWS and 10 s for one
function. Commands are done by the command server, as while Petri runs; what is called alone does without. What is
called work is the same deployment in a process that has everything imported, as the hot reload has.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from bench.emulator import BenchEmulator, running_emulator
from bench.report import report
from bench.timing import milliseconds
from infra import stack
from infra.aws import default_session
from infra.report import Change
from scripts import command_server_process
from scripts.state_folder import StateFolder

ROUNDS = 10
SEED_STACK_MS, SEED_FUNCTION_MS = 30_000.0, 10_000.0
_PETRI = Path(sys.executable).with_name("petri")
_FUNCTION = "hello"


def main() -> None:
    """Measure deployments of everything, of nothing, and of one function."""
    rows: dict[str, list[float]] = {
        "the seed on AWS: everything": [SEED_STACK_MS],
        "the seed on AWS: one function": [SEED_FUNCTION_MS],
    }
    os.environ["PETRI_COMMAND_SERVER"] = ""
    with running_emulator() as emulator:
        os.environ["PETRI_PORT"] = str(emulator.port)
        rows["petri deploy, everything, right after the start"] = [milliseconds(lambda: _petri("deploy"))]
        for _ in range(ROUNDS):
            _commands(rows, emulator, "petri deploy alone")
        with _command_server(emulator):
            for _ in range(ROUNDS):
                _commands(rows, emulator, "petri deploy")
        for _ in range(ROUNDS):
            rows.setdefault("work, everything", []).append(_work(_remove, _deploy))
            rows.setdefault("work, nothing", []).append(_work(None, _deploy))
            rows.setdefault("work, one function", []).append(_work(lambda: _old(emulator), _deploy_function))
            rows.setdefault("petri --help", []).append(milliseconds(lambda: _petri("--help")))
    report("deploy", rows)


def _commands(rows: dict[str, list[float]], emulator: BenchEmulator, name: str) -> None:
    _measure(rows, emulator, f"{name}, everything", lambda: _petri("deploy"), _remove)
    _measure(rows, emulator, f"{name}, nothing", lambda: _petri("deploy"))
    _measure(rows, emulator, f"{name}, one function", lambda: _petri("deploy", "-f", _FUNCTION), lambda: _old(emulator))


def _measure(
    rows: dict[str, list[float]],
    emulator: BenchEmulator,
    what: str,
    command: Callable[[], None],
    prepare: Callable[[], None] | None = None,
) -> None:
    """Time the command; its processor time and the emulator's tell more where the machine has other things to do."""
    if prepare:
        prepare()
    theirs, ours = emulator.processor_seconds(), _children_seconds()
    rows.setdefault(what, []).append(milliseconds(command))
    spent = (_children_seconds() - ours, emulator.processor_seconds() - theirs)
    for who, seconds in zip(("typed process", "emulator"), spent, strict=True):
        rows.setdefault(f"{what}: processor time of the {who}", []).append(seconds * 1000)


@contextmanager
def _command_server(emulator: BenchEmulator) -> Iterator[None]:
    """Have commands done by a command server of this measurement."""
    state = StateFolder(emulator.folder / "commands")
    process = command_server_process.start(state, _persons_environment())
    while not state.command_server.exists():
        time.sleep(0.05)
    with patch.dict(os.environ, PETRI_COMMAND_SERVER=str(state.command_server)):
        yield
    process.terminate()
    process.wait()


def _work(prepare: Callable[[], None] | None, work: Callable[[], object]) -> float:
    if prepare:
        prepare()
    return milliseconds(work)


def _petri(*arguments: str) -> None:
    subprocess.run([_PETRI, *arguments], env=_persons_environment(), check=True, stdout=subprocess.DEVNULL)


def _persons_environment() -> dict[str, str]:
    """That of a shell: commands find the emulator, and what this process tells AWS clients is not there."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}


def _ignore(_change: Change) -> None:
    pass


def _remove() -> None:
    stack.remove(default_session(), _ignore)


def _deploy() -> None:
    stack.deploy(default_session(), _ignore)


def _deploy_function() -> None:
    stack.deploy_function(default_session(), _FUNCTION, _ignore)


def _old(emulator: BenchEmulator) -> None:
    """Give the function other code than its sources."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.py", "def handler(event, context): pass\n")
    client = emulator.client("lambda")
    client.update_function_code(FunctionName=f"dojo-serverless-dev-{_FUNCTION}", ZipFile=buffer.getvalue())


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
