"""The log of one execution environment, which is one log stream."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from emulator.lambda_runtime.log_events import LogEvent, now

# What LogType=Tail asks for (conformance D61), in bytes.
_TAIL = 4096


class EnvironmentLog:
    """Passes events on as they happen, and remembers the last ones for the answer to the invocation."""

    def __init__(self, deliver: Callable[[list[LogEvent]], None]) -> None:
        """Pass events on to ``deliver``."""
        self._deliver = deliver
        self._latest = 0
        self._tail: deque[str] = deque()
        self._tail_length = 0

    def lines(self, messages: list[str]) -> None:
        """Add events that happen now."""
        self.add([LogEvent(now(), message) for message in messages])

    def add(self, events: list[LogEvent]) -> None:
        """Add events in the order in which they are to be read."""
        if not events:
            return
        ordered = []
        for event in events:
            # Log streams are sorted by time; the process's clock reading may be a little older than ours.
            self._latest = max(self._latest, event.timestamp)
            ordered.append(LogEvent(self._latest, event.message))
            self._tail.append(event.message)
            self._tail_length += len(event.message)
        while self._tail_length - len(self._tail[0]) >= _TAIL:
            self._tail_length -= len(self._tail.popleft())
        self._deliver(ordered)

    def take_tail(self) -> str:
        """The end of what was logged since the last call, at least 4 KB of it if there was so much."""
        tail = "".join(self._tail)
        self._tail.clear()
        self._tail_length = 0
        return tail
