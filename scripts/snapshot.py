"""``petri snapshot``: everything that was created, as one file to come back to, or to hand out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scripts import state_data
from scripts.errors import PetriError
from scripts.options import DEFAULT_STATE, AsJson, State
from scripts.output import done, print_json
from scripts.state_folder import StateFolder
from scripts.suggestions import did_you_mean

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SUFFIX = ".tar.gz"


class Action(StrEnum):
    """What to do with snapshots."""

    SAVE = "save"
    LOAD = "load"
    LIST = "list"
    REMOVE = "remove"


def complete_names(incomplete: str) -> Iterator[str]:
    """The names that a shell proposes."""
    archives = DEFAULT_STATE.snapshots.glob(f"{incomplete}*{_SUFFIX}")
    return (archive.name.removesuffix(_SUFFIX) for archive in sorted(archives))


def snapshot(
    action: Annotated[Action, typer.Argument(help="What to do.")],
    name: Annotated[
        str | None,
        typer.Argument(help="The snapshot's name; to load one, a file will do, too.", autocompletion=complete_names),
    ] = None,
    state: State = DEFAULT_STATE,
    as_json: AsJson = False,
) -> None:
    """Save all that was created, and come back to it.

    That is resources, code, items, and logs. A running emulator is restarted for it, which takes a few seconds. Load
    only snapshots of people you trust, as you would run only their code.
    """
    # With --json, standard output has nothing but the answer.
    console = Console(highlight=False, stderr=as_json)
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
            _tell(f"Saved as {name}, which is the file {archive}", _describe(archive), as_json=as_json)
        case Action.LOAD:
            archive = _existing(state, name)
            with state_data.emulator_stopped(state, console):
                state_data.unpack(state, archive)
            _tell(f"Loaded {name}", _describe(archive), as_json=as_json)
        case Action.REMOVE:
            archive = _existing(state, name)
            described = _describe(archive)
            archive.unlink()
            _tell(f"Removed {name}", described, as_json=as_json)


def _tell(sentence: str, described: dict[str, str | int], *, as_json: bool) -> None:
    if as_json:
        print_json(described)
    else:
        done(sentence)


def _list(state: StateFolder, console: Console, *, as_json: bool) -> None:
    archives = sorted(state.snapshots.glob(f"*{_SUFFIX}"))
    if as_json:
        print_json([_describe(archive) for archive in archives])
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
        names = sorted(each.name.removesuffix(_SUFFIX) for each in state.snapshots.glob(f"*{_SUFFIX}"))
        raise PetriError(f"There is no snapshot {name}. {did_you_mean(name, names)}")
    return archive
