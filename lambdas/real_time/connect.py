"""$connect: a client opens a WebSocket."""

from typing import Any

from shared import connections
from shared.responses import Response


def handler(event: dict[str, Any], _context: object) -> Response:
    """Remember the connection and let the client in."""
    connections.save(connections.Connection.from_event(event))
    return {"statusCode": 200}
