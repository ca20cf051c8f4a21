"""``petri deploy``: make the stack as infra/application.py says, or bring one function's code up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scripts import aws_stack, aws_target, emulator_account, function_names, local_application, stack_changes
from scripts.aws_target import ProfileOption, RegionOption, Target, TargetOption, YesOption
from scripts.options import AsJson, function_option

if TYPE_CHECKING:
    from infra.application import Application


def deploy(
    function: Annotated[str | None, function_option("Update the code of this function only, which is quicker.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be created, updated and deleted, and change nothing.")
    ] = False,
    target: TargetOption = Target.LOCAL,
    profile: ProfileOption = None,
    region: RegionOption = None,
    yes: YesOption = False,
    as_json: AsJson = False,
) -> None:
    """Create or update the application's resources.

    What is updated is shown with each property that was not as wanted. Deploying twice changes nothing.

    On AWS it shows whose account that is and what will change, and asks. What others made there is left alone.
    """
    aws_target.only_for_aws(target, profile, region)
    if function:
        function = function_names.find(function).name
    if target is Target.AWS:
        if dry_run:
            aws_stack.preview(profile, region, function, as_json=as_json)
        else:
            aws_stack.deploy(profile, region, function, yes=yes, as_json=as_json)
        return
    if dry_run:
        preview(function, as_json=as_json)
        return
    application = _application(emulator_account.connect(), function)
    stack_changes.deploy(emulator_account.session(), application, function, as_json=as_json)


def preview(function: str | None, *, as_json: bool) -> bool:
    """Show what a deployment would change; returns whether it would change anything."""
    application = _application(emulator_account.connect(), function)
    return stack_changes.preview(emulator_account.session(), application, function, as_json=as_json)


def _application(endpoint: str, function: str | None) -> Application:
    if function:
        # Who may call the APIs is not looked at, and need not be found out.
        from infra.application import APPLICATION

        return APPLICATION
    return local_application.at(endpoint)
