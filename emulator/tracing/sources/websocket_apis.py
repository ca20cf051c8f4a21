"""WebSockets: handshakes, messages, ends, and what ``@connections`` does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Literal

from emulator.tracing.happenings import KEPT_BYTES, ConnectionChanged, Posted, SocketCalled
from emulator.tracing.note import ON, note, wanted

if TYPE_CHECKING:
    from twisted.web.server import Request

    from emulator.execute_api.websocket.call import WebSocketCall
    from emulator.execute_api.websocket.connection import Connection
    from emulator.execute_api.websocket.session import Session

type Kind = Literal["connect", "message", "disconnect"]


def note_call(
    kind: Kind, call: WebSocketCall, trace: str, started: float, text: str = "", answer: bytes | None = None
) -> None:
    """A call of a route is over, or there was no route for it."""
    if not ON:
        return
    session = call.session
    kept, result = text[:KEPT_BYTES], (call.payload or b"")[:KEPT_BYTES]
    frame = answer[:KEPT_BYTES] if answer is not None else None
    happening = SocketCalled(
        trace,
        started,
        time.time(),
        kind,
        session.api.record["ApiId"],
        session.stage_name,
        session.connection_id,
        call.context["routeKey"] or None,
        call.status,
        call.error,
        call.event.get("headers") or {},
        kept,
        len(kept) if len(kept) == len(text) and text.isascii() else len(text.encode()),
        result,
        frame,
        len(answer or b""),
    )
    note(happening, len(kept) + len(result) + len(frame or b""))


def note_connection(session: Session, code: int | None, reason: str | None) -> None:
    """A connection was opened (``code`` is None) or has ended."""
    if wanted(None):
        now = time.time()
        api_id = session.api.record["ApiId"]
        note(ConnectionChanged(None, now, now, api_id, session.stage_name, session.connection_id, code, reason))


def note_post(request: Request, connection_id: str, connection: Connection | None, started: float) -> None:
    """``@connections`` was called, and its answer is known."""
    trace = request.getHeader("x-amzn-trace-id")
    if not wanted(trace):
        return
    # The position is the end of what was read, and costs nothing to ask.
    size = request.content.tell()
    payload = b""
    if size:
        request.content.seek(0)
        payload = request.content.read(KEPT_BYTES)
    session = connection.session if connection else None
    happening = Posted(
        trace,
        started,
        time.time(),
        session.api.record["ApiId"] if session else "",
        session.stage_name if session else "",
        connection_id,
        request.method.decode("latin-1"),
        request.code,
        payload,
        size,
    )
    note(happening, len(payload))
