"""What a process writes, cut into log events as AWS cuts it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from emulator.lambda_runtime import platform_log
from emulator.lambda_runtime.log_allowance import LogAllowance
from emulator.lambda_runtime.log_settings import LogSettings

# A longer line is cut: the classic size of a CloudWatch Logs event with its overhead of 26 bytes.
MAX_EVENT = 256 * 1024 - 26

# A log frame of the runtime interface clients: type, length, time in microseconds, message; big-endian. The types of
# logs are A5 5A 00 xx, with the level in the upper six bits of xx, and the first byte cannot begin a character of
# UTF-8, so frames are told from lines.
_FRAME_TYPE = b"\xa5\x5a\x00"
_FRAME_HEAD = 16
# What claims to be longer is no frame, and nobody waits for its end.
_MAX_FRAME = 16 * 1024 * 1024


class LogEvent(NamedTuple):
    """One event of a log stream."""

    timestamp: int
    """Milliseconds since the epoch."""
    message: str
    """Ends with a newline."""


def now() -> int:
    """The time for an event's ``timestamp``."""
    return time.time_ns() // 1_000_000


class OutputDecoder:
    """Cuts the bytes of a process's output pipe into events.

    Printed text: one event a line, whatever is printed with one call (conformance D76); a carriage return is no end of
    a line. A frame, which is how the client sends a record of `logging` or a traceback: one event (D75).
    """

    def __init__(
        self,
        allowance: LogAllowance | None = None,
        settings: LogSettings | None = None,
        logs_dropped: Callable[[int, int], list[str]] = lambda lines, size: [platform_log.logs_dropped(lines, size)],
    ) -> None:
        """What ``allowance`` does not admit is dropped: ``logs_dropped`` makes messages of how many lines and bytes.

        What is of less weight than ``settings`` ask for is left out, without a word.
        """
        self._allowance = allowance
        self._settings = settings or LogSettings()
        self._logs_dropped = logs_dropped
        self._buffer = bytearray()
        self._dropped_bytes = 0
        self._dropped_lines = 0

    def feed(self, data: bytes) -> list[LogEvent]:
        """The events that ``data`` completes."""
        if self._allowance and not self._allowance.admits(data):
            return self._drop(data)
        events = []
        if self._dropped_bytes:
            # Go on where a line begins.
            rest = data.find(b"\n") + 1 or len(data)
            self._count(data[:rest])
            data = data[rest:]
            events = self._notice()
        self._buffer += data
        while (completed := self._next()) is not None:
            events += completed
        return events

    def flush(self) -> list[LogEvent]:
        """The rest, when nothing more will come for now: a line without its end."""
        rest, self._buffer = self._buffer, bytearray()
        return self._line(rest) + self._notice()

    def _drop(self, data: bytes) -> list[LogEvent]:
        rest, self._buffer = self._buffer, bytearray()
        self._count(data)
        return self._line(rest)

    def _count(self, dropped: bytes) -> None:
        self._dropped_bytes += len(dropped)
        self._dropped_lines += dropped.count(b"\n")

    def _notice(self) -> list[LogEvent]:
        if not self._dropped_bytes:
            return []
        messages = self._logs_dropped(self._dropped_lines, self._dropped_bytes)
        self._dropped_bytes = self._dropped_lines = 0
        return [LogEvent(now(), message) for message in messages]

    def _next(self) -> list[LogEvent] | None:
        """What comes next in the buffer, which is nothing when it is left out; None when it is not complete."""
        buffer = self._buffer
        if buffer.startswith(_FRAME_TYPE) and int.from_bytes(buffer[4:8]) <= _MAX_FRAME:
            return self._next_frame()
        end = buffer.find(b"\n", 0, MAX_EVENT) + 1
        frame = buffer.find(_FRAME_TYPE, 1, end or MAX_EVENT)
        if frame > 0:
            end = frame
        elif not end:
            if len(buffer) < MAX_EVENT:
                return None
            end = MAX_EVENT
        line = buffer[:end]
        del buffer[:end]
        return self._line(line)

    def _next_frame(self) -> list[LogEvent] | None:
        buffer = self._buffer
        if len(buffer) < _FRAME_HEAD:
            return None
        end = _FRAME_HEAD + int.from_bytes(buffer[4:8])
        if len(buffer) < end:
            return None
        level = buffer[3] >> 2
        timestamp = int.from_bytes(buffer[8:_FRAME_HEAD]) // 1000
        message = buffer[_FRAME_HEAD:end]
        del buffer[:end]
        return [LogEvent(timestamp, _text(message))] if self._settings.keeps_frame(level) else []

    def _line(self, line: bytearray) -> list[LogEvent]:
        text = _text(line) if line else ""
        return [LogEvent(now(), text)] if text and self._settings.keeps_line(text) else []


def _text(message: bytearray) -> str:
    text = message.decode("utf-8", "replace")
    return text if text.endswith("\n") else f"{text}\n"
