"""Requests of HTTP APIs."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from emulator.tracing.happenings import KEPT_BYTES, HttpCalled
from emulator.tracing.note import note, wanted

if TYPE_CHECKING:
    from emulator.execute_api.http.model import HttpCall, HttpResponse


def note_http(call: HttpCall, response: HttpResponse) -> None:
    """A request was answered. A browser's question before another request is no trace of its own."""
    request = call.request
    trace = None if request.method == "OPTIONS" and call.route is None else call.trace_header
    if not wanted(trace):
        return
    sent, answered = request.body[:KEPT_BYTES], response.body[:KEPT_BYTES]
    happening = HttpCalled(
        trace,
        call.started,
        time.time(),
        call.api.record["ApiId"],
        call.stage["StageName"] if hasattr(call, "stage") else None,
        request.method,
        getattr(call, "resource_path", request.path),
        request.query_string,
        call.route["RouteKey"] if call.route else None,
        response.status,
        request.headers,
        sent,
        len(request.body),
        response.headers,
        answered,
        len(response.body),
    )
    note(happening, len(sent) + len(answered) + request.header_bytes)
