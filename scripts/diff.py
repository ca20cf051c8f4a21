"""``petri diff``: what a deployment would change."""

from __future__ import annotations

from typing import Annotated

import typer

from scripts import aws_stack, aws_target, function_names
from scripts.aws_target import ProfileOption, RegionOption, Target, TargetOption
from scripts.deploy import preview
from scripts.errors import NEGATIVE_ANSWER
from scripts.options import AsJson, function_option


def diff(
    function: Annotated[str | None, function_option("Compare the code of this function only.")] = None,
    target: TargetOption = Target.LOCAL,
    profile: ProfileOption = None,
    region: RegionOption = None,
    as_json: AsJson = False,
) -> None:
    """Show what `petri deploy` would change.

    Exit code 0 when all is as wanted, 1 when something would change.
    """
    aws_target.only_for_aws(target, profile, region)
    if function:
        function = function_names.find(function).name
    if target is Target.AWS:
        changes = aws_stack.preview(profile, region, function, as_json=as_json)
    else:
        changes = preview(function, as_json=as_json)
    if changes:
        raise typer.Exit(NEGATIVE_ANSWER)
