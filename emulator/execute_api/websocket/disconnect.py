"""What happens when a connection has ended: the $disconnect route, best effort (rows A38 to A40)."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from emulator.execute_api.events.websocket import disconnect_event
from emulator.execute_api.integration_outcome import recorded
from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.procedures import Procedure, start
from emulator.execute_api.trace import trace_header_or_new
from emulator.execute_api.websocket.call import WebSocketCall
from emulator.execute_api.websocket.integrate import integrate
from emulator.execute_api.websocket.report import report
from emulator.execute_api.websocket.route_selection import route_by_key
from emulator.execute_api.workers import farewells
from emulator.tracing.sources.websocket_apis import note_call, note_connection

if TYPE_CHECKING:
    from emulator.execute_api.websocket.session import Session

LOG = logging.getLogger(__name__)


def dispatch(session: Session, status_code: int, reason: str) -> None:
    """Invoke the $disconnect route in a worker thread; its answer is ignored."""
    LOG.info("WebSocket %s closed: %d %s", session.connection_id, status_code, reason)
    note_connection(session, status_code, reason)
    start(farewells, _handle(session, status_code, reason), lambda _: None)


def _handle(session: Session, status_code: int, reason: str) -> Procedure[None]:
    snapshot = session.deployed()
    route = route_by_key(snapshot, "$disconnect") if snapshot else None
    if snapshot is None or route is None:
        return
    started, trace_header = time.time(), trace_header_or_new(None)
    event = disconnect_event(session, status_code, reason, session.stage_variables())
    call = WebSocketCall(session, event, route)
    try:
        with recorded() as call.integration:
            call.payload = yield from integrate(session, snapshot, route, event, trace_header)
    except (IntegrationError, TimeoutError) as error:
        call.fail(500, "Internal server error")
        LOG.warning("WebSocket route $disconnect: %s", error or "took longer than its integration's timeout")
    except Exception:
        call.fail(500, "Internal server error")
        LOG.exception("Internal error in WebSocket route $disconnect")
    report(call)
    note_call("disconnect", call, trace_header, started, f"{status_code} {reason}".rstrip())
