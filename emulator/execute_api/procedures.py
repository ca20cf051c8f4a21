"""Work that waits for a backend, but not longer than it may.

A procedure is a generator. Where it calls a backend it yields the call, and goes on with the result: in the thread that
made the call, or, if the call takes too long, in another thread with a ``TimeoutError``, while the backend goes on in
the first. So a call that is in time, as nearly all are, needs no second thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

from emulator.execute_api.deadlines import deadlines
from emulator.execute_api.workers import WorkerPool


@dataclass(frozen=True, slots=True)
class BackendCall:
    """A call that a procedure waits for."""

    work: Callable[[], Any]
    timeout_ms: int


type Procedure[Result] = Generator[BackendCall, Any, Result]


def call_backend[Result](work: Callable[[], Result], timeout_ms: int) -> Procedure[Result]:
    """Within a procedure: the result of ``work``, or what it raises.

    Raises:
        TimeoutError: it took longer than ``timeout_ms`` milliseconds (rows B45, A57: the function keeps running).
    """
    result: Result = yield BackendCall(work, timeout_ms)
    return result


def start[Result](pool: WorkerPool, procedure: Procedure[Result], on_end: Callable[[Result], object]) -> None:
    """Run ``procedure`` in a thread of ``pool``; ``on_end`` is called with its result in whichever thread ends it.

    A procedure that raises ends without: it should not.
    """
    pool.callInThread(_run, pool, procedure, on_end, lambda: next(procedure))


def _run[Result](
    pool: WorkerPool,
    procedure: Procedure[Result],
    on_end: Callable[[Result], object],
    go_on: Callable[[], BackendCall],
) -> None:
    while True:
        try:
            call = go_on()
        except StopIteration as end:
            on_end(end.value)
            return
        # Whoever takes it has the rest of the procedure to run.
        turn = threading.Lock()

        def time_out(turn: threading.Lock = turn) -> None:
            if turn.acquire(blocking=False):
                pool.callInThread(_run, pool, procedure, on_end, lambda: procedure.throw(TimeoutError()))

        deadline = deadlines.start(call.timeout_ms / 1000, time_out)
        go_on = _outcome(procedure, call.work)
        deadline.stop()
        if not turn.acquire(blocking=False):
            return


def _outcome(procedure: Procedure[Any], work: Callable[[], object]) -> Callable[[], BackendCall]:
    """Do the work, and give what the procedure is to go on with."""
    try:
        result = work()
    except BaseException as raised:
        error = raised  # handed to the procedure
        return lambda: procedure.throw(error)
    return lambda: procedure.send(result)
