"""Wakes a reader of a stream after a write, and has the records there when it is awake.

The reactor's thread, which passes writes on to the engine, also asks for the records: the reader would ask for the
same a moment later, when its thread has got the processor and the interpreter.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

from twisted.python.threadable import isInIOThread

from emulator.dynamodb_local.client import STREAMS_TARGET_PREFIX
from emulator.dynamodb_local.engine import the_engine
from emulator.dynamodb_local.fast_lane.engine_connections import connections_to
from emulator.dynamodb_local.fast_lane.engine_request import engine_request
from emulator.dynamodb_local.stream_reader import ReadAhead
from emulator.dynamodb_local.wake_up import Table

type EngineAnswer = tuple[int, bytes] | Exception
"""status and body, or why there is none"""
type Ask = Callable[[str, Callable[[EngineAnswer], None]], bool]
"""Asks for the records at an iterator, and calls back with the answer; False if that is not possible now."""


class WriteSignal:
    """For one reader. `ring` and `wake` are for any thread, the others for the reader's."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._lock = threading.Lock()
        self._awake = threading.Event()
        self._iterator: str | None = None
        """Where the reader that waits will read next."""
        self._asked_for: str | None = None
        self._rang_again = False
        self._ahead: ReadAhead | None = None

    def ring(self) -> None:
        """Something was written."""
        with self._lock:
            if self._asked_for:
                self._rang_again = True
                return
            iterator = self._iterator if isInIOThread() else None
            self._asked_for, self._rang_again = iterator, False
        if not iterator or not self._ask(iterator, self._answered):
            self.wake()

    def wake(self) -> None:
        """End the wait, or the next one."""
        with self._lock:
            self._asked_for = None
        self._awake.set()

    def wait(self, iterator: str | None, seconds: float) -> None:
        """Return after a write since the last `take`, or after so many seconds."""
        with self._lock:
            self._iterator = None if self._awake.is_set() else iterator
        self._awake.wait(seconds)
        with self._lock:
            self._iterator = None

    def take(self) -> ReadAhead | None:
        """What was read ahead; from now on, writes count for the next wait."""
        self._awake.clear()
        with self._lock:
            ahead, self._ahead = self._ahead, None
            return ahead

    def _answered(self, answer: EngineAnswer) -> None:
        with self._lock:
            if self._asked_for and not isinstance(answer, Exception) and answer[0] == 200:
                self._ahead = ReadAhead(self._asked_for, answer[1], self._rang_again)
        self.wake()


def asker(table: Table, page_size: int) -> Ask:
    """Asks the engine for the records of a table's stream, on the reactor's thread."""

    def ask(iterator: str, on_answer: Callable[[EngineAnswer], None]) -> bool:
        engine = the_engine()
        if not engine.health():
            return False
        body = json.dumps({"ShardIterator": iterator, "Limit": page_size}).encode()
        request = engine_request(f"{STREAMS_TARGET_PREFIX}.GetRecords", table.account_id, table.region, body)
        connections_to(engine.port).ask(request, on_answer)
        return True

    return ask
