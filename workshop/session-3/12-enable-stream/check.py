"""The table has a stream with both images."""

from learn.lab import APPLICATION, Lab
from learn.wrong import Wrong


def check(lab: Lab) -> None:
    table = lab.client("dynamodb").describe_table(TableName=lab.application.table)["Table"]
    if not table.get("StreamSpecification", {}).get("StreamEnabled"):
        raise Wrong("The table has no stream yet.", APPLICATION)
