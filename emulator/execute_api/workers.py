"""Threads for work that waits: the reactor thread only moves bytes.

Two pools apart from LocalStack's own: a function that waits for DynamoDB must never wait for a thread that another
waiting function holds.
"""

from __future__ import annotations

from concurrent.futures import Future
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from twisted.python.threadpool import ThreadPool

if TYPE_CHECKING:
    from collections.abc import Callable

# As many as an account's concurrent executions; threads are made when needed.
MAX_THREADS = 1000


class _DaemonThreadPool(ThreadPool):
    # A function that hangs must not keep the emulator from ending.
    threadFactory = partial(Thread, daemon=True)  # noqa: N815 - Twisted's name


def _started(name: str) -> ThreadPool:
    pool = _DaemonThreadPool(minthreads=0, maxthreads=MAX_THREADS, name=name)
    pool.start()
    return pool


calls: ThreadPool = _started("execute-api")
"""runs a request or a message from its arrival to its answer"""

_integrations: ThreadPool = _started("integration")


def call_with_timeout[Result](work: Callable[[], Result], timeout_ms: int) -> Result:
    """Run ``work`` in a thread and wait for it ``timeout_ms`` milliseconds at most. It goes on when the wait ends.

    Raises:
        TimeoutError: it took longer (rows B45, A57: the function keeps running).
    """
    future: Future[Result] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # handed to the waiting thread
            future.set_exception(error)

    _integrations.callInThread(run)
    return future.result(timeout_ms / 1000)
