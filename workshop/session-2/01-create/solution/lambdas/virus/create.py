"""POST /virus: create a virus."""

from uuid import uuid4

from shared.responses import ok
from shared.table import VIRUS, table


def handler(event, context):
    """Store a new virus and answer its id."""
    virus_id = str(uuid4())
    table.put_item(Item={"partitionKey": VIRUS, "sortKey": virus_id})
    return ok({"id": virus_id})
