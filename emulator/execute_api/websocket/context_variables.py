"""What ``$context`` variables say of a WebSocket call, in access logs and mapping templates (rows A73, A103)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from emulator.execute_api.websocket.call import WebSocketCall


def context_variables(call: WebSocketCall) -> dict[str, str]:
    """The variables by name, without ``$context.``: all that the event's requestContext says, ``identity.sourceIp``."""
    return dict(_flat(call.context))


def _flat(context: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in context.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        elif value is not None:
            yield prefix + name, str(value)
