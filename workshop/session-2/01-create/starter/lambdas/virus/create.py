"""POST /virus: create a virus."""

from uuid import uuid4

from shared.responses import ok
from shared.table import VIRUS, table


def handler(event, context):
    """Store a new virus and answer its id."""
    # Store an item with partitionKey VIRUS and a new id as sortKey, then answer {"id": …}.
    return ok({})
