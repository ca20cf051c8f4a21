"""The open WebSockets, a page at a time."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

from emulator.execute_api.websocket import connections

if TYPE_CHECKING:
    from emulator.execute_api.websocket.session import Session


def page(api_id: str | None, limit: int, after: str | None) -> dict[str, Any]:
    """Up to ``limit`` connections in the order in which they were opened, behind ``after``, a page's ``next``.

    Raises:
        ValueError: ``after`` is nothing that a page had as ``next``.
    """
    position = _position(after) if after else (0, "")
    sessions = (connection.session for connection in connections.all_open())
    following = (
        session for session in sessions if api_id in (None, session.api.record["ApiId"]) and _key(session) > position
    )
    found = heapq.nsmallest(limit + 1, following, key=_key)
    shown = found[:limit]
    more = f"{shown[-1].connected_at_ms}.{shown[-1].connection_id}" if len(found) > limit else None
    return {"connections": [_described(session) for session in shown], "next": more}


def _key(session: Session) -> tuple[int, str]:
    return session.connected_at_ms, session.connection_id


def _position(after: str) -> tuple[int, str]:
    connected_at, _, connection_id = after.partition(".")
    return int(connected_at), connection_id


def _described(session: Session) -> dict[str, Any]:
    return {
        "connectionId": session.connection_id,
        "apiId": session.api.record["ApiId"],
        "stage": session.stage_name,
        "sourceIp": session.source_ip,
        "userAgent": session.user_agent,
        "connectedAt": session.connected_at_ms,
    }
