"""``petri diff``: what a deployment would change."""

from __future__ import annotations

from typing import Annotated

import typer

from scripts import emulator_account, function_names
from scripts.deploy import preview
from scripts.errors import NEGATIVE_ANSWER
from scripts.options import AsJson, function_option


def diff(
    function: Annotated[str | None, function_option("Compare the code of this function only.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show what `petri deploy` would change.

    Exit code 0 when all is as wanted, 1 when something would change.
    """
    if function:
        function = function_names.find(function).name
    emulator_account.connect()
    if preview(function, as_json=as_json):
        raise typer.Exit(NEGATIVE_ANSWER)
