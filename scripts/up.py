"""``petri up``: the emulator, the application and the game, running."""

from __future__ import annotations

import importlib
import os
import threading
import time
from enum import StrEnum
from typing import Annotated
from urllib.parse import quote

import typer
from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table

from emulator.console.address import PREFIX as CONSOLE
from scripts import (
    command_server_process,
    container,
    emulator,
    frontend,
    local_application,
    network,
    processes,
    room_token,
    watcher,
)
from scripts.application_urls import ApplicationUrls
from scripts.aws_env import DEFAULT_HOST, DEFAULT_PORT, use_emulator
from scripts.emulator_process import EmulatorCommand
from scripts.errors import PetriError
from scripts.exclusive import alone
from scripts.options import DEFAULT_STATE, AsJson, State
from scripts.output import print_json
from scripts.setup.layout import VENV
from scripts.state_folder import StateFolder


class Engine(StrEnum):
    """How the emulator runs."""

    PROCESS = "process"
    DOCKER = "docker"


def up(
    emulator_only: Annotated[
        bool, typer.Option("--emulator-only", help="Start no more than the emulator: deploy nothing, show no game.")
    ] = False,
    foreground: Annotated[
        bool, typer.Option("--foreground", help="Stay until SIGTERM or Ctrl-C (with --emulator-only).")
    ] = False,
    host: Annotated[
        str,
        typer.Option(
            envvar="PETRI_HOST", help="The interface it listens on. 0.0.0.0 lets other machines in (docs/room.md)."
        ),
    ] = DEFAULT_HOST,
    port: Annotated[
        int, typer.Option(envvar="PETRI_PORT", min=1, max=65535, help="The emulator's port.")
    ] = DEFAULT_PORT,
    frontend_port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="The game's port.")] = 3000,
    watch: Annotated[
        bool, typer.Option("--watch/--no-watch", help="Update a function's code as soon as a source of it is saved.")
    ] = True,
    engine: Annotated[
        Engine, typer.Option(help="Run the emulator as a process of this machine, or in a container (docs/docker.md).")
    ] = Engine.PROCESS,
    state: State = DEFAULT_STATE,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Show the log, too (with --foreground; DEBUG=1 shows more).")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Start Petri: the emulator, the application and the game.

    What runs already stays as it is; the application is brought up to date.
    """
    shell = dict(os.environ)
    if foreground and not emulator_only:
        raise PetriError("--foreground is for the emulator alone: add --emulator-only.")
    if foreground and engine is Engine.DOCKER:
        raise PetriError("--foreground is for a process. To watch the container: petri logs --tail")
    console = Console(highlight=False, stderr=as_json)
    command = EmulatorCommand(
        state, host, port, verbose=foreground and (verbose or os.environ.get("DEBUG") in ("1", "true"))
    )
    if command.is_open_to_others and engine is Engine.PROCESS:
        _warn_of_others(command, Console(highlight=False, stderr=True))
    if foreground:
        running = emulator.find(state)
        if running:
            raise PetriError(
                f"An emulator already works in {state.path} (process {running.process.pid}): "
                "end it first (`petri down`), or choose another folder with --state."
            )
        emulator.become(command)
    with alone(state.lock, "Another `petri up` or `petri down` is at work here; waiting for it."):
        if command.is_open_to_others:
            os.environ.setdefault("PETRI_GAME_HOST", command.host)
        if not emulator_only:
            # It takes half a second that the emulator's start leaves unused.
            threading.Thread(target=importlib.import_module, args=("scripts.stack",), daemon=True).start()
        if engine is Engine.DOCKER:
            _start_container(command, console)
        else:
            _start_emulator(command, console)
        if not emulator_only:
            urls = _deploy(command, frontend_port, console)
            _watch(command, console, wanted=watch)
            game = _start_frontend(state, frontend_port, urls, console)
            if not command_server_process.find(state):
                command_server_process.start(state, shell)
            addresses = _addresses(command, urls, game)
            if as_json:
                print_json(addresses)
            else:
                console.print(_summary(addresses))
        elif as_json:
            print_json({"endpoint": command.public_url, "logs": str(command.state.emulator_log.parent)})


def _warn_of_others(command: EmulatorCommand, console: Console) -> None:
    if os.environ.get("PETRI_PUBLISHED_ON_LOOPBACK") == "1":
        return  # in a container whose port is this machine's alone
    token = room_token.current(command.state)
    address = network.address_of(command.host)
    console.print(
        f"[yellow]![/] Other machines reach this Petri at http://{address}:{command.port}. They may call the deployed "
        "APIs; for AWS they need a key (`petri room create`), for the console this address with its token:\n"
        f"  http://{address}:{command.port}{CONSOLE}?token={quote(token)}\n"
        "  Whoever has a key or the token runs code on this machine as you: give them to people you trust.",
        soft_wrap=True,
    )


def _start_emulator(command: EmulatorCommand, console: Console) -> None:
    if found := container.find(command.state):
        if container.is_running(found):
            raise PetriError(
                f"Petri already runs at {container.command_of(command.state, found).url}, in a container: "
                "run `petri down` first, or add --engine docker."
            )
        container.forget(command.state)
    running = emulator.find(command.state)
    if running and (running.command.host, running.command.port) != (command.host, command.port):
        raise PetriError(
            f"Petri already runs at {running.command.url}: run `petri down` first to have it at {command.url}."
        )
    if running and (why := _must_restart(running)):
        with console.status(f"{why}: restarting it …"):
            processes.end(running.process)
        console.print(f"[yellow]![/] {why}: it is started anew.")
        running = None
    if running:
        _done(console, "Emulator", "runs already")
        return
    began = time.monotonic()
    with console.status("Starting the emulator …"):
        emulator.start(command)
    _done(console, "Emulator", "", began)


def _start_container(command: EmulatorCommand, console: Console) -> None:
    if running := emulator.find(command.state):
        raise PetriError(f"Petri already runs at {running.command.url}, as a process: run `petri down` first.")
    began = time.monotonic()
    with console.status("Building the image and starting the container: the first time takes minutes …"):
        container.start(command)
    _done(console, "Emulator", "in a container", began)


def _must_restart(running: emulator.RunningEmulator) -> str | None:
    """Why a running emulator is of no use, or None."""
    if running.process.create_time() < processes.installed_at(VENV):
        return "The emulator was started before the installed packages changed"
    if not emulator.answers(running.command):
        return f"The emulator (process {running.process.pid}) does not answer"
    return None


def _deploy(command: EmulatorCommand, frontend_port: int, console: Console) -> ApplicationUrls:
    use_emulator(command.url)
    began = time.monotonic()
    with console.status("Deploying the application …"):
        from scripts.stack import deploy_stack

        urls, changes = deploy_stack(command.public_url, local_application.with_game_at(frontend_port))
    _done(console, "Application", changes, began)
    return urls


def _watch(command: EmulatorCommand, console: Console, *, wanted: bool) -> None:
    running = watcher.find(command.state)
    new = watcher.WatcherCommand(command.state, command.url)
    if running and (
        not wanted or running.command != new or running.process.create_time() < processes.installed_at(VENV)
    ):
        processes.end(running.process)
        running = None
    if wanted and running:
        _done(console, "Hot reload", "runs already")
    elif wanted:
        began = time.monotonic()
        watcher.start(new)
        _done(console, "Hot reload", "a saved file of lambdas/ runs at once", began)


def _start_frontend(state: StateFolder, port: int, urls: ApplicationUrls, console: Console) -> frontend.RunningFrontend:
    frontend.write_environment_file(state, urls)
    running = frontend.find(state)
    if running and running.port == port and frontend.knows(running, urls):
        _done(console, "Game", "runs already")
        return running
    began = time.monotonic()
    with console.status("Starting the game's development server …"):
        if running:
            processes.end(running.process)
        running = frontend.start(state, port, urls)
    _done(console, "Game", "", began)
    return running


def _done(console: Console, part: str, detail: str, began: float | None = None) -> None:
    seconds = "" if began is None else f"{time.monotonic() - began:5.1f} s  "
    console.print(f"[green]✓[/] {part:<13}[dim]{seconds}{detail}[/]")


def _addresses(command: EmulatorCommand, urls: ApplicationUrls, game: frontend.RunningFrontend) -> dict[str, str]:
    return {
        "game": game.url,
        "console": f"{command.public_url}{CONSOLE}",
        "http": urls.http,
        "websocket": urls.websocket,
        "endpoint": command.public_url,
        "logs": str(command.state.emulator_log.parent),
    }


def _summary(addresses: dict[str, str]) -> Panel:
    table = Table.grid(padding=(0, 3))
    for name, value in (
        ("Game", f"[bold cyan]{addresses['game']}[/]"),
        ("Console", f"[bold cyan]{addresses['console']}[/]"),
        ("HTTP API", addresses["http"]),
        ("WebSocket", addresses["websocket"]),
        ("AWS endpoint", addresses["endpoint"]),
        ("Logs", addresses["logs"]),
    ):
        table.add_row(f"[dim]{name}[/]", value)
    next_steps = "\nOpen the game and click [bold]+[/].  make logs · make status · make down"
    return Panel(Group(table, next_steps), title="Petri is up", title_align="left", border_style="green", expand=False)
