"""Who may invoke a function: the statements of its resource policy."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from infra.application import Application
from infra.aws import Aws
from infra.report import Action, Change, Difference, Differences, Report


@dataclass(frozen=True)
class Grant:
    """A service may invoke a function on behalf of one of its resources."""

    function: str
    statement_id: str
    """letters, digits, hyphens and underscores; unique within the function"""
    principal: str
    source_arn: str


def apply(
    aws: Aws, application: Application, function: str, grants: Iterable[Grant], report: Report, *, is_new: bool
) -> None:
    """Make a function's resource policy consist of the given grants. A new function is known to have none."""
    name = application.resource_name(function)
    wanted = {grant.statement_id: grant for grant in grants if grant.function == function}
    current = {} if is_new else _current_grants(aws, name, function)
    for statement_id in sorted(wanted.keys() | current.keys()):
        old, new = current.get(statement_id), wanted.get(statement_id)
        action = _apply_one(aws, name, statement_id, new, old)
        report(Change("permission", f"{name}/{statement_id}", action, _differences(old, new)))


def _differences(old: Grant | None, new: Grant | None) -> Differences:
    if not old or not new:
        return ()
    both = (("Principal", old.principal, new.principal), ("SourceArn", old.source_arn, new.source_arn))
    return tuple(Difference(*each) for each in both if each[1] != each[2])


def _apply_one(aws: Aws, name: str, statement_id: str, wanted: Grant | None, current: Grant | None) -> Action:
    if wanted == current:
        return Action.UNCHANGED
    if current:
        aws.lambda_.remove_permission(FunctionName=name, StatementId=statement_id)
    if not wanted:
        return Action.DELETED
    aws.lambda_.add_permission(
        FunctionName=name,
        StatementId=statement_id,
        Action="lambda:InvokeFunction",
        Principal=wanted.principal,
        SourceArn=wanted.source_arn,
    )
    return Action.UPDATED if current else Action.CREATED


def _current_grants(aws: Aws, name: str, function: str) -> dict[str, Grant]:
    try:
        policy = json.loads(aws.lambda_.get_policy(FunctionName=name)["Policy"])
    except aws.lambda_.exceptions.ResourceNotFoundException:
        return {}
    return {statement["Sid"]: _grant_of(statement, function) for statement in policy["Statement"]}


def _grant_of(statement: dict[str, Any], function: str) -> Grant:
    """The grant that a statement makes; of one that is not of our kind, something that equals none of ours."""
    principal = statement["Principal"]
    service = principal.get("Service", "") if isinstance(principal, dict) else principal
    source_arn = statement.get("Condition", {}).get("ArnLike", {}).get("AWS:SourceArn", "")
    return Grant(function, statement["Sid"], service, source_arn)
