"""``petri remove``: delete the stack."""

from __future__ import annotations

from scripts import aws_stack, aws_target, emulator_account
from scripts.aws_target import ProfileOption, RegionOption, Target, TargetOption, YesOption
from scripts.options import AsJson
from scripts.provisioning import Provisioning


def remove(
    target: TargetOption = Target.LOCAL,
    profile: ProfileOption = None,
    region: RegionOption = None,
    yes: YesOption = False,
    as_json: AsJson = False,
) -> None:
    """Delete all resources of the application.

    The data in its table goes with them. What other stacks have in the emulator, or in the AWS account, stays.
    """
    aws_target.only_for_aws(target, profile, region)
    if target is Target.AWS:
        aws_stack.remove(profile, region, yes=yes, as_json=as_json)
        return
    emulator_account.connect()
    from infra import stack

    with Provisioning("Removing", as_json=as_json) as provisioning:
        stack.remove(emulator_account.session(), provisioning.report)
