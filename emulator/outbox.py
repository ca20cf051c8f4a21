"""Things on their way to a service: gathered from all threads, sent together by one."""

from __future__ import annotations

import logging
import threading
import time
from queue import SimpleQueue
from typing import TYPE_CHECKING

from localstack.runtime.shutdown import SHUTDOWN_HANDLERS

if TYPE_CHECKING:
    from collections.abc import Callable

LOG = logging.getLogger(__name__)

# How long the emulator waits at its end for what is still to be sent.
_FLUSH_SECONDS = 5

# How much longer items are gathered than the last delivery took, and how long at most, in seconds: when there is much
# to do, delivering must not become most of it.
_SHARE = 10
_MAX_GATHER_SECONDS = 3.0


class Outbox[Item]:
    """Hands what is put into it to ``deliver``, in order and in batches, in a thread that starts with the first item.

    Putting costs next to nothing, so that it can be done for every request. At shutdown the rest is delivered.
    """

    def __init__(self, name: str, gather_seconds: float, deliver: Callable[[list[Item]], object]) -> None:
        """``gather_seconds``: how long an item waits for others, because a call to the service costs so much more.

        Longer, up to three seconds, while deliveries take long.
        """
        self._name = name
        self._gather_seconds = gather_seconds
        self._deliver = deliver
        self._queue: SimpleQueue[Item | _Flush] = SimpleQueue()
        # Free until somebody starts the one thread.
        self._unstarted = threading.Lock()
        self._hurry = threading.Event()

    def put(self, item: Item) -> None:
        """Deliver ``item`` soon."""
        self._queue.put(item)
        if self._unstarted.acquire(blocking=False):
            threading.Thread(target=self._run, name=self._name, daemon=True).start()
            SHUTDOWN_HANDLERS.register(self.flush)

    def flush(self) -> None:
        """Deliver all that was put so far, and return when that is done, or after some seconds."""
        if not self._unstarted.locked():
            return
        flushed = _Flush()
        self._queue.put(flushed)
        self._hurry.set()
        if not flushed.wait(_FLUSH_SECONDS):
            LOG.warning("The rest of %s was not delivered within %d s.", self._name, _FLUSH_SECONDS)

    def _run(self) -> None:
        took = 0.0
        while True:
            gathered = [self._queue.get()]
            self._hurry.wait(max(self._gather_seconds, min(took * _SHARE, _MAX_GATHER_SECONDS)))
            self._hurry.clear()
            while not self._queue.empty():
                gathered.append(self._queue.get())
            began = time.monotonic()
            self._send([item for item in gathered if not isinstance(item, _Flush)])
            took = time.monotonic() - began
            for item in gathered:
                if isinstance(item, _Flush):
                    item.set()
            del gathered  # or a batch would live until the next

    def _send(self, items: list[Item]) -> None:
        if not items:
            return
        try:
            self._deliver(items)
        except Exception:
            LOG.exception("Internal error in %s: lost %d items", self._name, len(items))


class _Flush(threading.Event):
    """In the queue: set when all before it is delivered."""
