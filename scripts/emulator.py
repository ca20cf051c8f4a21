"""Starts the emulator, in the background or by becoming it, and finds the one that runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

import psutil

from emulator.environment import emulator_environment
from scripts import log_files, ports, processes, room_token
from scripts.emulator_process import READY, EmulatorCommand
from scripts.errors import PetriError
from scripts.setup.layout import CACHE
from scripts.state_folder import StateFolder

_SECONDS_TO_ANSWER = 5.0


@dataclass(frozen=True)
class RunningEmulator:
    """An emulator process and what it was told."""

    process: psutil.Process
    command: EmulatorCommand


def find(state: StateFolder) -> RunningEmulator | None:
    """The emulator that works in this state folder, if one runs."""
    for process, command_line in processes.command_lines():
        command = EmulatorCommand.parse(command_line)
        if command and command.state == state:
            return RunningEmulator(process, command)
    return None


def answers(command: EmulatorCommand) -> bool:
    """Whether the emulator serves requests."""
    with suppress(OSError, HTTPException):
        connection = HTTPConnection(command.url.removeprefix("http://"), timeout=_SECONDS_TO_ANSWER)
        connection.request("GET", "/_localstack/health")
        return connection.getresponse().status == HTTPStatus.OK
    return False


def become(command: EmulatorCommand) -> None:
    """Replace this process by the emulator: signals, exit code and a terminal's Ctrl-C are then its own.

    Raises PetriError when the port is taken; otherwise it does not return.
    """
    _require_free_port(command)
    report = os.dup(1)
    os.set_inheritable(report, True)
    with log_files.begin(command.state.emulator_log) as log:
        sys.stdout.flush()
        sys.stderr.flush()
        if not command.verbose:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        arguments = command.arguments(report)
        os.execve(arguments[0], arguments, _environment(command))  # noqa: S606


def start(command: EmulatorCommand) -> None:
    """Start the emulator in the background and return when it is ready.

    Raises PetriError when the port is taken, and with the end of the log, at once, when the emulator does not live to
    be ready.
    """
    _require_free_port(command)
    reader, writer = os.pipe()
    with log_files.begin(command.state.emulator_log) as log, os.fdopen(reader, errors="replace") as report:
        process = subprocess.Popen(  # noqa: S603
            command.arguments(writer),
            env=_environment(command),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(writer,),
            start_new_session=True,
        )
        os.close(writer)
        try:
            said = report.readline()
        except BaseException:
            processes.end(psutil.Process(process.pid))
            raise
        if not said.startswith(READY):
            said += report.read()
            code = process.wait()
            quote = log_files.quote_end(command.state.emulator_log)
            raise PetriError(said or f"The emulator stopped while it started ({_describe(code)}). {quote}")


def _describe(code: int) -> str:
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _require_free_port(command: EmulatorCommand) -> None:
    ports.require_free(
        command.host,
        command.port,
        advice=f"End it (`petri down`, if it is another Petri), or choose another: PETRI_PORT={command.port + 1}.",
    )


def _environment(command: EmulatorCommand) -> dict[str, str]:
    # Not before it is needed: what the application is depends on the environment, too (ALLOWED_ORIGINS).
    from infra.application import APPLICATION
    from learn.vocabulary import ROLE_PATH as WORKSHOP_ROLE_PATH

    token = {"PETRI_CONSOLE_TOKEN": room_token.current(command.state)} if command.is_open_to_others else {}
    return {
        # The functions of our own stack, and of a learner's, may do what their roles say; others choose with
        # ENFORCE_IAM=1.
        "PETRI_ENFORCE_IAM_PATHS": f"{APPLICATION.role_path},{WORKSHOP_ROLE_PATH}",
        **emulator_environment(command.host, command.port, command.state.emulator),
        **token,
        "PETRI_ROOM_FILE": str(command.state.room_keys),
        # Plux caches the list of plugins, in the home folder if it is not told otherwise.
        "XDG_CACHE_HOME": str(CACHE),
    }
