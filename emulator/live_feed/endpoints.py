"""What is below ``/_petri/``: ``feed``, ``traces``, ``traces/{id}``, ``invocations``, ``connections`` and
``credentials``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from twisted.web.server import NOT_DONE_YET

from emulator.console.guard import REFUSAL, TOKEN, has_token, may_read
from emulator.live_feed import open_connections
from emulator.live_feed.feed import FEED, Reader
from emulator.tracing import listing

if TYPE_CHECKING:
    from twisted.web.server import Request

PREFIX = "/_petri/"

_MAX_LIMIT = 1000
_ONE_TRACE = re.compile(r"/_petri/traces/(?P<id>[\w-]+)$")
_PATHS = ("/_petri/feed", "/_petri/traces", "/_petri/invocations", "/_petri/connections", "/_petri/credentials")


def is_ours(path: str) -> bool:
    """Whether a raw path without query string is one of these."""
    return path.startswith(PREFIX) and (path in _PATHS or _ONE_TRACE.match(path) is not None)


def render(request: Request, path: str) -> int | bytes:
    """Answer a request to such a path. Runs on the reactor's thread."""
    request.responseHeaders.removeHeader("server")
    request.setHeader("cache-control", "no-store")
    request.setHeader("x-content-type-options", "nosniff")
    request.setHeader("cross-origin-resource-policy", "same-origin")
    if not may_read(request):
        return _json(request, 403, {"message": REFUSAL})
    if request.method != b"GET":
        request.setHeader("allow", "GET")
        return _json(request, 405, {"message": "Only GET is answered here."})
    if path == "/_petri/feed":
        return _feed(request)
    if path == "/_petri/credentials":
        # With what the console's own pages sign: who has the token may, and this machine needs no secret.
        return _json(request, 200, {"secretAccessKey": TOKEN if has_token(request) else "test"})
    try:
        if path == "/_petri/traces":
            return _json(request, 200, {"traces": listing.latest(_limit(request, 50))})
        if path == "/_petri/invocations":
            ids = request.args.get(b"requestId", [])[:_MAX_LIMIT]
            return _json(request, 200, {"traces": listing.traces_of(each.decode(errors="replace") for each in ids)})
        if path == "/_petri/connections":
            api_id, after = _argument(request, "apiId"), _argument(request, "after")
            return _json(request, 200, open_connections.page(api_id, _limit(request, 100), after))
    except ValueError:
        return _json(request, 400, {"message": f"limit is a number from 1 to {_MAX_LIMIT}, after what next was."})
    trace_id = path.rpartition("/")[2]
    if trace := listing.one(trace_id):
        return _json(request, 200, trace)
    message = f"There is no trace {trace_id}: only the latest are kept, and none with PETRI_TRACING=0."
    return _json(request, 404, {"message": message})


def _feed(request: Request) -> int | bytes:
    if FEED.is_full():
        return _json(request, 503, {"message": "Too many readers: close other windows of the console."})
    request.setHeader("content-type", "text/event-stream; charset=utf-8")
    reader = Reader(request)
    request.notifyFinish().addBoth(lambda _: FEED.remove(reader))
    reader.open()
    FEED.add(reader)
    return NOT_DONE_YET


def _limit(request: Request, default: int) -> int:
    limit = int(_argument(request, "limit") or default)
    if not 1 <= limit <= _MAX_LIMIT:
        raise ValueError
    return limit


def _argument(request: Request, name: str) -> str | None:
    value = request.args.get(name.encode(), [b""])[0].decode(errors="replace")
    return value or None


def _json(request: Request, status: int, body: Any) -> bytes:
    request.setResponseCode(status)
    request.setHeader("content-type", "application/json")
    answer = json.dumps(body, separators=(",", ":"), default=str).encode()
    request.setHeader("content-length", str(len(answer)))
    return answer
