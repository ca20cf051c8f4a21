"""Tells those who wait for a table's stream that there is something to read: a write is pushed, not polled for."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple


class Table(NamedTuple):
    """One table of an emulator."""

    account_id: str
    region: str
    name: str


class WakeUps:
    """Who waits for which table, as events to set. For any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: defaultdict[Table, set[threading.Event]] = defaultdict(set)

    def add(self, table: Table, event: threading.Event) -> None:
        """Set ``event`` after each write to ``table`` from now on."""
        with self._lock:
            self._waiting[table].add(event)

    def remove(self, table: Table, event: threading.Event) -> None:
        """No longer do so."""
        with self._lock:
            self._waiting[table].discard(event)
            if not self._waiting[table]:
                del self._waiting[table]

    def is_awaited(self, table: Table) -> bool:
        """Whether anybody waits for writes to a table."""
        return table in self._waiting

    def wake(self, account_id: str, region: str, table_names: Iterable[str] | None) -> None:
        """Something was written to these tables; ``None`` if it is not known to which."""
        with self._lock:
            if table_names is None:
                tables = [table for table in self._waiting if table[:2] == (account_id, region)]
            else:
                tables = [Table(account_id, region, name) for name in table_names]
            for table in tables:
                for event in self._waiting.get(table, ()):
                    event.set()


WAKE_UPS = WakeUps()
