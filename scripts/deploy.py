"""``petri deploy``: make the stack as infra/application.py says, or bring one function's code up to date."""

from __future__ import annotations

from typing import Annotated

import typer

from scripts.provisioning import Provisioning


def deploy(
    function: Annotated[
        str | None, typer.Option("--function", "-f", help="Update the code of this function only, which is quicker.")
    ] = None,
) -> None:
    """Create or update the application's resources. Deploying twice changes nothing."""
    from infra import stack
    from infra.aws import default_session

    with Provisioning("Deploying") as provisioning:
        if function:
            stack.deploy_function(default_session(), function, provisioning.report)
        else:
            provisioning.outputs = stack.deploy(default_session(), provisioning.report)
