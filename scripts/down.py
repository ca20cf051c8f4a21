"""``petri down``: nothing of Petri runs any more."""

from __future__ import annotations

from rich.console import Console

from scripts import command_server_process, container, emulator, frontend, processes, watcher
from scripts.exclusive import alone
from scripts.options import DEFAULT_STATE, AsJson, State
from scripts.output import print_json


def down(state: State = DEFAULT_STATE, as_json: AsJson = False) -> None:
    """Stop all that `petri up` started.

    The tables and their items are there again at the next `petri up`.
    """
    console = Console(highlight=False, stderr=as_json)
    with alone(state.lock, "Another `petri up` or `petri down` is at work here; waiting for it."):
        game, watching, running = frontend.find(state), watcher.find(state), emulator.find(state)
        contained, commands = container.find(state), command_server_process.find(state)
        if not game and not watching and not running and not contained and not commands:
            console.print("Petri is not running.")
        if game:
            with console.status("Stopping the game's development server …"):
                processes.end(game.process)
            console.print("[green]✓[/] Game stopped")
        if watching:
            processes.end(watching.process)
        if commands:
            processes.end(commands)
        if contained:
            with console.status("Stopping the container …"):
                container.stop(state, contained)
            console.print("[green]✓[/] Container stopped")
        if running:
            with console.status("Stopping the emulator …"):
                processes.end(running.process)
            console.print("[green]✓[/] Emulator stopped")
    if as_json:
        parts = {"game": game, "hot reload": watching, "command server": commands, "emulator": running}
        print_json({"stopped": [name for name, found in parts.items() if found]})
