"""``petri trace``: what happened between a click and every browser."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scripts import emulator_account, petri_api
from scripts.errors import PetriError
from scripts.options import AsJson
from scripts.output import print_json, printable

_COLOURS = {
    "http": "cyan",
    "connect": "cyan",
    "message": "cyan",
    "schedule": "cyan",
    "function": "yellow",
    "call": "blue",
    "record": "magenta",
    "delivery": "green",
    "frame": "bright_green",
}
_BAR_COLUMNS = 40

type Span = dict[str, Any]


def trace(
    trace_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="A trace's id or its end. Without: the latest traces.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many of the latest to list.")] = 20,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show what was sent and answered.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show what happened between a click and every browser.

    Without an ID: the latest traces. With one: a waterfall of its spans, which tells which hop took how long.
    """
    endpoint = emulator_account.connect()
    console = Console(highlight=False)
    if trace_id is None:
        answer = petri_api.get(endpoint, f"traces?limit={limit}")
        if as_json:
            print_json(answer)
        elif answer["traces"]:
            console.print(list_of(answer["traces"]))
        else:
            console.print("There are no traces yet: click in the game, or call the API.")
        return
    answer = petri_api.get(endpoint, f"traces/{urllib.parse.quote(_whole_id(endpoint, trace_id), safe='')}")
    if as_json:
        print_json(answer)
    else:
        for line in waterfall(answer["spans"], verbose=verbose):
            console.print(line, soft_wrap=verbose, no_wrap=not verbose, overflow="ellipsis")


def list_of(traces: Sequence[dict[str, Any]]) -> Table:
    """A line for each trace."""
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="dim")
    table.add_column("time")
    table.add_column("trace", no_wrap=True)
    table.add_column("name", overflow="fold")
    table.add_column("spans", justify="right")
    table.add_column("duration", justify="right")
    for each in traces:
        table.add_row(
            f"{datetime.fromtimestamp(each['startedAt'] / 1000).astimezone():%H:%M:%S}",
            each["id"],
            Text(_one_line(each["name"]), "red" if each["status"] == "error" else ""),
            str(each["spans"]),
            _duration(each["durationMs"]),
        )
    return table


def waterfall(spans: Sequence[Span], *, verbose: bool = False) -> Iterator[Text]:
    """A line for each span, below the one that has caused it: its bar, how long it took, what it was."""
    begun = min(span["startedAt"] for span in spans)
    whole = max(span["startedAt"] + span["durationMs"] for span in spans) - begun
    for depth, span in _nested(spans, None, 0):
        is_error = span["status"] == "error"
        colour = "red" if is_error else _COLOURS.get(span["kind"], "")
        line = Text()
        line.append(_bar(span["startedAt"] - begun, span["durationMs"], whole), colour)
        line.append(f" {_duration(span['durationMs']):>9}  ", "bold" if is_error else "")
        line.append("  " * depth + _one_line(span["name"]), colour)
        if span["resource"] and span["resource"] not in span["name"]:
            line.append(f"  {_one_line(span['resource'])}", "dim")
        yield line
        if verbose:
            for arrow, text in (("→", span["request"]), ("←", span["response"])):
                if text:
                    yield Text(f"{' ' * _BAR_COLUMNS}            {'  ' * depth}{arrow} {_one_line(text)}", "dim")


def _nested(spans: Sequence[Span], parent_id: str | None, depth: int) -> Iterator[tuple[int, Span]]:
    for span in spans:
        if span["parentId"] == parent_id:
            yield depth, span
            yield from _nested(spans, span["id"], depth + 1)


def _bar(start: float, duration: float, whole: float) -> str:
    scale = _BAR_COLUMNS / whole if whole else 0.0
    before = min(int(start * scale), _BAR_COLUMNS - 1)
    length = max(1, min(round(duration * scale), _BAR_COLUMNS - before))
    return f"{' ' * before}{'━' * length if duration else '•'}".ljust(_BAR_COLUMNS)


def _duration(milliseconds: float) -> str:
    return f"{milliseconds / 1000:.2f} s" if milliseconds >= 1000 else f"{milliseconds:.1f} ms"


def _one_line(text: str) -> str:
    return printable(text, allowed="")


def _whole_id(endpoint: str, trace_id: str) -> str:
    trace_id = trace_id.removeprefix("Root=").partition(";")[0]
    if trace_id.startswith("1-"):
        return trace_id
    found = [
        each["id"] for each in petri_api.get(endpoint, "traces?limit=1000")["traces"] if each["id"].endswith(trace_id)
    ]
    if len(found) != 1:
        problem = f"There is no trace {trace_id}" if not found else f"{trace_id} is the end of several traces' ids"
        raise PetriError(f"{problem}. `petri trace` lists the latest.")
    return str(found[0])
