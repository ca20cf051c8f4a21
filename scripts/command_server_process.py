"""Starts the command server and finds the one that runs. Which state folder it is for stands in its command line."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from scripts import log_files, processes
from scripts.setup.layout import VENV
from scripts.state_folder import StateFolder

_MODULE = "scripts.command_server"


def state_of(command_line: Sequence[str]) -> StateFolder | None:
    """The state folder of the server with this command line; None when it is another program's."""
    is_server = list(command_line[1:4]) == ["-P", "-m", _MODULE]
    return StateFolder(Path(command_line[4])) if is_server else None


def find(state: StateFolder) -> psutil.Process | None:
    """The command server of this state folder, if it runs: the oldest of its like, as the others are its forks."""
    servers = [process for process, command_line in processes.command_lines() if state_of(command_line) == state]
    return min(servers, key=psutil.Process.create_time, default=None)


def start(state: StateFolder, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """Start it in the background; nobody needs to wait for it.

    ``environment`` is what a person's shell has, without what this process has added: the server helps those whose is
    the same.
    """
    with log_files.begin(state.command_server_log) as log:
        return subprocess.Popen(  # noqa: S603
            [str(VENV / "bin/python"), "-P", "-m", _MODULE, str(state.path)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
