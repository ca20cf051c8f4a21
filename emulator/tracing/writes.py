"""Which write a record of a stream comes from: the engine does not say, so they are told by their keys.

A write is remembered when it is sent, because its record may be read before its answer is. Kept only for tables whose
stream somebody reads, and only for as long as a record may take.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from emulator.dynamodb_local.wake_up import WAKE_UPS, Table

MAX_WRITES = 500
"""of a table"""
_MAX_SECONDS = 30.0
_MAX_RECORDS = 2000

# Attributes that cannot be keys are not kept, to save memory: keys have up to 2048 bytes.
_SMALL_BODY_BYTES = 4096
_MAX_KEY = 2048


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known of a request when it is sent."""

    trace: str
    started: float
    """as its span has it, in seconds since 1970"""
    size: int
    """bytes"""


@dataclass(slots=True, eq=False)
class Write:
    """One item of a request that writes."""

    trace: str
    started: float
    deletes: bool
    attributes: Mapping[str, Any]
    """the item, or its key"""
    is_item: bool
    is_over: bool = False
    """it has failed, or its record was read"""
    ended: float | None = None


class Writes:
    """The latest writes to each table. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tables: dict[Table, deque[Write]] = {}
        self._known: OrderedDict[tuple[Table, str], Write | None] = OrderedDict()

    def begin(
        self, account_id: str, region: str, operation: str, request: Mapping[str, Any], sent: Sent
    ) -> list[Write]:
        """A request that writes is sent; gives what :func:`end` is to be called with."""
        begun = []
        try:
            for name, attributes, deletes, is_item in _written(operation, request):
                table = Table(account_id, region, name.rpartition("/")[2])
                if not WAKE_UPS.is_awaited(table):
                    continue
                if not isinstance(attributes, Mapping):
                    continue
                is_small = sent.size <= _SMALL_BODY_BYTES
                kept = attributes if is_small else _possible_keys(attributes)
                write = Write(sent.trace, sent.started, deletes, kept, is_item and is_small)
                with self._lock:
                    if table not in self._tables:
                        self._forget_unread_tables()
                        self._tables[table] = deque(maxlen=MAX_WRITES)
                    self._tables[table].append(write)
                begun.append(write)
        except (LookupError, AttributeError, TypeError):
            pass  # the engine will say what is missing
        return begun

    def of_record(self, table: Table, record: Mapping[str, Any]) -> tuple[Write | None, bool]:
        """The write that a record comes from, if that is known; and whether the record was read before."""
        change = record["dynamodb"]
        with self._lock:
            known_as = (table, change["SequenceNumber"])
            if known_as in self._known:
                return self._known[known_as], True
            # What the service itself has deleted was written by nobody.
            found = None if "userIdentity" in record else self._take(table, record["eventName"] == "REMOVE", change)
            self._known[known_as] = found
            if len(self._known) > _MAX_RECORDS:
                self._known.popitem(last=False)
            return found, False

    def _forget_unread_tables(self) -> None:
        for table in [each for each in self._tables if not WAKE_UPS.is_awaited(each)]:
            del self._tables[table]

    def _take(self, table: Table, deletes: bool, change: Mapping[str, Any]) -> Write | None:
        writes = self._tables.get(table)
        if writes is None:
            return None
        oldest = time.time() - _MAX_SECONDS
        while writes and (writes[0].is_over or writes[0].started < oldest):
            writes.popleft()
        keys, image = change["Keys"], change.get("NewImage")
        candidates = [write for write in writes if not write.is_over and _has(write.attributes, keys)]
        fitting = [write for write in candidates if write.deletes is deletes]
        if not fitting:
            return None
        # A write that changes nothing has no record. But numbers may be written in more than one way.
        exact = (write for write in fitting if image is None or not write.is_item or write.attributes == image)
        found = next(exact, fitting[0])
        for write in candidates:
            # Records of one key come in the order of its writes.
            write.is_over = True
            if write is found:
                break
        return found


def end(begun: list[Write], failed: bool) -> None:
    """Writes were answered."""
    now = time.time()
    for write in begun:
        write.ended = now
        if failed:
            write.is_over = True


def _has(attributes: Mapping[str, Any], keys: Mapping[str, Any]) -> bool:
    return all(attributes.get(name) == value for name, value in keys.items())


def _written(operation: str, request: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], bool, bool]]:
    """Table, item or key, whether it is deleted, and whether it is the whole item."""
    match operation:
        case "PutItem":
            yield request["TableName"], request["Item"], False, True
        case "UpdateItem":
            yield request["TableName"], request["Key"], False, False
        case "DeleteItem":
            yield request["TableName"], request["Key"], True, False
        case "BatchWriteItem":
            for table, requests in request["RequestItems"].items():
                for each in requests:
                    if "PutRequest" in each:
                        yield table, each["PutRequest"]["Item"], False, True
                    else:
                        yield table, each["DeleteRequest"]["Key"], True, False
        case "TransactWriteItems":
            for each in request["TransactItems"]:
                for action, what in each.items():
                    if action in ("Put", "Update", "Delete"):
                        yield what["TableName"], what.get("Item") or what["Key"], action == "Delete", action == "Put"


def _possible_keys(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in attributes.items()
        if isinstance(value, dict) and len(str(next(iter(value.values()), ""))) <= _MAX_KEY
    }


WRITES = Writes()
"""Those of this emulator."""
