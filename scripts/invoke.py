"""``petri invoke``: one function, now, with an event of one's own."""

from __future__ import annotations

import base64
import json
import sys
import time
from collections.abc import Iterator
from typing import Annotated, Any

import typer

from scripts import emulator_account, function_names, json_input
from scripts.errors import NEGATIVE_ANSWER, PetriError
from scripts.options import AsJson, function_option
from scripts.output import complain, painted, print_json, printable
from scripts.setup.layout import ROOT

EVENTS = ROOT / "lambdas" / "events"
"""An event for each function of the application, as AWS would send it."""


def complete_events(incomplete: str) -> Iterator[str]:
    """The files that a shell proposes: the events of the checkout, if it is the current folder."""
    paths = (f"lambdas/events/{file.name}" for file in sorted(EVENTS.glob("*.json")))
    return (path for path in paths if path.startswith(incomplete))


def invoke(
    function: Annotated[str, function_option("The function.")],
    path: Annotated[
        str | None,
        typer.Option(
            "--path",
            "-p",
            metavar="FILE",
            help="The event, as a JSON file; - reads it from standard input.",
            autocompletion=complete_events,
        ),
    ] = None,
    data: Annotated[str | None, typer.Option("--data", "-d", metavar="JSON", help="The event itself.")] = None,
    log: Annotated[bool, typer.Option("--log", "-l", help="Show what the function printed, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Invoke a function, and print what it answers.

    Without --path and --data the event is {}. Exit code 1 when the function fails; its error is the answer then.
    """
    name = function_names.resource_name(function)
    event = json_input.read(path, data)
    emulator_account.connect()
    client = emulator_account.client("lambda")
    began = time.monotonic()
    try:
        answer = client.invoke(FunctionName=name, Payload=event.encode(), LogType="Tail")
    except client.exceptions.ResourceNotFoundException:
        raise PetriError(f"Function {name} is not deployed: run `petri deploy` first.") from None
    payload = answer["Payload"].read().decode(errors="replace")
    milliseconds = (time.monotonic() - began) * 1000
    written = base64.b64decode(answer.get("LogResult", "")).decode(errors="replace")
    error = answer.get("FunctionError")
    if as_json:
        shown: dict[str, Any] = {
            "function": name,
            "statusCode": answer["StatusCode"],
            "functionError": error,
            "payload": _parsed(payload),
            "milliseconds": round(milliseconds, 1),
        }
        print_json(shown | ({"log": written.splitlines()} if log else {}))
    else:
        print(_readable(payload))
        if log:
            # Beside the answer, which may go on to another program.
            print(painted(f"--- log of {name}", "dim", sys.stderr), file=sys.stderr)
            print(printable(written.rstrip()), file=sys.stderr)
    if error:
        if not as_json:
            hint = "" if log else " See what it printed with --log."
            complain(f"{name} failed after {milliseconds:.0f} ms.{hint}")
        raise typer.Exit(NEGATIVE_ANSWER)


def _parsed(payload: str) -> Any:
    try:
        return json.loads(payload)
    except ValueError:
        return payload


def _readable(payload: str) -> str:
    try:
        return json.dumps(json.loads(payload), indent=2, ensure_ascii=False)
    except ValueError:
        return printable(payload)
