"""All that an account has, of the kinds that a stack is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.aws_target.account import Account

_KINDS = (
    ("apigatewayv2", "get_apis", "Items[].Name"),
    ("dynamodb", "list_tables", "TableNames[]"),
    ("events", "list_rules", "Rules[].Name"),
    ("iam", "list_roles", "Roles[].RoleName"),
    ("lambda", "list_functions", "Functions[].FunctionName"),
    ("lambda", "list_event_source_mappings", "EventSourceMappings[].FunctionArn"),
    ("logs", "describe_log_groups", "logGroups[].logGroupName"),
)


def inventory(account: Account) -> list[str]:
    """Kinds and names, by asking each service for all it has; sorted."""
    return sorted(
        f"{operation} {name}"
        for service, operation, query in _KINDS
        for name in account.client(service).get_paginator(operation).paginate().search(query)
    )
