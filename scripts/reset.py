"""``petri reset``: as after installation, but installed."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console

from scripts import state_data
from scripts.options import DEFAULT_STATE, State


def reset(
    state: State = DEFAULT_STATE,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Remove everything that was created in the emulator: resources, items, logs. Snapshots stay."""
    if not yes:
        typer.confirm("Remove every table, function, API and item of the emulator?", abort=True)
    console = Console(highlight=False)
    with state_data.emulator_stopped(state, console):
        state_data.empty(state)
    console.print("[green]✓[/] The emulator is empty. Deploy the application with: petri up")
