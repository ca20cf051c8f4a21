"""Tells those who wait for a table's stream that there is something to read: a write is pushed, not polled for."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Table(NamedTuple):
    """One table of an emulator."""

    account_id: str
    region: str
    name: str


class WakeUps:
    """Who waits for which table. For any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: defaultdict[Table, set[Callable[[], None]]] = defaultdict(set)

    def add(self, table: Table, ring: Callable[[], None]) -> None:
        """Call ``ring`` after each write to ``table`` from now on, in the writer's thread: it must not wait."""
        with self._lock:
            self._waiting[table].add(ring)

    def remove(self, table: Table, ring: Callable[[], None]) -> None:
        """No longer do so."""
        with self._lock:
            self._waiting[table].discard(ring)
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
            rings = [ring for table in tables for ring in self._waiting.get(table, ())]
        for ring in rings:
            ring()


WAKE_UPS = WakeUps()
