"""``petri snapshot``: everything that was created, as one file to come back to, or to hand out."""

from __future__ import annotations

import json
import re
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scripts import state_data
from scripts.errors import PetriError
from scripts.options import DEFAULT_STATE, State
from scripts.state_folder import StateFolder

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SUFFIX = ".tar.gz"


class Action(StrEnum):
    """What to do with snapshots."""

    SAVE = "save"
    LOAD = "load"
    LIST = "list"
    REMOVE = "remove"


def snapshot(
    action: Annotated[Action, typer.Argument(help="What to do.")],
    name: Annotated[str | None, typer.Argument(help="The snapshot's name; to load one, a file will do, too.")] = None,
    state: State = DEFAULT_STATE,
    as_json: Annotated[bool, typer.Option("--json", help="List as JSON, for scripts.")] = False,
) -> None:
    """Save what is in the emulator (resources, code, items) under a name, and come back to it later.

    A running emulator is restarted for it, which takes a few seconds. Load only snapshots of people you trust, as you
    would run only their code.
    """
    console = Console(highlight=False)
    if action is Action.LIST:
        _list(state, console, as_json=as_json)
        return
    if not name:
        raise PetriError(f"Which snapshot? petri snapshot {action} NAME")
    match action:
        case Action.SAVE:
            archive = _archive(state, name)
            with state_data.emulator_stopped(state, console):
                state_data.pack(state, archive)
            console.print(f"[green]✓[/] Saved as {name}, which is the file {archive}", soft_wrap=True)
        case Action.LOAD:
            archive = _existing(state, name)
            with state_data.emulator_stopped(state, console):
                state_data.unpack(state, archive)
            console.print(f"[green]✓[/] Loaded {name}")
        case Action.REMOVE:
            _existing(state, name).unlink()
            console.print(f"[green]✓[/] Removed {name}")


def _list(state: StateFolder, console: Console, *, as_json: bool) -> None:
    archives = sorted(state.snapshots.glob(f"*{_SUFFIX}"))
    if as_json:
        print(json.dumps([_describe(archive) for archive in archives], indent=2))
    elif not archives:
        console.print("There are no snapshots: petri snapshot save NAME")
    else:
        for archive in archives:
            megabytes = archive.stat().st_size / 1e6
            console.print(f"{archive.name.removesuffix(_SUFFIX):<20} {_saved_at(archive)}  {megabytes:.1f} MB")


def _describe(archive: Path) -> dict[str, str | int]:
    return {
        "name": archive.name.removesuffix(_SUFFIX),
        "saved": _saved_at(archive),
        "bytes": archive.stat().st_size,
        "file": str(archive),
    }


def _saved_at(archive: Path) -> str:
    return datetime.fromtimestamp(archive.stat().st_mtime).astimezone().isoformat(timespec="seconds")


def _archive(state: StateFolder, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise PetriError(f"{name!r} is no name for a snapshot: use letters, digits, dots, hyphens and underscores.")
    return state.snapshots / f"{name}{_SUFFIX}"


def _existing(state: StateFolder, name: str) -> Path:
    file = Path(name)
    if ("/" in name or name.endswith(_SUFFIX)) and file.is_file():
        return file
    archive = _archive(state, name)
    if not archive.is_file():
        names = ", ".join(sorted(a.name.removesuffix(_SUFFIX) for a in state.snapshots.glob(f"*{_SUFFIX}")))
        raise PetriError(f"There is no snapshot {name}. There are: {names or 'none yet'}.")
    return archive
