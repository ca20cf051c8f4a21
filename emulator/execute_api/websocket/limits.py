"""Idle time and life of a connection (rows A35, A83, A84), and how long it may not read what it is sent.

One look at all of them, not a timer each.
"""

from __future__ import annotations

import os
import time

from twisted.internet.task import LoopingCall

from emulator.execute_api.websocket import connections

# Seconds. Configurable so that a test need not wait for two hours.
IDLE_SECONDS = float(os.environ.get("PETRI_WEBSOCKET_IDLE_SECONDS", "600"))
LIFE_SECONDS = float(os.environ.get("PETRI_WEBSOCKET_LIFE_SECONDS", "7200"))
STALL_SECONDS = float(os.environ.get("PETRI_WEBSOCKET_STALL_SECONDS", "30"))
_SWEEP_SECONDS = 1.0


def start() -> None:
    """Look once a second for connections whose time is over."""
    LoopingCall(close_expired).start(_SWEEP_SECONDS, now=False)


def close_expired() -> None:
    """Close with 1001 what was silent, or open, for too long; cut off who reads nothing for too long."""
    now_ms = time.time_ns() // 1_000_000
    for connection in connections.all_open():
        session = connection.session
        if connection.stalled_since_ms is not None and now_ms - connection.stalled_since_ms > STALL_SECONDS * 1000:
            connection.abort()
        idle_seconds = (now_ms - session.last_active_ms) / 1000
        if idle_seconds > IDLE_SECONDS or (now_ms - session.connected_at_ms) / 1000 > LIFE_SECONDS:
            connection.close(1001, "Going away")
