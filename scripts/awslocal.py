"""``petri awslocal``: the AWS CLI on the emulator."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from scripts import emulator_account
from scripts.errors import PetriError
from scripts.setup.layout import VENV

app = typer.Typer(add_completion=False)


# All options are the AWS CLI's, also --help.
@app.command(
    "awslocal",
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
)
def awslocal(
    arguments: Annotated[list[str] | None, typer.Argument(metavar="ARGUMENTS...", help="What `aws` is told.")] = None,
) -> None:
    """Run the AWS CLI on the emulator.

    Endpoint, region and credentials are set; all arguments are those of `aws`. Exit codes are the AWS CLI's.
    """
    command = VENV / "bin" / "awslocal"
    if not command.exists():
        raise PetriError("The AWS CLI is not installed here: run `make install`.")
    if arguments and arguments[0] not in ("help", "--version", "configure"):
        emulator_account.connect()
    os.execv(command, [str(command), *(arguments or [])])  # noqa: S606
