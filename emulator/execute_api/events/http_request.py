"""What both payload formats make of a request: its headers as the gateway passes them on, its body as text."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulator.execute_api.http.model import HttpCall

# The connection between client and gateway is none of the function's business.
_HOP_BY_HOP = frozenset({"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade"})
_TEXT_TYPES = ("application/json", "application/xml", "application/javascript")


def passed_headers(call: HttpCall) -> dict[str, list[str]]:
    """All values by lower-case name, sorted, with what the gateway adds (rows B23, B49)."""
    request = call.request
    headers: dict[str, list[str]] = {}
    for name, value in request.headers:
        if name.lower() not in _HOP_BY_HOP:
            headers.setdefault(name.lower(), []).append(value)
    headers |= {
        "content-length": [str(len(request.body))],
        "host": [request.domain_name],
        "x-amzn-trace-id": [call.trace_header],
        "x-forwarded-for": [", ".join([*headers.get("x-forwarded-for", []), request.source_ip])],
        "x-forwarded-port": ["443"],
        "x-forwarded-proto": ["https"],
    }
    return dict(sorted(headers.items()))


def body_text(call: HttpCall) -> tuple[str | None, bool]:
    """The body and whether it is base64: all but text is, forms and bodies without a type among them (row B26)."""
    body = call.request.body
    if not body:
        return None, False
    media_type = (call.request.header("content-type") or "").partition(";")[0].strip().lower()
    if media_type.startswith("text/") or media_type in _TEXT_TYPES:
        return body.decode(errors="replace"), False
    return base64.b64encode(body).decode(), True
