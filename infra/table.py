"""The DynamoDB table and its stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

from infra.application import Application
from infra.aws import Aws
from infra.errors import StackError
from infra.report import Action, Change, Difference, Differences, Report
from infra.waiting import wait_for

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import (
        KeySchemaElementTypeDef,
        StreamSpecificationTypeDef,
        TableDescriptionTypeDef,
        TagTypeDef,
    )

KEYS: list[KeySchemaElementTypeDef] = [
    {"AttributeName": "partitionKey", "KeyType": "HASH"},
    {"AttributeName": "sortKey", "KeyType": "RANGE"},
]
STREAM: StreamSpecificationTypeDef = {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
NO_STREAM: StreamSpecificationTypeDef = {"StreamEnabled": False}


def find(aws: Aws, application: Application) -> TableDescriptionTypeDef | None:
    """The table's description, or None."""
    try:
        return aws.dynamodb.describe_table(TableName=application.table)["Table"]
    except aws.dynamodb.exceptions.ResourceNotFoundException:
        return None


def apply(aws: Aws, application: Application, report: Report) -> TableDescriptionTypeDef:
    """Make the table as wanted. A table of that name that belongs to no stack is adopted, in an account of our own."""
    table = find(aws, application)
    if table and table["TableStatus"] == "DELETING":
        _wait_until_gone(aws, application)
        table = None
    if table is None:
        table = _create(aws, application)
        report(Change("table", application.table, Action.CREATED))
    else:
        owner = tags_of(aws, table).get("stack")
        _check(application, table, owner)
        table, differing = _update(aws, application, table, owner)
        report(Change("table", application.table, Action.UPDATED if differing else Action.UNCHANGED, differing))
    return table


def remove(aws: Aws, application: Application, report: Report) -> None:
    """Delete the table with its items, if it is ours."""
    table = find(aws, application)
    if table is None:
        return
    if not application.owns(tags_of(aws, table)):
        report(Change("table", application.table, Action.KEPT))
        return
    if table["TableStatus"] != "DELETING":
        aws.dynamodb.delete_table(TableName=application.table)
    _wait_until_gone(aws, application)
    report(Change("table", application.table, Action.DELETED))


def _create(aws: Aws, application: Application) -> TableDescriptionTypeDef:
    table = aws.dynamodb.create_table(
        TableName=application.table,
        KeySchema=KEYS,
        AttributeDefinitions=[{"AttributeName": key["AttributeName"], "AttributeType": "S"} for key in KEYS],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification=_stream(application),
        Tags=_tag_list(application),
    )["TableDescription"]
    return _active(aws, application, table)


def _stream(application: Application) -> StreamSpecificationTypeDef:
    return STREAM if application.table_stream else NO_STREAM


def _check(application: Application, table: TableDescriptionTypeDef, owner: str | None) -> None:
    """Refuse a table that is somebody else's, or cannot become ours."""
    name = application.table
    if owner not in (None, application.stack):
        raise StackError(f"Table {name} belongs to stack {owner}. Remove that stack, or give this table another name.")
    if table["KeySchema"] != KEYS:
        raise StackError(
            f"Table {name} has other keys than partitionKey and sortKey, and keys cannot change. Delete it."
        )


def _update(
    aws: Aws, application: Application, table: TableDescriptionTypeDef, owner: str | None
) -> tuple[TableDescriptionTypeDef, Differences]:
    name = application.table
    differing: list[Difference] = []
    if owner is None:
        aws.dynamodb.tag_resource(ResourceArn=table["TableArn"], Tags=_tag_list(application))
        differing.append(Difference("Tags", None, application.tags))
    if (mode := table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")) != "PAY_PER_REQUEST":
        aws.dynamodb.update_table(TableName=name, BillingMode="PAY_PER_REQUEST")
        differing.append(Difference("BillingMode", mode, "PAY_PER_REQUEST"))
        table = _active(aws, application)
    stream, wanted = table.get("StreamSpecification", NO_STREAM), _stream(application)
    if stream != wanted:
        if stream["StreamEnabled"] and wanted["StreamEnabled"]:  # what it shows cannot change while it is on
            aws.dynamodb.update_table(TableName=name, StreamSpecification=NO_STREAM)
            _active(aws, application)
        aws.dynamodb.update_table(TableName=name, StreamSpecification=wanted)
        differing.append(Difference("StreamSpecification", stream, wanted))
        table = _active(aws, application)
    return table, tuple(differing)


def _active(
    aws: Aws, application: Application, table: TableDescriptionTypeDef | None = None
) -> TableDescriptionTypeDef:
    """The table's description when it is active, at once if the given one says so."""

    def find_active() -> TableDescriptionTypeDef | None:
        current = find(aws, application)
        return current if current and current["TableStatus"] == "ACTIVE" else None

    if table and table["TableStatus"] == "ACTIVE":
        return table
    return wait_for(find_active, f"table {application.table} is active")


def _wait_until_gone(aws: Aws, application: Application) -> None:
    wait_for(lambda: find(aws, application) is None, f"table {application.table} is deleted")


def tags_of(aws: Aws, table: TableDescriptionTypeDef) -> dict[str, str]:
    """The tags of the table."""
    tags = aws.dynamodb.list_tags_of_resource(ResourceArn=table["TableArn"]).get("Tags", [])
    return {tag["Key"]: tag["Value"] for tag in tags}


def _tag_list(application: Application) -> list[TagTypeDef]:
    return [{"Key": key, "Value": value} for key, value in application.tags.items()]
