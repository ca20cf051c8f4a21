"""The functions' log groups. Lambda makes them when a function first runs; here they are only removed."""

from __future__ import annotations

from infra.application import Application
from infra.aws import Aws
from infra.report import Action, Change, Report


def remove(aws: Aws, application: Application, function_name: str, report: Report) -> None:
    """Delete the log group of a function, if there is one."""
    name = f"/aws/lambda/{application.resource_name(function_name)}"
    try:
        aws.logs.delete_log_group(logGroupName=name)
    except aws.logs.exceptions.ResourceNotFoundException:
        return
    report(Change("log group", name, Action.DELETED))
