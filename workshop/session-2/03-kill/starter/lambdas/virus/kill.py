"""DELETE /virus/{id}: kill a virus."""

from shared.responses import ok
from shared.table import VIRUS, table


def handler(event, context):
    """Delete the virus and answer its id."""
    # Which virus? The event says it. DeleteItem needs both keys.
    return ok({})
