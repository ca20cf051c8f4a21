"""The trace id that ties all hops of a call together."""

from __future__ import annotations

import time
from random import getrandbits

from localstack.utils.xray.trace_header import TraceHeader


def trace_header_or_new(header: str | None) -> str:
    """The client's ``X-Amzn-Trace-Id`` with a root in any case: ``Root=1-{8 hex}-{24 hex}``."""
    if not header:
        # As the line below would make it, in a tenth of the time. Asking the system for randomness lets other threads
        # run meanwhile, and under load costs a tenth of a request.
        return f"Root=1-{int(time.time()):08x}-{getrandbits(96):024x}"
    return TraceHeader.from_header_str(header).ensure_root_exists().to_header_str()
