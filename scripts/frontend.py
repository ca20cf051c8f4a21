"""The game's development server (Vite), and how it learns where the APIs are."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

import psutil

from scripts import log_files, ports, processes
from scripts.application_urls import ApplicationUrls
from scripts.errors import PetriError
from scripts.setup.layout import NODE_MODULES, ROOT
from scripts.state_folder import DEFAULT_STATE_FOLDER, StateFolder

FOLDER = ROOT / "frontend" / "game"
ENVIRONMENT_FILE = FOLDER / ".env.development.local"

_VITE = NODE_MODULES / "vite" / "bin" / "vite.js"
_SECONDS_TO_START = 30.0
# Vite's command line has no room for it: tells the server of one state folder from that of another.
_STATE_VARIABLE = "PETRI_STATE_FOLDER"
_API_VARIABLE = "REACT_APP_API_BASE_URL"
# Which interface it listens on, as frontend/game/vite.config.ts reads it.
_HOST_VARIABLE = "PETRI_GAME_HOST"


@dataclass(frozen=True)
class RunningFrontend:
    """A development server and where it listens."""

    process: psutil.Process
    port: int

    @property
    def url(self) -> str:
        """The game, for a browser on this machine."""
        return f"http://localhost:{self.port}"


def find(state: StateFolder) -> RunningFrontend | None:
    """The development server that ``petri up`` started for this state folder, if it runs."""
    return next((game for game, environment in _all() if environment.get(_STATE_VARIABLE) == str(state.path)), None)


def find_for(port: int | None) -> RunningFrontend | None:
    """A development server for the APIs on this port of this machine, if one runs."""
    for game, environment in _all():
        if urlsplit(environment.get(_API_VARIABLE, "")).port == port:
            return game
    return None


def _all() -> Iterator[tuple[RunningFrontend, Mapping[str, str]]]:
    """Each that runs from this checkout, with its environment."""
    for process, command_line in processes.command_lines():
        if command_line[1:3] == [str(_VITE), "--port"]:
            with suppress(psutil.Error):
                yield RunningFrontend(process, int(command_line[3])), process.environ()


def start(state: StateFolder, port: int, urls: ApplicationUrls) -> RunningFrontend:
    """Start the development server in the background and return when it listens.

    Raises PetriError when the port is taken, when Node.js or Vite is missing, and, with the end of the log, when the
    server does not live to listen.
    """
    node = shutil.which("node")
    if node is None or not _VITE.exists():
        raise PetriError("The game needs Node.js and its packages: run `make install`.")
    ports.require_free("127.0.0.1", port, advice=f"End it, or choose another: PORT={port + 1}.")
    with log_files.begin(state.frontend_log) as log:
        process = subprocess.Popen(  # noqa: S603
            [node, str(_VITE), "--port", str(port), "--strictPort", "--clearScreen", "false"],
            cwd=FOLDER,
            env={**os.environ, **variables(urls), _STATE_VARIABLE: str(state.path), "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    running = RunningFrontend(psutil.Process(process.pid), port)
    try:
        _wait_until_listening(process, running, state)
    except BaseException:
        processes.end(running.process)
        raise
    return running


def variables(urls: ApplicationUrls) -> dict[str, str]:
    """What the game reads at build time."""
    return {_API_VARIABLE: urls.http, "REACT_APP_WEBSOCKET_URL": urls.websocket}


def knows(running: RunningFrontend, urls: ApplicationUrls) -> bool:
    """Whether the server was started with these URLs, for the same interface, and with the packages of now."""
    try:
        environment: Mapping[str, str] = running.process.environ()
        started = running.process.create_time()
    except psutil.Error:
        return False
    is_current = all(environment.get(name) == value for name, value in variables(urls).items())
    is_current &= environment.get(_HOST_VARIABLE, "") == os.environ.get(_HOST_VARIABLE, "")
    return is_current and started > processes.installed_at(NODE_MODULES)


def write_environment_file(state: StateFolder, urls: ApplicationUrls) -> None:
    """Tell a development server started by hand, too; only one state folder of a checkout can, the default one."""
    if state.path == DEFAULT_STATE_FOLDER:
        lines = ["# Written by `petri up`.", *(f"{name}={value}" for name, value in variables(urls).items())]
        content = "\n".join(lines) + "\n"
        if not ENVIRONMENT_FILE.exists() or ENVIRONMENT_FILE.read_text() != content:
            ENVIRONMENT_FILE.write_text(content)


def _wait_until_listening(process: subprocess.Popen[bytes], running: RunningFrontend, state: StateFolder) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while True:
        if _answers(running):
            return
        quote = log_files.quote_end(state.frontend_log)
        if process.poll() is not None:
            raise PetriError(
                f"The game's development server stopped while it started (exit code {process.returncode}). {quote}"
            )
        if time.monotonic() > deadline:
            raise PetriError(
                f"The game's development server is not ready after {_SECONDS_TO_START:.0f} seconds. {quote}"
            )
        time.sleep(0.05)


def _answers(running: RunningFrontend) -> bool:
    # A connection alone proves nothing: while nobody listens on the port, the system may connect a client to itself.
    with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", running.port, timeout=5)) as connection:
        connection.request("HEAD", "/")
        return connection.getresponse().status == HTTPStatus.OK
    return False
