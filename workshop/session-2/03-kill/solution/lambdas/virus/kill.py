"""DELETE /virus/{id}: kill a virus."""

from shared.responses import ok
from shared.table import VIRUS, table


def handler(event, context):
    """Delete the virus and answer its id."""
    virus_id = event["pathParameters"]["id"]
    table.delete_item(Key={"partitionKey": VIRUS, "sortKey": virus_id})
    return ok({"id": virus_id})
