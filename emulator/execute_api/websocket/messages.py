"""What happens when a text message arrives: select the route, invoke it, tell the client only of failures."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from twisted.internet import reactor

from emulator.execute_api.events.websocket import message_event
from emulator.execute_api.ids import new_id
from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.trace import trace_header_or_new
from emulator.execute_api.websocket.integrate import integrate
from emulator.execute_api.websocket.route_response import is_two_way, read_answer
from emulator.execute_api.websocket.route_selection import select_route
from emulator.execute_api.workers import calls

if TYPE_CHECKING:
    from emulator.execute_api.websocket.connection import Connection

LOG = logging.getLogger(__name__)


def dispatch(connection: Connection, body: str) -> None:
    """Handle a message in a worker thread: none waits for another, not even on one connection (row A65)."""
    calls.callInThread(_run, connection, body)


def _run(connection: Connection, body: str) -> None:
    try:
        _handle(connection, body)
    finally:
        connection.message_handled()


def _handle(connection: Connection, body: str) -> None:
    session = connection.session
    snapshot = session.deployed()
    route = select_route(snapshot, body) if snapshot else None
    if snapshot is None or route is None:
        LOG.info("WebSocket message from %s => Forbidden: no route for it", session.connection_id)
        _send_error(connection, "Forbidden")
        return
    event = message_event(session, route["RouteKey"], body, session.stage_variables())
    try:
        payload = integrate(session, snapshot, route, event, trace_header_or_new(None))
        answer = read_answer(payload) if is_two_way(snapshot, route) else None
    except TimeoutError:
        LOG.warning("WebSocket route %s took longer than its integration's timeout.", route["RouteKey"])
        _send_error(connection, "Endpoint request timed out")
    except IntegrationError as error:
        LOG.warning("WebSocket route %s: %s", route["RouteKey"], error)
        _send_error(connection, "Internal server error")
    except Exception:
        LOG.exception("Internal error in WebSocket route %s", route["RouteKey"])
        _send_error(connection, "Internal server error")
    else:
        LOG.info("WebSocket message from %s (%s) => delivered", session.connection_id, route["RouteKey"])
        if answer is not None:
            reactor.callFromThread(connection.send_text, answer)


def _send_error(connection: Connection, message: str) -> None:
    """An error frame; the socket stays open (rows A46, A54, A57)."""
    reactor.callFromThread(connection.send_text, error_body(message, connection.session.connection_id))


def error_body(message: str, connection_id: str) -> bytes:
    """AWS's error JSON with AWS's odd spacing (row A46)."""
    return f'{{"message": "{message}", "connectionId":"{connection_id}", "requestId":"{new_id()}"}}'.encode()
