"""Deploys a stack, or a function of it, or shows what that would change; in whichever account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.provisioning import Provisioning

if TYPE_CHECKING:
    import boto3

    from infra.application import Application

type Account = dict[str, str | None]
"""one on AWS, as it is described to scripts"""


def deploy(
    session: boto3.Session,
    application: Application,
    function: str | None,
    *,
    as_json: bool,
    account: Account | None = None,
) -> None:
    """Bring the stack up to date, or the code of ``function`` only."""
    from infra import stack

    expected = 1 if function else stack.size(application)
    with Provisioning("Deploying", expected=expected, as_json=as_json, account=account) as provisioning:
        if function:
            stack.deploy_function(session, function, provisioning.report, application)
        else:
            provisioning.outputs = stack.deploy(session, provisioning.report, application)


def preview(
    session: boto3.Session,
    application: Application,
    function: str | None,
    *,
    as_json: bool,
    account: Account | None = None,
    show_urls: bool = False,
) -> bool:
    """Show what ``deploy`` would change; returns whether it would change anything.

    With ``show_urls`` also the URLs of what is as wanted.
    """
    from infra import stack

    expected = 1 if function else stack.size(application)
    with Provisioning("Comparing", expected=expected, planned=True, as_json=as_json, account=account) as provisioning:
        if function:
            stack.preview_function(session, function, provisioning.report, application)
        else:
            stack.preview(session, provisioning.report, application)
        if show_urls and not provisioning.changes_anything:
            provisioning.outputs = stack.outputs(session, application)
    return provisioning.changes_anything
