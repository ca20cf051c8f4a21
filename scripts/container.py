"""The emulator as a container: docker-compose.yml, through whichever Compose the machine has.

Which engine `petri up` used last is written down in the state folder, so that the other verbs need not be told.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache

from scripts import emulator, ports
from scripts.emulator_process import EmulatorCommand
from scripts.errors import PetriError
from scripts.setup.layout import ROOT
from scripts.state_folder import StateFolder

SERVICE = "localstack"
HOST = "127.0.0.1"

_LINES_QUOTED = 15
_SECONDS_TO_START = 90.0
_SECONDS_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True)
class Container:
    """The container that `petri up --engine docker` started for a state folder."""

    port: int
    project: str
    """Compose's name for what belongs together; empty for its default, the name of the checkout's folder."""
    docker_host: str
    """The engine, as the variable DOCKER_HOST named it; empty for the one that `docker` finds by itself."""


def find(state: StateFolder) -> Container | None:
    """The container of this state folder, whether it runs or not; None after `petri down`, or without Docker."""
    try:
        return Container(**json.loads(state.container.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def command_of(state: StateFolder, container: Container) -> EmulatorCommand:
    """The same emulator seen as a process: where it is reached."""
    return EmulatorCommand(state, HOST, container.port)


def start(command: EmulatorCommand) -> Container:
    """Build the image if it is not up to date, start the container, and return when the emulator answers.

    Raises PetriError when there is no Docker, when the build fails, and, with the end of the log, when the container
    does not live to answer.
    """
    if command.host != HOST:
        raise PetriError(f"The container's port is published on {HOST} alone: leave --host and PETRI_HOST out.")
    container = Container(command.port, os.environ.get("COMPOSE_PROJECT_NAME", ""), os.environ.get("DOCKER_HOST", ""))
    if not is_running(container):
        ports.require_free(
            HOST, command.port, advice=f"End it (`petri down`), or choose another: PETRI_PORT={command.port + 1}."
        )
    command.state.container.parent.mkdir(parents=True, exist_ok=True)
    command.state.container.write_text(json.dumps(asdict(container)))
    _compose(container, "up", "--detach", "--build")
    _wait_until_ready(command, container)
    return container


def stop(state: StateFolder, container: Container) -> None:
    """Stop and remove the container. The volume stays, and with it all that was created."""
    _compose(container, "down")
    forget(state)


def forget(state: StateFolder) -> None:
    """The emulator of this state folder is no container any more."""
    state.container.unlink(missing_ok=True)


def is_running(container: Container) -> bool:
    """Whether the engine says so."""
    return bool(_ids(container))


def logs(container: Container, *, follow: bool) -> subprocess.Popen[bytes]:
    """A process that prints what the container has printed."""
    command = [
        *_program(container),
        "logs",
        "--no-color",
        "--no-log-prefix",
        *(["--follow"] if follow else []),
        SERVICE,
    ]
    return subprocess.Popen(command, cwd=ROOT, env=_environment(container), stdin=subprocess.DEVNULL)  # noqa: S603


def _ids(container: Container) -> list[str]:
    # `ps` of Compose 1 cannot leave out what has ended, and the engine's own knows the labels of both.
    project = container.project or ROOT.name.lower()
    filters = [f"label=com.docker.compose.project={project}", f"label=com.docker.compose.service={SERVICE}"]
    docker = shutil.which("docker")
    if docker is None:
        return []
    answer = subprocess.run(  # noqa: S603
        [docker, "ps", "--quiet", *(word for each in filters for word in ("--filter", each))],
        env=_environment(container),
        capture_output=True,
        text=True,
        check=False,
    )
    return answer.stdout.split()


def _wait_until_ready(command: EmulatorCommand, container: Container) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while not emulator.answers(command):
        if time.monotonic() > deadline:
            with suppress(PetriError):
                _compose(container, "stop")
            raise PetriError(
                f"The emulator in the container is not ready after {_SECONDS_TO_START:.0f} seconds. "
                "What it said: docker compose logs localstack"
            )
        time.sleep(_SECONDS_BETWEEN_LOOKS)


def _compose(container: Container, *arguments: str) -> None:
    program = _program(container)
    with subprocess.Popen(  # noqa: S603
        [*program, *arguments],
        cwd=ROOT,
        env=_environment(container),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout
        last = deque((line.rstrip() for line in process.stdout if line.strip()), maxlen=_LINES_QUOTED)
    if process.returncode:
        said = "\n".join(f"    {line}" for line in last)
        raise PetriError(f"`{' '.join([*program, *arguments])}` failed (exit code {process.returncode}):\n{said}")


def _environment(container: Container) -> dict[str, str]:
    settings = {"COMPOSE_PROJECT_NAME": container.project, "DOCKER_HOST": container.docker_host}
    given = {name: value for name, value in settings.items() if value}
    return {**os.environ, **given, "PETRI_PORT": str(container.port)}


@cache
def _program(container: Container) -> Sequence[str]:
    """``docker compose``, or the older ``docker-compose``. Raises PetriError when Docker cannot be used here."""
    docker = shutil.which("docker")
    if docker is None:
        raise PetriError("--engine docker needs Docker, which was not found: install it, or leave --engine out.")
    engine = subprocess.run(  # noqa: S603
        [docker, "version"], env=_environment(container), capture_output=True, text=True, check=False
    )
    if engine.returncode:
        reason = (engine.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise PetriError(f"The Docker engine does not answer ({reason}): start it, or leave --engine out.")
    if not subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:  # noqa: S603
        return "docker", "compose"
    if compose := shutil.which("docker-compose"):
        return (compose,)
    raise PetriError(
        "--engine docker needs Docker's Compose plugin, which was not found: install docker-compose-plugin "
        "(Docker's packages), docker-compose (Debian), or leave --engine out."
    )
