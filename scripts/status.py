"""``petri status``: what runs, where, and how much memory it takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import psutil
import typer
from rich.console import Console
from rich.table import Table

from scripts import command_server_process, container, emulator, frontend, processes, watcher
from scripts.aws_env import use_emulator
from scripts.emulator_process import EmulatorCommand
from scripts.errors import NOT_RUNNING
from scripts.options import DEFAULT_STATE, AsJson, State
from scripts.output import print_json
from scripts.state_folder import StateFolder

_WIDTH = 120
_STYLES = {"running": "green", "deployed": "green", "not answering": "red"}


@dataclass(frozen=True)
class Part:
    """One line of the table."""

    name: str
    state: str
    pid: int | None = None
    url: str | None = None
    memory: int | None = None
    """bytes resident, of all its processes"""


def status(
    state: State = DEFAULT_STATE,
    as_json: AsJson = False,
) -> None:
    """Show what runs.

    Exit code 0 when the emulator does, 3 when it does not.
    """
    parts = find_parts(state)
    if as_json:
        print_json([asdict(part) for part in parts])
    else:
        # A URL in one piece can be clicked and copied, also where it is longer than the window.
        width = max(Console().width, _WIDTH)
        Console(highlight=False, width=width).print(_table(parts))
    if parts[0].state != "running":
        raise typer.Exit(NOT_RUNNING)


def find_parts(state: StateFolder) -> list[Part]:
    """The parts of Petri, the emulator first."""
    game = frontend.find(state)
    game_part = _part("game", "running", [game.process], game.url) if game else Part("game", "stopped")
    watching = watcher.find(state)
    watcher_part = _part("hot reload", "running", [watching.process]) if watching else Part("hot reload", "stopped")
    commands = command_server_process.find(state)
    server_part = _part("command server", "running", [commands]) if commands else Part("command server", "stopped")
    beside = [watcher_part, server_part, game_part]
    running = emulator.find(state)
    if running is None and (contained := container.find(state)):
        return [*_contained_parts(container.command_of(state, contained), contained), *beside]
    if running is None:
        return [Part("emulator", "stopped"), Part("DynamoDB Local", "stopped"), *beside]
    children = processes.descendants(running.process)
    engine = [child for child in children if _runs_java(child)]
    functions = [child for child in children if child not in engine]
    url = running.command.public_url
    if not emulator.answers(running.command):
        return [
            _part("emulator", "not answering", [running.process], url),
            _part("DynamoDB Local", "", engine),
            *beside,
        ]
    return [
        _part("emulator", "running", [running.process], url),
        _part("DynamoDB Local", "running" if engine else "stopped", engine),
        _part("functions", f"{len(functions)} processes", functions),
        _application(running.command.url, url),
        *beside,
    ]


def _contained_parts(command: EmulatorCommand, contained: container.Container) -> list[Part]:
    """What can be told from outside; memory is the engine's to tell (`docker stats`)."""
    if not container.is_running(contained):
        return [Part("emulator", "stopped")]
    if not emulator.answers(command):
        return [Part("emulator", "not answering", url=command.public_url)]
    return [Part("emulator", "running", url=command.public_url), _application(command.url, command.public_url)]


def _part(name: str, state: str, members: Sequence[psutil.Process], url: str | None = None) -> Part:
    pid = members[0].pid if len(members) == 1 else None
    return Part(name, state, pid, url, processes.resident_memory(members))


def _application(endpoint: str, public_url: str) -> Part:
    use_emulator(endpoint)
    from scripts.stack import stack_urls

    urls = stack_urls(public_url)
    return Part("application", "deployed", url=urls.http) if urls else Part("application", "not deployed")


def _runs_java(process: psutil.Process) -> bool:
    try:
        return process.name() == "java"
    except psutil.Error:
        return False


def _table(parts: Sequence[Part]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    for column in ("part", "state", "process"):
        table.add_column(column)
    table.add_column("memory", justify="right")
    table.add_column("url")
    for part in parts:
        style = _STYLES.get(part.state, "")
        memory = f"{part.memory / 1e6:.0f} MB" if part.memory else ""
        table.add_row(
            part.name, f"[{style}]{part.state}[/]" if style else part.state, str(part.pid or ""), memory, part.url
        )
    return table
