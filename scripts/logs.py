"""``petri logs``: what functions print, and what the emulator has to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from scripts import container, emulator_account, emulator_log, function_logs, function_names, moments
from scripts.errors import PetriError
from scripts.options import DEFAULT_STATE, AsJson, State, function_option
from scripts.output import painted, print_json_line, printable
from scripts.state_folder import StateFolder

_HOUR = timedelta(hours=1)


def logs(
    function: Annotated[list[str] | None, function_option("A function; may be given several times.")] = None,
    all_functions: Annotated[bool, typer.Option("--all", "-a", help="All functions of the application.")] = False,
    tail: Annotated[bool, typer.Option("--tail", "-t", "--follow", help="Go on with new lines until Ctrl-C.")] = False,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="TIME", help="From when on: 30s, 5m, 2h, 1d ago, or a date and time. Functions: 1h."
        ),
    ] = None,
    state: State = DEFAULT_STATE,
    as_json: AsJson = False,
) -> None:
    """Print the log of functions, or of the emulator.

    With neither -f nor --all it is the emulator's, since its last start: a line for each call of an API, and what went
    wrong. With --json each line is an object.
    """
    start = moments.since(since) if since else None
    if function or all_functions:
        _of_functions(_names(function), start or datetime.now(UTC) - _HOUR, tail=tail, as_json=as_json)
    else:
        _of_emulator(state, start, tail=tail, as_json=as_json)


def _names(functions: list[str] | None) -> list[str]:
    if functions:
        return [function_names.resource_name(each) for each in functions]
    from infra.application import APPLICATION

    return [APPLICATION.resource_name(each.name) for each in APPLICATION.functions]


def _of_functions(names: list[str], start: datetime, *, tail: bool, as_json: bool) -> None:
    emulator_account.connect()
    client = emulator_account.client("logs")
    for line in function_logs.lines(client, names, start, tail=tail):
        if as_json:
            print_json_line(
                {
                    "time": line.at.isoformat(timespec="milliseconds"),
                    "function": line.function,
                    "stream": line.stream,
                    "message": line.message,
                }
            )
        else:
            which = "" if len(names) == 1 else f"{line.function} "
            moment = f"{line.at.astimezone():%H:%M:%S.%f}"[:12]
            print(f"{painted(f'{moment} {which}', 'dim')}{printable(line.message)}", flush=True)


def _of_emulator(state: StateFolder, start: datetime | None, *, tail: bool, as_json: bool) -> None:
    log = state.emulator_log
    if found := container.find(state):
        # The file has what the watcher of the functions' sources has to say.
        log.parent.mkdir(parents=True, exist_ok=True)
        log.touch()
        printing = container.logs(found, follow=tail)
        if not tail:
            printing.wait()
    if not log.exists():
        raise PetriError(f"There is no log {log} yet: start Petri with `petri up`.")
    for line in emulator_log.lines(log, start, tail=tail):
        if as_json:
            print_json_line(emulator_log.described(line))
        else:
            print(line, end="", flush=tail)
