"""GET /virus: list the viruses."""

from shared import table
from shared.responses import Response, json_response


def handler(_event: object, _context: object) -> Response:
    """Answer ``{"viruses": [{"id": …}, …]}``."""
    return json_response({"viruses": [{"id": virus["sortKey"]} for virus in table.query(table.VIRUS)]})
