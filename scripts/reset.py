"""``petri reset``: as after installation, but installed."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console

from scripts import state_data
from scripts.errors import PetriError
from scripts.options import DEFAULT_STATE, AsJson, State
from scripts.output import done, print_json


def reset(
    state: State = DEFAULT_STATE,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Remove everything that was created in the emulator.

    That is all resources, items and logs. Snapshots stay.
    """
    if not yes and not sys.stdin.isatty():
        raise PetriError("This removes everything, and there is nobody to ask: add --yes.")
    if not yes:
        typer.confirm("Remove every table, function, API and item of the emulator?", abort=True)
    console = Console(highlight=False, stderr=as_json)
    with state_data.emulator_stopped(state, console):
        state_data.empty(state)
    if as_json:
        print_json({"reset": True, "state": str(state.path)})
    else:
        done("The emulator is empty. Deploy the application with: petri up")
