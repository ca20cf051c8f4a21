"""Item operations that functions ask for, on the fast lane to the engine."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from emulator.tracing.happenings import KEPT_BYTES, AwsCalled
from emulator.tracing.note import ON, note
from emulator.tracing.writes import WRITES, Sent, end

if TYPE_CHECKING:
    from twisted.web.server import Request

    from emulator.dynamodb_local.fast_lane.answer import Answer
    from emulator.dynamodb_local.fast_lane.item_request import ItemRequest


class TracedOperation:
    """An operation from when it is sent until it is answered."""

    __slots__ = ("_asked", "_started", "_trace", "_writes")

    def __init__(self, asked: ItemRequest, trace: str) -> None:
        self._asked, self._trace, self._started = asked, trace, time.time()
        self._writes = None
        if asked.writes_to:
            caller, sent = asked.caller, Sent(trace, self._started, len(asked.body))
            self._writes = WRITES.begin(caller.account_id, caller.region, asked.operation, asked.parameters, sent)

    @classmethod
    def begin(cls, request: Request, asked: ItemRequest) -> TracedOperation | None:
        """It is sent now; None if it belongs to no trace."""
        trace = request.getHeader("x-amzn-trace-id") if ON else None
        return cls(asked, trace) if trace else None

    def end(self, answered: Answer) -> None:
        """It was answered. To be called before those who read the table's stream are woken."""
        asked, body = self._asked, answered.body[:KEPT_BYTES]
        if self._writes:
            end(self._writes, failed=answered.error_code is not None)
        size = len(asked.body)
        # Not the parameters, parsed as they are: Python would look through them for garbage.
        request = asked.body if size <= KEPT_BYTES else _names(asked)
        happening = AwsCalled(
            self._trace,
            self._started,
            time.time(),
            asked.service,
            asked.operation,
            asked.caller.access_key_id,
            answered.status,
            answered.error_code,
            request,
            body,
            len(answered.body),
        )
        note(happening, min(size, KEPT_BYTES) + len(body))


def _names(asked: ItemRequest) -> dict[str, str]:
    """What is kept of a large request."""
    named = {"TableName": str(asked.parameters["TableName"])} if "TableName" in asked.parameters else {}
    return named | {"…": f"{len(asked.body)} bytes"}
