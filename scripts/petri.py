"""The ``petri`` command. One file a verb: ``petri up`` is the function ``up`` in ``up.py``."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

import typer
from rich.console import Console
from rich.text import Text
from typer.core import TyperGroup

from scripts.errors import PetriError

# In the order of a day's work.
_VERBS = {
    "up": "petri up --emulator-only --foreground",
    "open": "petri open console",
    "status": "petri status --json",
    "logs": "petri logs --follow",
    "trace": "petri trace",
    "deploy": "petri deploy",
    "fire": "petri fire createVirus-schedule",
    "remove": "petri remove",
    "snapshot": "petri snapshot save before-the-workshop",
    "reset": "petri reset",
    "down": "petri down",
    "bundle": "petri bundle",
}
_TALK_TO_AWS = ("deploy", "fire", "remove", "trace")


class _Verbs(TyperGroup):
    """Loads the file of a verb when it is asked for: `petri status` need not wait for what `petri deploy` imports.

    Contexts and commands are Any: they are classes of Typer's own copy of Click, which has no public name.
    """

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(_VERBS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        if cmd_name not in _VERBS:
            return None
        if cmd_name in _TALK_TO_AWS and "AWS_ENDPOINT_URL" not in os.environ:
            from scripts.aws_env import use_emulator

            use_emulator()
        verb = typer.Typer(add_completion=False, rich_markup_mode="rich")
        verb.command(cmd_name, epilog=f"Example: [cyan]{_VERBS[cmd_name]}[/]")(
            getattr(importlib.import_module(f"scripts.{cmd_name}"), cmd_name)
        )
        return typer.main.get_command(verb)


app = typer.Typer(cls=_Verbs, no_args_is_help=True, rich_markup_mode="rich", pretty_exceptions_show_locals=False)


@app.callback(epilog="Start with: [cyan]petri up[/]. A verb's own help: [cyan]petri up --help[/]")
def petri() -> None:
    """Realtime serverless applications on one laptop: API Gateway, Lambda and DynamoDB Streams, without Docker."""


def main() -> None:
    """Run the command line; what went wrong for a known reason is one sentence and exit code 1."""
    try:
        app()
    except PetriError as error:
        Console(stderr=True, highlight=False).print(Text(str(error), "red"), soft_wrap=True)
        sys.exit(1)
