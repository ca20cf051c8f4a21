"""The process that watches the functions' sources: started by ``petri up --watch``, found and ended like the others."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import psutil

from scripts import log_files, processes
from scripts.errors import PetriError
from scripts.setup.layout import VENV
from scripts.state_folder import StateFolder

_MODULE = "scripts.watcher"


@dataclass(frozen=True)
class WatcherCommand:
    """What the process is told, which is also how it is found among all processes."""

    state: StateFolder
    endpoint: str

    def arguments(self) -> list[str]:
        """The command line."""
        options = ["--state", str(self.state.path), "--endpoint", self.endpoint]
        return [str(VENV / "bin/python"), "-P", "-m", _MODULE, *options]

    @classmethod
    def parse(cls, command_line: Sequence[str]) -> Self | None:
        """What the watcher with this command line was told; None when it is another program's."""
        if list(command_line[1:4]) != ["-P", "-m", _MODULE]:
            return None
        options = _parser().parse_args(command_line[4:])
        return cls(StateFolder(options.state), options.endpoint)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--endpoint", required=True)
    return parser


@dataclass(frozen=True)
class RunningWatcher:
    """A watcher and what it was told."""

    process: psutil.Process
    command: WatcherCommand


def find(state: StateFolder) -> RunningWatcher | None:
    """The watcher of this state folder, if it runs."""
    for process, command_line in processes.command_lines():
        command = WatcherCommand.parse(command_line)
        if command and command.state == state:
            return RunningWatcher(process, command)
    return None


def start(command: WatcherCommand) -> None:
    """Start it in the background and return when it watches.

    The environment has to be that of an AWS client of the emulator. Raises PetriError when it does not live to watch.
    """
    with log_files.begin(command.state.watcher_log) as log:
        process = subprocess.Popen(  # noqa: S603
            command.arguments(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, start_new_session=True
        )
    assert process.stdout
    with process.stdout as said:
        if not said.readline():
            code = process.wait()
            quote = log_files.quote_end(command.state.watcher_log)
            raise PetriError(f"The watcher of lambdas/ stopped while it started (exit code {code}). {quote}")


def main() -> None:
    """Watch until SIGTERM."""
    from infra.application import APPLICATION
    from infra.aws import Aws, default_session
    from scripts.hot_reload import HotReload

    options = _parser().parse_args()
    log = StateFolder(options.state).emulator_log
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())

    def say(line: str) -> None:
        # Opened anew for each line: the emulator begins a new log when it starts again.
        now = datetime.now().astimezone().isoformat(timespec="milliseconds")[:23]
        with log.open("a") as file:
            file.write(f"{now}  INFO --- [ petri watch] hot reload                 : {line}\n")

    reload = HotReload(Aws.connect(default_session()), APPLICATION, say)
    print("watching", flush=True)
    # Whoever started us goes on, and reads no more.
    os.dup2(2, 1)
    reload.watch(stop)


if __name__ == "__main__":
    main()
