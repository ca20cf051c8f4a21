"""All that an account has, of the kinds that a stack is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_KINDS = (
    ("apigatewayv2", "get_apis", "Items[].Name"),
    ("dynamodb", "list_tables", "TableNames[]"),
    ("events", "list_rules", "Rules[].Name"),
    ("iam", "list_roles", "Roles[].RoleName"),
    ("lambda", "list_functions", "Functions[].FunctionName"),
    ("lambda", "list_event_source_mappings", "EventSourceMappings[].FunctionArn"),
    ("logs", "describe_log_groups", "logGroups[].logGroupName"),
)


def all_resources(client: Callable[[str], Any]) -> Iterator[tuple[str, str]]:
    """The operation that lists it and the name of each, by asking each service for all it has.

    The stream of a deleted table is not among them: it stays readable for a day, on AWS too.
    """
    for service, operation, query in _KINDS:
        # There may be more than one page holds.
        for name in client(service).get_paginator(operation).paginate().search(query):
            yield operation, name
