"""Log lines at half their price: every request writes some.

The log shows when, how important, which thread, which logger and what. What else Python finds out for each line (the
line of code, the process, the asynchronous task) costs as much, and so does to format the same second again.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from localstack.logging.format import DefaultFormatter

if TYPE_CHECKING:
    from logging import LogRecord


# What Python's manual says under "Optimization" in its logging HOWTO.
_NOT_FOUND_OUT = {"_srcfile": None, "logProcesses": False, "logMultiprocessing": False, "logAsyncioTasks": False}


class _Formatter(DefaultFormatter):
    """LocalStack's, and remembers the second."""

    def __init__(self) -> None:
        super().__init__()
        self._last = threading.local()

    def formatTime(self, record: LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - Python's name
        """The time of a record to the second."""
        second, last = int(record.created), self._last
        if getattr(last, "second", None) != second:
            last.text, last.second = super().formatTime(record, datefmt), second
        text: str = last.text
        return text


def install() -> None:
    """Have LocalStack's handler write so."""
    for name, value in _NOT_FOUND_OUT.items():
        setattr(logging, name, value)
    for handler in logging.root.handlers:
        if type(handler.formatter) is DefaultFormatter:
            handler.setFormatter(_Formatter())
