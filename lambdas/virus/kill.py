"""DELETE /virus/{id}: kill a virus."""

from typing import Any

from shared import table
from shared.responses import Response, json_response


def handler(event: dict[str, Any], _context: object) -> Response:
    """Delete the virus and answer ``{"id": …}``, also when somebody else was quicker."""
    virus_id = event["pathParameters"]["id"]
    table.delete(table.VIRUS, virus_id)
    return json_response({"id": virus_id})
