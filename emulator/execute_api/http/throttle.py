"""Calls above the limits of the stage or route are refused (row B47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulator.execute_api.http.model import GatewayError
from emulator.execute_api.throttle import admit

if TYPE_CHECKING:
    from emulator.execute_api.http.model import HttpCall


def throttle(call: HttpCall) -> None:
    """429 for a call that is one too many."""
    if not admit(call.api, call.stage, call.route["RouteKey"] if call.route else None):
        raise GatewayError(429, "Too Many Requests")
