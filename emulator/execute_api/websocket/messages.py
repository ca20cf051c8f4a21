"""What happens when a text message arrives: select the route, invoke it, tell the client only of failures."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from twisted.internet import reactor

from emulator.execute_api.events.websocket import message_event
from emulator.execute_api.integration_outcome import recorded
from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.procedures import Procedure, start
from emulator.execute_api.throttle import admit
from emulator.execute_api.trace import trace_header_or_new
from emulator.execute_api.websocket.call import WebSocketCall
from emulator.execute_api.websocket.integrate import integrate
from emulator.execute_api.websocket.report import report
from emulator.execute_api.websocket.route_response import is_two_way, read_answer
from emulator.execute_api.websocket.route_selection import select_route
from emulator.execute_api.websocket.validate_body import is_valid
from emulator.execute_api.workers import calls
from emulator.tracing.sources.websocket_apis import note_call

if TYPE_CHECKING:
    from emulator.apigatewayv2.store import Snapshot
    from emulator.execute_api.websocket.connection import Connection

LOG = logging.getLogger(__name__)


def dispatch(connection: Connection, body: str) -> None:
    """Handle a message in a worker thread: none waits for another, not even on one connection (row A65)."""
    start(calls, _run(connection, body), lambda _: None)


def _run(connection: Connection, body: str) -> Procedure[None]:
    try:
        yield from _handle(connection, body)
    finally:
        connection.message_handled()


def _handle(connection: Connection, body: str) -> Procedure[None]:
    started, trace_header = time.time(), trace_header_or_new(None)
    session = connection.session
    snapshot = session.deployed()
    route = select_route(snapshot, body) if snapshot else None
    event = message_event(session, route["RouteKey"] if route else "", body, session.stage_variables())
    call = WebSocketCall(session, event, route)
    answer = yield from _answer(call, snapshot, trace_header)
    if call.error:
        # An error frame; the socket stays open (rows A46, A54, A57, A86).
        answer = error_body(call.error, session.connection_id, call.request_id)
    LOG.info(
        "WebSocket message from %s (%s) => %s",
        session.connection_id,
        call.context["routeKey"] or "no route",
        call.error or "delivered",
    )
    if answer is not None:
        call.answered = True
        reactor.callFromThread(connection.send_text, answer)
    report(call)
    note_call("message", call, trace_header, started, body, answer)


def _answer(call: WebSocketCall, snapshot: Snapshot | None, trace_header: str) -> Procedure[bytes | None]:
    """Call the route's integration; gives what a two-way route sends back, or sets the call's error."""
    session, route = call.session, call.route
    if (stage := call.stage) and not admit(session.api, stage, route["RouteKey"] if route else None):
        call.fail(429, "Too Many Requests")
        return None
    if snapshot is None or route is None:
        call.fail(403, "Forbidden")
        return None
    if not is_valid(snapshot, route, call.event["body"]):
        call.fail(400, "Bad request body")
        return None
    try:
        with recorded() as call.integration:
            call.payload = yield from integrate(session, snapshot, route, call.event, trace_header)
        return read_answer(call.payload) if is_two_way(snapshot, route) else None
    except TimeoutError:
        LOG.warning("WebSocket route %s took longer than its integration's timeout.", route["RouteKey"])
        call.fail(504, "Endpoint request timed out")
    except IntegrationError as error:
        LOG.warning("WebSocket route %s: %s", route["RouteKey"], error)
        call.fail(500, "Internal server error")
    except Exception:
        LOG.exception("Internal error in WebSocket route %s", route["RouteKey"])
        call.fail(500, "Internal server error")
    return None


def error_body(message: str, connection_id: str, request_id: str) -> bytes:
    """AWS's error JSON with AWS's odd spacing (row A46)."""
    return f'{{"message": "{message}", "connectionId":"{connection_id}", "requestId":"{request_id}"}}'.encode()
