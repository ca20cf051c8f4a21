"""Where this machine's own requests come from when the emulator runs in a container.

The container engine stands between: what reaches the port that it publishes comes from the container's gateway. That is
this machine alone where the port is published on loopback, as docker-compose.yml does, which then says so.
"""

from __future__ import annotations

import os
import socket
from functools import cache
from pathlib import Path

_ROUTES = Path("/proc/net/route")
_DEFAULT = "00000000"


@cache
def trusted_gateway() -> str | None:
    """The address of the container's gateway, if PETRI_PUBLISHED_ON_LOOPBACK=1 says who is behind it."""
    return _gateway(_ROUTES.read_text()) if os.environ.get("PETRI_PUBLISHED_ON_LOOPBACK") == "1" else None


def _gateway(routes: str) -> str | None:
    """The gateway of the default route, from the kernel's table of IPv4 routes."""
    for line in routes.splitlines()[1:]:
        _, destination, gateway, *_ = line.split()
        if destination == _DEFAULT and gateway != _DEFAULT:
            return socket.inet_ntoa(bytes.fromhex(gateway)[::-1])
    return None
