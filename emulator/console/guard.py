"""Who may read: this machine, by a name of this machine, and no page from anywhere else.

A page of another site can send requests here, and by DNS rebinding even under its own name: so the Host must be one
of ours, and a browser must say that the page is from here. Nothing is answered with CORS headers.

Other machines need a token, where the emulator listens to them. A person opens the console with ``?token=`` once; a
cookie keeps it from then on, which scripts of pages cannot read.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes, urlsplit

from emulator.console.container_gateway import trusted_gateway

if TYPE_CHECKING:
    from twisted.web.server import Request

TOKEN = os.environ.get("PETRI_CONSOLE_TOKEN", "")
"""what opens the console to other machines, where the emulator listens to them; empty: nothing does"""

COOKIE = b"petri-console"

REFUSAL = (
    "Petri's console answers this machine alone, by the name localhost, and no page of another site. To read it from "
    "elsewhere, start the emulator with PETRI_CONSOLE_TOKEN set and open /_petri/?token=… with it; programs send it as "
    "a bearer token."
)

_OWN_HOST = re.compile(
    r"^(?:localhost|127\.0\.0\.1|\[::1\]|(?:[a-z0-9-]+\.)*localhost|(?:[a-z0-9-]+\.)*localhost\.localstack\.cloud)(?::\d+)?$",
    re.IGNORECASE,
)


def may_read(request: Request, token: str = TOKEN) -> bool:
    """Whether the request comes from this machine or has the token, and from no foreign page.

    To follow a link from a foreign page is something else than to be read by it: a browser shows that in a tab of its
    own.
    """
    host = request.getHeader("host") or ""
    if not _is_own_page(request, host):
        return False
    if has_token(request, token):
        return True
    return bool(_OWN_HOST.match(host)) and is_this_machine(request.getClientAddress().host)


def _is_own_page(request: Request, host: str) -> bool:
    is_in_its_own_tab = request.method in (b"GET", b"HEAD") and request.getHeader("sec-fetch-dest") == "document"
    if (request.getHeader("sec-fetch-site") or "none") not in ("same-origin", "none") and not is_in_its_own_tab:
        return False
    origin = request.getHeader("origin")
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()


def has_bearer_token(request: Request, token: str = TOKEN) -> bool:
    """Whether a program sends the token."""
    return bool(token) and secrets.compare_digest(_bearer(request), token.encode())


def keep_token(request: Request, token: str = TOKEN) -> bool:
    """Give the browser a cookie if the token is in the address, from where it should go. Tells whether it was there."""
    if not token or not secrets.compare_digest(_in_address(request), token.encode()):
        return False
    request.addCookie(
        COOKIE,
        quote(token, safe="").encode(),
        path=b"/_petri/",
        httpOnly=True,
        sameSite=b"lax",
        secure=request.isSecure(),
    )
    return True


def has_token(request: Request, token: str = TOKEN) -> bool:
    """Whether a program or a browser has the token."""
    if not token:
        return False
    kept = unquote_to_bytes(request.getCookie(COOKIE) or b"")
    given = _bearer(request) or _in_address(request) or kept
    return secrets.compare_digest(given, token.encode())


def _bearer(request: Request) -> bytes:
    return (request.getHeader("authorization") or "").removeprefix("Bearer ").encode()


def _in_address(request: Request) -> bytes:
    given: bytes = request.args.get(b"token", [b""])[0]
    return given


def is_this_machine(address: str) -> bool:
    """Whether a client with this address is on this machine."""
    return address == "127.0.0.1" or _is_loopback(address) or address == trusted_gateway()


def _is_loopback(address: str) -> bool:
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_loopback
