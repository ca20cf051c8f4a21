"""Options that several verbs have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from scripts import function_names
from scripts.state_folder import DEFAULT_STATE_FOLDER, StateFolder

State = Annotated[
    StateFolder,
    typer.Option(
        "--state",
        metavar="DIR",
        help="Where state and logs are kept.",
        show_default=".petri in the checkout",
        parser=lambda path: path if isinstance(path, StateFolder) else StateFolder(Path(path).expanduser().resolve()),
    ),
]

DEFAULT_STATE = StateFolder(DEFAULT_STATE_FOLDER)

AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]


def function_option(help: str) -> typer.models.OptionInfo:
    """``--function NAME``, or ``-f``: one of the application's functions, which the shell completes."""
    option: typer.models.OptionInfo = typer.Option(
        "--function", "-f", metavar="NAME", help=help, autocompletion=function_names.complete
    )
    return option
