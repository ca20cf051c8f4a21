"""The event source mappings that read the table's stream for the functions that want it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from infra import functions
from infra.application import Application
from infra.aws import Aws
from infra.errors import StackError
from infra.report import Action, Change, Difference, Differences, Report, differences
from infra.waiting import retry, wait_for

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import (
        EventSourceMappingConfigurationResponseTypeDef,
        EventSourceMappingConfigurationTypeDef,
    )

# Connections come and go in the same table; they are no news, and need not wake the function.
ONLY_VIRUSES = {"dynamodb": {"Keys": {"partitionKey": {"S": ["Virus"]}}}}

# How long a new role may take until it has its rights everywhere: 10 seconds on AWS. Longer, and it has not the rights.
ROLE_SECONDS = 20.0

SETTINGS: dict[str, Any] = {
    "BatchSize": 100,
    "FilterCriteria": {"Filters": [{"Pattern": json.dumps(ONLY_VIRUSES)}]},
    # Old news is no news: a batch that fails must not hold up the next ones for a day, as it would by default.
    "MaximumRetryAttempts": 2,
    "MaximumRecordAgeInSeconds": 60,
}


def find_all(aws: Aws, application: Application) -> list[EventSourceMappingConfigurationTypeDef]:
    """Our mappings: from a stream of our table, also of one that was deleted, to a function with a name of ours."""
    streams = aws.arn("dynamodb", f"table/{application.table}/stream/")
    names = functions.arn(aws, application, "")
    pages = aws.lambda_.get_paginator("list_event_source_mappings").paginate()
    return [
        mapping
        for page in pages
        for mapping in page["EventSourceMappings"]
        if mapping.get("EventSourceArn", "").startswith(streams) and mapping["FunctionArn"].startswith(names)
    ]


def apply(aws: Aws, application: Application, stream_arn: str, report: Report) -> None:
    """Make one mapping for each function that reads the stream; they read it when this returns.

    Raises StackError when the table has no stream (an empty ARN) and somebody wants it.
    """
    wanted = {functions.arn(aws, application, f.name) for f in application.functions if f.reads_stream}
    if wanted and not stream_arn:
        names = ", ".join(sorted(map(_function_name, wanted)))
        raise StackError(f"Table {application.table} has no stream, which {names} should read. Enable it.")
    current: dict[str, EventSourceMappingConfigurationTypeDef] = {}
    for mapping in find_all(aws, application):
        if mapping["EventSourceArn"] == stream_arn and mapping["FunctionArn"] in wanted:
            current[mapping["FunctionArn"]] = mapping
        else:
            remove(aws, mapping, report)
    for function_arn in sorted(wanted):
        done = _apply_one(aws, stream_arn, function_arn, current.get(function_arn))
        report(Change("stream", f"{application.table} to {_function_name(function_arn)}", *done))


def remove(aws: Aws, mapping: EventSourceMappingConfigurationTypeDef, report: Report) -> None:
    """Delete a mapping; its function is not invoked any more when this returns."""
    uuid, name = mapping["UUID"], _function_name(mapping["FunctionArn"])

    def is_gone() -> bool:
        try:
            aws.lambda_.get_event_source_mapping(UUID=uuid)
        except aws.lambda_.exceptions.ResourceNotFoundException:
            return True
        return False

    def is_transient(error: Exception) -> bool:
        return isinstance(error, aws.lambda_.exceptions.ResourceInUseException)

    try:
        if mapping.get("State") != "Deleting":
            retry(lambda: aws.lambda_.delete_event_source_mapping(UUID=uuid), is_transient)
    except aws.lambda_.exceptions.ResourceNotFoundException:
        return
    wait_for(is_gone, f"{name} no longer reads the stream")
    report(Change("stream", f"{_table_name(mapping['EventSourceArn'])} to {name}", Action.DELETED))


def _apply_one(
    aws: Aws, stream_arn: str, function_arn: str, current: EventSourceMappingConfigurationTypeDef | None
) -> tuple[Action, Differences]:
    differing: Differences = ()
    if current is None:
        created = _create(aws, stream_arn, function_arn)
        uuid, state, action = created["UUID"], created["State"], Action.CREATED
    elif differing := _differences(current):
        updated = aws.lambda_.update_event_source_mapping(UUID=current["UUID"], Enabled=True, **SETTINGS)
        uuid, state, action = updated["UUID"], updated["State"], Action.UPDATED
    else:
        uuid, state, action = current["UUID"], current["State"], Action.UNCHANGED
    if state != "Enabled":
        wait_for(
            lambda: aws.lambda_.get_event_source_mapping(UUID=uuid)["State"] == "Enabled",
            f"{_function_name(function_arn)} reads the stream",
        )
    return action, differing


def _differences(current: EventSourceMappingConfigurationTypeDef) -> Differences:
    differing = differences(current, SETTINGS)
    if current["State"] in ("Disabled", "Disabling"):
        differing = (*differing, Difference("State", current["State"], "Enabled"))
    return differing


def _create(aws: Aws, stream_arn: str, function_arn: str) -> EventSourceMappingConfigurationResponseTypeDef:
    def is_transient(error: Exception) -> bool:
        # The new role does not have its rights everywhere yet.
        return isinstance(error, ClientError) and "Cannot access stream" in str(error)

    return retry(
        lambda: aws.lambda_.create_event_source_mapping(
            EventSourceArn=stream_arn, FunctionName=function_arn, StartingPosition="LATEST", **SETTINGS
        ),
        is_transient,
        ROLE_SECONDS,
    )


def _function_name(function_arn: str) -> str:
    return function_arn.rpartition(":")[2]


def _table_name(stream_arn: str) -> str:
    return stream_arn.split("/")[1]
