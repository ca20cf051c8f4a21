"""Who may read: this machine, by a name of this machine, and no page from anywhere else.

A page of another site can send requests here, and by DNS rebinding even under its own name: so the Host must be one
of ours, and a browser must say that the page is from here. Nothing is answered with CORS headers.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from twisted.web.server import Request

TOKEN = os.environ.get("PETRI_CONSOLE_TOKEN", "")
"""what opens the console to other machines, where the emulator listens to them; empty: nothing does"""

_OWN_HOST = re.compile(
    r"^(?:localhost|127\.0\.0\.1|\[::1\]|(?:[a-z0-9-]+\.)*localhost|(?:[a-z0-9-]+\.)*localhost\.localstack\.cloud)(?::\d+)?$",
    re.IGNORECASE,
)


def may_read(request: Request, token: str = TOKEN) -> bool:
    """Whether the request comes from this machine or has the token, and from no foreign page."""
    host = request.getHeader("host") or ""
    if not _is_own_page(request, host):
        return False
    if _has_token(request, token):
        return True
    return bool(_OWN_HOST.match(host)) and _is_loopback(request.getClientAddress().host)


def _is_own_page(request: Request, host: str) -> bool:
    if (request.getHeader("sec-fetch-site") or "none") not in ("same-origin", "none"):
        return False
    origin = request.getHeader("origin")
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()


def _has_token(request: Request, token: str) -> bool:
    if not token:
        return False
    given = (request.getHeader("authorization") or "").removeprefix("Bearer ").encode()
    # An EventSource cannot have headers.
    given = given if given else request.args.get(b"token", [b""])[0]
    return secrets.compare_digest(given, token.encode())


def _is_loopback(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_loopback
