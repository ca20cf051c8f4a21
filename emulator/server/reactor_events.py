"""Events of sockets without a log context each.

For every event Twisted's loop asks whose it is, and makes a context that says so to lines of Twisted's own log, of
which Petri shows none: a tenth of the reactor's time in a short request.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from twisted.internet import reactor
from twisted.python import log

if TYPE_CHECKING:
    from collections.abc import Callable


class _WithoutContext:
    """What the loop uses of `twisted.python.log`."""

    @staticmethod
    def callWithLogger(_selectable: object, work: Callable[..., object], *args: object) -> None:  # noqa: N802 - Twisted's name
        """Handle an event. What that raises is logged, and the loop goes on."""
        try:
            work(*args)
        except KeyboardInterrupt:
            raise
        except BaseException:
            log.err()


def install() -> None:
    """Have the reactor handle events so; before it runs, whichever kind the system has."""
    loop: Any = sys.modules[type(reactor).__module__]
    if hasattr(loop, "log"):
        loop.log = _WithoutContext
