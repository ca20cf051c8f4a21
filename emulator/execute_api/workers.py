"""Threads for work that waits: the reactor thread only moves bytes.

Pools apart from LocalStack's own: a function that waits for DynamoDB must never wait for a thread that another
waiting function holds.
"""

from __future__ import annotations

import logging
import queue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from twisted.python.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Callable

LOG = logging.getLogger(__name__)

# As many as an account's concurrent executions; threads are made when needed, and end when they are not.
MAX_THREADS = 1000
IDLE_SECONDS = 30.0


class WorkerPool:
    """A thread pool that Twisted can use, and a tenth as long as Twisted's own in handing work over.

    Its threads are daemons: a function that hangs must not keep the emulator from ending.
    """

    def __init__(self, name: str, max_threads: int = MAX_THREADS, idle_seconds: float = IDLE_SECONDS) -> None:
        self._name = name
        self._max_threads = max_threads
        self._idle_seconds = idle_seconds
        self._work: queue.SimpleQueue[Callable[[], object]] = queue.SimpleQueue()
        self._lock = Lock()
        self._threads = 0
        # Threads that wait for work, without those for which there is some in the queue already.
        self._idle = 0
        # Work in the queue for which all threads are too busy.
        self._backlog = 0

    def callInThread(self, work: Callable[..., object], *args: Any, **kwargs: Any) -> None:  # noqa: N802 - Twisted's name
        """Call ``work`` in a thread, soon. What it raises is logged."""
        self._put(lambda: work(*args, **kwargs))

    def callInThreadWithCallback(  # noqa: N802 - Twisted's name
        self, on_result: Callable[[bool, Any], object], work: Callable[..., object], *args: Any, **kwargs: Any
    ) -> None:
        """The same, and call ``on_result`` in that thread: with True and the result, or False and a ``Failure``."""

        def run() -> None:
            try:
                result = work(*args, **kwargs)
            except BaseException:
                on_result(False, Failure())
            else:
                on_result(True, result)

        self._put(run)

    def _put(self, work: Callable[[], object]) -> None:
        with self._lock:
            self._work.put(work)
            if self._idle:
                self._idle -= 1
                return
            if self._threads == self._max_threads:
                self._backlog += 1
                return
            self._threads += 1
        Thread(target=self._run, name=self._name, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                work = self._work.get(timeout=self._idle_seconds)
            except queue.Empty:
                with self._lock:
                    # If nobody is idle, there is work on its way to us.
                    if self._idle:
                        self._idle -= 1
                        self._threads -= 1
                        return
                continue
            try:
                work()
            except BaseException:
                LOG.exception("Internal error in a thread of pool %s", self._name)
            del work  # or what it holds would live as long as this thread waits
            with self._lock:
                if self._backlog:
                    self._backlog -= 1
                else:
                    self._idle += 1


calls = WorkerPool("execute-api")
"""runs a request or a message from its arrival to its answer"""

farewells = WorkerPool("disconnect", max_threads=64)
"""runs $disconnect: nobody waits for it, and when thousands leave at once they need not all be heard at once"""

_integrations = WorkerPool("integration")


def call_with_timeout[Result](work: Callable[[], Result], timeout_ms: int) -> Result:
    """Run ``work`` in a thread and wait for it ``timeout_ms`` milliseconds at most. It goes on when the wait ends.

    Raises:
        TimeoutError: it took longer (rows B45, A57: the function keeps running).
    """
    results: list[Result] = []
    errors: list[BaseException] = []
    # A future does the same with a condition and five times the work.
    running = Lock()
    running.acquire()

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # handed to the waiting thread
            errors.append(error)
        finally:
            running.release()

    _integrations.callInThread(run)
    if not running.acquire(timeout=timeout_ms / 1000):
        raise TimeoutError
    if errors:
        raise errors[0]
    return results[0]
