"""What the hot paths call. ``PETRI_TRACING=0`` switches all of it off."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from emulator.tracing.ring import Ring

if TYPE_CHECKING:
    from emulator.tracing.happenings import Happening

ON = os.environ.get("PETRI_TRACING", "1") != "0"

RING = Ring()
"""The one of this emulator."""

_listener: Callable[[Happening], None] | None = None


def note(happening: Happening, size: int = 0) -> None:
    """Remember what happened, and tell who listens. For any thread; ``size`` is of its bodies, in bytes."""
    if happening.trace is not None:
        RING.add(happening, size)
    if _listener is not None:
        _listener(happening)


def listen(listener: Callable[[Happening], None] | None) -> None:
    """Tell ``listener`` of everything from now on, in whichever thread it happens; None: nobody."""
    global _listener
    _listener = listener


def wanted(trace: str | None) -> bool:
    """Whether it is worth putting together what happened: it belongs to a trace, or somebody listens."""
    return ON and (trace is not None or _listener is not None)
