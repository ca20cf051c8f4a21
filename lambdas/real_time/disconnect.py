"""$disconnect: a WebSocket was closed."""

from typing import Any

from shared import connections
from shared.responses import Response


def handler(event: dict[str, Any], _context: object) -> Response:
    """Forget the connection."""
    connections.forget(event["requestContext"]["connectionId"])
    return {"statusCode": 200}
