"""The stack in an AWS account: what ``petri deploy``, ``petri diff`` and ``petri remove`` do with ``--target aws``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from scripts import aws_target
from scripts.aws_target import AwsAccount
from scripts.provisioning import Provisioning

if TYPE_CHECKING:
    from infra.application import Application

COSTS = "AWS charges for what is used from now on: docs/aws.md has the prices."


def deploy(profile: str | None, region: str | None, function: str | None, *, yes: bool, as_json: bool) -> None:
    """Show what will change, ask, and do it. One function's code is updated without a question: it costs no more."""
    aws_target.require_consent(yes=yes or function is not None, as_json=as_json)
    account = _connect(profile, region, as_json=as_json)
    from infra import stack

    application = _application()
    if function:
        with _provisioning("Deploying", account, expected=1, as_json=as_json) as provisioning:
            stack.deploy_function(account.session, function, provisioning.report, application)
        return
    if not yes:
        if not _preview(account, None, as_json=False, show_urls=True):
            return
        print(COSTS)
        typer.confirm(f"Deploy to account {account.id} in {account.region}?", abort=True)
    expected = stack.size(application)
    with _provisioning("Deploying", account, expected=expected, as_json=as_json) as provisioning:
        provisioning.outputs = stack.deploy(account.session, provisioning.report, application)


def preview(profile: str | None, region: str | None, function: str | None, *, as_json: bool) -> bool:
    """Show what a deployment would change; returns whether it would change anything."""
    return _preview(_connect(profile, region, as_json=as_json), function, as_json=as_json)


def remove(profile: str | None, region: str | None, *, yes: bool, as_json: bool) -> None:
    """Show what will be deleted, ask, and do it."""
    aws_target.require_consent(yes=yes, as_json=as_json)
    account = _connect(profile, region, as_json=as_json)
    from infra import stack

    application = _application()
    if not yes:
        with _provisioning("Comparing", account, planned=True) as planned:
            stack.preview_removal(account.session, planned.report, application)
        if not planned.changes_anything:
            return
        typer.confirm(f"Delete this, with all data, from account {account.id} in {account.region}?", abort=True)
    with _provisioning("Removing", account, as_json=as_json) as provisioning:
        stack.remove(account.session, provisioning.report, application)


def _preview(account: AwsAccount, function: str | None, *, as_json: bool, show_urls: bool = False) -> bool:
    from infra import stack

    application = _application()
    expected = 1 if function else stack.size(application)
    with _provisioning("Comparing", account, expected=expected, planned=True, as_json=as_json) as provisioning:
        if function:
            stack.preview_function(account.session, function, provisioning.report, application)
        else:
            stack.preview(account.session, provisioning.report, application)
        if show_urls and not provisioning.changes_anything:
            provisioning.outputs = stack.outputs(account.session, application)
    return provisioning.changes_anything


def _connect(profile: str | None, region: str | None, *, as_json: bool) -> AwsAccount:
    account = aws_target.connect(profile, region)
    if not as_json:
        print(f"{account}.", flush=True)
    return account


def _application() -> Application:
    from infra.application import APPLICATION

    return APPLICATION.in_shared_account()


def _provisioning(
    activity: str, account: AwsAccount, *, expected: int = 0, planned: bool = False, as_json: bool = False
) -> Provisioning:
    return Provisioning(activity, expected=expected, planned=planned, as_json=as_json, account=account.described())
