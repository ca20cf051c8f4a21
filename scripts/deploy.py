"""``petri deploy``: make the stack as infra/application.py says, or bring one function's code up to date."""

from __future__ import annotations

from typing import Annotated

import typer

from scripts import aws_stack, aws_target, emulator_account, function_names, local_application
from scripts.aws_target import ProfileOption, RegionOption, Target, TargetOption, YesOption
from scripts.options import AsJson, function_option
from scripts.provisioning import Provisioning


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
    endpoint = emulator_account.connect()
    if dry_run:
        preview(endpoint, function, as_json=as_json)
        return
    from infra import stack

    session = emulator_account.session()
    expected = 1 if function else stack.size()
    with Provisioning("Deploying", expected=expected, as_json=as_json) as provisioning:
        if function:
            stack.deploy_function(session, function, provisioning.report)
        else:
            provisioning.outputs = stack.deploy(session, provisioning.report, local_application.at(endpoint))


def preview(endpoint: str, function: str | None, *, as_json: bool) -> bool:
    """Show what a deployment would change; returns whether it would change anything."""
    from infra import stack

    session = emulator_account.session()
    expected = 1 if function else stack.size()
    with Provisioning("Comparing", expected=expected, planned=True, as_json=as_json) as provisioning:
        if function:
            stack.preview_function(session, function, provisioning.report)
        else:
            stack.preview(session, provisioning.report, local_application.at(endpoint))
    return provisioning.changes_anything
