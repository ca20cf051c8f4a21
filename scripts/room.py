"""``petri room``: one machine serves a class, with an account for each learner."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from scripts import emulator, room_files, room_stacks
from scripts.errors import PetriError
from scripts.options import DEFAULT_STATE, AsJson, State
from scripts.output import complain, done, painted, print_json
from scripts.room_files import Seat, Whereabouts

MAX_LEARNERS = 99


class Action(StrEnum):
    """What to do with the room."""

    CREATE = "create"
    LIST = "list"
    REMOVE = "remove"


def room(
    action: Annotated[Action, typer.Argument(help="What to do.")],
    size: Annotated[
        int | None, typer.Argument(metavar="N", min=1, max=MAX_LEARNERS, help="For how many learners (create).")
    ] = None,
    deploy: Annotated[
        bool, typer.Option("--deploy/--no-deploy", help="Deploy the application into each account, too.")
    ] = True,
    address: Annotated[
        str | None,
        typer.Option(
            metavar="HOST",
            help="The name or address by which the learners reach this machine.",
            show_default="its address, if Petri listens to others, or localhost",
        ),
    ] = None,
    state: State = DEFAULT_STATE,
    as_json: AsJson = False,
) -> None:
    """An account for each learner of a class, on this machine.

    `create` writes the key and addresses of each as a file to source, and all of them as a page to print. Who is in
    the room keeps their key: creating again is for more learners, or for another address.
    """
    match action:
        case Action.CREATE:
            if size is None:
                raise PetriError("For how many learners? petri room create 30")
            _create(state, size, Whereabouts.find(state, address), deploy=deploy, as_json=as_json)
        case Action.LIST:
            _list(state, Whereabouts.find(state, address), as_json=as_json)
        case Action.REMOVE:
            _remove(state, as_json=as_json)


def _create(state: State, size: int, where: Whereabouts, *, deploy: bool, as_json: bool) -> None:
    running = emulator.find(state)
    if deploy and not running:
        raise PetriError("Petri is not running: start it with `petri up`, or write the files alone with --no-deploy.")
    members = room_files.enrol(state, size)
    seats = [Seat(each, where) for each in members]
    page = room_files.write_all(state, seats)
    if deploy and running:
        room_stacks.deploy(running.command.url, members, where.game_port, tell=not as_json)
    if as_json:
        print_json(_described(state, seats))
        return
    done(f"{len(members)} learners in {state.room}: a file for each, and {page.name} to print or to show")
    if not where.is_for_others:
        complain(
            "The addresses are good on this machine only. For others: petri down, then petri up --host 0.0.0.0, then "
            "this command again."
        )


def _list(state: State, where: Whereabouts, *, as_json: bool) -> None:
    seats = [Seat(each, where) for each in room_files.enrolled(state)]
    if as_json:
        print_json(_described(state, seats))
        return
    if not seats:
        print("There is no room: petri room create 30")
        return
    print(painted(f"{'learner':<12}{'account':<14}game", "dim"))
    for seat in seats:
        print(f"{seat.learner.name:<12}{seat.learner.account_id:<14}{seat.game}")


def _remove(state: State, *, as_json: bool) -> None:
    members = room_files.enrolled(state)
    running = emulator.find(state)
    if members and not running:
        raise PetriError("Petri is not running: start it with `petri up`, so that the learners' stacks can be removed.")
    if members and running:
        room_stacks.remove(running.command.url, members, tell=not as_json)
    room_files.forget(state)
    if as_json:
        print_json({"removed": [each.name for each in members]})
    elif members:
        done(f"{len(members)} learners, their stacks and their keys are removed")
    else:
        print("There is no room.")


def _described(state: State, seats: list[Seat]) -> dict[str, object]:
    return {
        "page": str(room_files.page_of(state)),
        "keys": str(state.room_keys),
        "learners": [seat.described(state) for seat in seats],
    }
