"""The trace id that ties all hops of a call together."""

from __future__ import annotations

from localstack.utils.xray.trace_header import TraceHeader


def trace_header_or_new(header: str | None) -> str:
    """The client's ``X-Amzn-Trace-Id`` with a root in any case: ``Root=1-{8 hex}-{24 hex}``."""
    return TraceHeader.from_header_str(header).ensure_root_exists().to_header_str()
