"""The stack in an AWS account: what ``petri deploy``, ``petri diff`` and ``petri remove`` do with ``--target aws``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from scripts import aws_target, stack_changes
from scripts.aws_target import AwsAccount
from scripts.provisioning import Provisioning

if TYPE_CHECKING:
    from infra.application import Application

COSTS = "AWS charges for what is used from now on: docs/aws.md has the prices."


def deploy(profile: str | None, region: str | None, function: str | None, *, yes: bool, as_json: bool) -> None:
    """Show what will change, ask, and do it. One function's code is updated without a question: it costs no more."""
    aws_target.require_consent(yes=yes or function is not None, as_json=as_json)
    account = _connect(profile, region, as_json=as_json)
    application = _application()
    if not (yes or function):
        shown = stack_changes.preview(
            account.session, application, None, as_json=False, account=account.described(), show_urls=True
        )
        if not shown:
            return
        print(COSTS)
        typer.confirm(f"Deploy to account {account.id} in {account.region}?", abort=True)
    stack_changes.deploy(account.session, application, function, as_json=as_json, account=account.described())


def preview(profile: str | None, region: str | None, function: str | None, *, as_json: bool) -> bool:
    """Show what a deployment would change; returns whether it would change anything."""
    account = _connect(profile, region, as_json=as_json)
    return stack_changes.preview(
        account.session, _application(), function, as_json=as_json, account=account.described()
    )


def remove(profile: str | None, region: str | None, *, yes: bool, as_json: bool) -> None:
    """Show what will be deleted, ask, and do it."""
    aws_target.require_consent(yes=yes, as_json=as_json)
    account = _connect(profile, region, as_json=as_json)
    from infra import stack

    application = _application()
    if not yes:
        with Provisioning("Comparing", planned=True) as planned:
            stack.preview_removal(account.session, planned.report, application)
        if not planned.changes_anything:
            return
        typer.confirm(f"Delete this, with all data, from account {account.id} in {account.region}?", abort=True)
    with Provisioning("Removing", as_json=as_json, account=account.described()) as provisioning:
        stack.remove(account.session, provisioning.report, application)


def _connect(profile: str | None, region: str | None, *, as_json: bool) -> AwsAccount:
    account = aws_target.connect(profile, region)
    if not as_json:
        print(f"{account}.", flush=True)
    return account


def _application() -> Application:
    from infra.application import APPLICATION

    return APPLICATION.in_shared_account()
