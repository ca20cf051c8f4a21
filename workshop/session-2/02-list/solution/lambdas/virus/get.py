"""GET /virus: list the viruses."""

from boto3.dynamodb.conditions import Key
from shared.responses import ok
from shared.table import VIRUS, table


def handler(event, context):
    """Answer the ids of all viruses."""
    found = table.query(KeyConditionExpression=Key("partitionKey").eq(VIRUS), ConsistentRead=True)
    return ok({"viruses": [{"id": item["sortKey"]} for item in found["Items"]]})
