"""When an API is deleted, its open WebSockets are cut (row C33)."""

from __future__ import annotations

from twisted.internet import reactor

from emulator.apigatewayv2.store import on_api_deleted
from emulator.execute_api.websocket import connections


def watch() -> None:
    """Close the connections of every API that is deleted from now on."""
    on_api_deleted.append(lambda api_id: reactor.callFromThread(_close_all, api_id))


def _close_all(api_id: str) -> None:
    for connection in connections.all_open():
        if connection.session.api.record["ApiId"] == api_id:
            connection.close(1001, "Going away")
