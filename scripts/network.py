"""This machine on its network."""

from __future__ import annotations

import socket
from contextlib import suppress

import psutil

ALL_INTERFACES = "0.0.0.0"  # noqa: S104
_SOMEWHERE = ("192.0.2.1", 9)  # an address for documentation: nothing is sent, the kernel only looks for the way


def address_of(host: str) -> str:
    """The address by which others reach what listens on the interface ``host`` of this machine."""
    return own_address() if host == ALL_INTERFACES else host


def own_address() -> str:
    """The IPv4 address by which others most likely reach this machine; ``127.0.0.1`` without a network."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_SOMEWHERE)
        return str(probe.getsockname()[0])
    states = psutil.net_if_stats()
    for interface, addresses in psutil.net_if_addrs().items():
        for each in addresses:
            is_up = interface in states and states[interface].isup
            if is_up and each.family == socket.AF_INET and not each.address.startswith(("127.", "169.254.")):
                return str(each.address)
    return "127.0.0.1"
