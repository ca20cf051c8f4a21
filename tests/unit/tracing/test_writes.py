from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from emulator.dynamodb_local.wake_up import WAKE_UPS, Table
from emulator.tracing.writes import MAX_WRITES, Sent, Writes, end

TABLE = Table("000000000000", "eu-west-1", "things")


@pytest.fixture(autouse=True)
def stream_is_read() -> Iterator[None]:
    event = threading.Event()
    WAKE_UPS.add(TABLE, event.set)
    yield
    WAKE_UPS.remove(TABLE, event.set)


def sent(trace: str, size: int = 100) -> Sent:
    return Sent(trace, time.time(), size)


def key(number: int) -> dict[str, Any]:
    return {"id": {"S": str(number)}}


def put(writes: Writes, number: int, trace: str, **attributes: Any) -> Any:
    request = {"TableName": "things", "Item": key(number) | attributes}
    return writes.begin(TABLE.account_id, TABLE.region, "PutItem", request, sent(trace))


def record(sequence: int, number: int, name: str = "INSERT", **change: Any) -> dict[str, Any]:
    return {"eventName": name, "dynamodb": {"SequenceNumber": str(sequence), "Keys": key(number), **change}}


def trace_of(writes: Writes, what: dict[str, Any]) -> str | None:
    write, _ = writes.of_record(TABLE, what)
    return write.trace if write else None


def test_a_record_is_told_by_its_key_whatever_the_order() -> None:
    writes = Writes()
    for number in range(3):
        put(writes, number, f"trace-{number}")
    assert trace_of(writes, record(1, 2)) == "trace-2"
    assert trace_of(writes, record(2, 0)) == "trace-0"
    assert trace_of(writes, record(3, 1)) == "trace-1"
    assert trace_of(writes, record(4, 1)) is None


def test_each_reader_of_a_stream_gets_the_same() -> None:
    writes = Writes()
    put(writes, 1, "trace")
    assert [writes.of_record(TABLE, record(1, 1))[1] for _ in range(2)] == [False, True]
    assert trace_of(writes, record(1, 1)) == "trace"


def test_records_of_one_key_come_in_the_order_of_its_writes() -> None:
    writes = Writes()
    put(writes, 1, "first", n={"N": "1"})
    put(writes, 1, "changes nothing", n={"N": "1"})
    put(writes, 1, "third", n={"N": "2"})
    put(writes, 1, "fourth", n={"N": "3.0"})
    assert trace_of(writes, record(1, 1, NewImage=key(1) | {"n": {"N": "1"}})) == "first"
    assert trace_of(writes, record(2, 1, "MODIFY", NewImage=key(1) | {"n": {"N": "2"}})) == "third"
    # The engine has its own way to write numbers.
    assert trace_of(writes, record(3, 1, "MODIFY", NewImage=key(1) | {"n": {"N": "3"}})) == "fourth"


def test_what_failed_has_no_record() -> None:
    writes = Writes()
    end(put(writes, 1, "refused"), failed=True)
    end(put(writes, 1, "done"), failed=False)
    assert trace_of(writes, record(1, 1)) == "done"


def test_what_the_service_deletes_was_written_by_nobody() -> None:
    writes = Writes()
    request = {"TableName": "things", "Key": key(1)}
    writes.begin(TABLE.account_id, TABLE.region, "DeleteItem", request, sent("trace"))
    assert trace_of(writes, record(1, 1, "REMOVE") | {"userIdentity": {"Type": "Service"}}) is None
    assert trace_of(writes, record(2, 1, "REMOVE")) == "trace"


@pytest.mark.parametrize(
    ("operation", "request_"),
    [
        ("UpdateItem", {"TableName": "things", "Key": key(1)}),
        ("UpdateItem", {"TableName": "arn:aws:dynamodb:eu-west-1:000000000000:table/things", "Key": key(1)}),
        ("BatchWriteItem", {"RequestItems": {"things": [{"PutRequest": {"Item": key(1)}}]}}),
        ("TransactWriteItems", {"TransactItems": [{"Update": {"TableName": "things", "Key": key(1)}}]}),
        (
            "TransactWriteItems",
            {"TransactItems": [{"ConditionCheck": {}}, {"Put": {"TableName": "things", "Item": key(1)}}]},
        ),
    ],
)
def test_every_kind_of_write(operation: str, request_: dict[str, Any]) -> None:
    writes = Writes()
    writes.begin(TABLE.account_id, TABLE.region, operation, request_, sent("trace"))
    assert trace_of(writes, record(1, 1)) == "trace"


def test_large_items_are_told_by_their_keys_alone() -> None:
    writes = Writes()
    item = key(1) | {"large": {"S": "x" * 10_000}}
    (write,) = writes.begin(
        TABLE.account_id, TABLE.region, "PutItem", {"TableName": "things", "Item": item}, sent("trace", 10_100)
    )
    assert write.attributes == key(1)
    assert trace_of(writes, record(1, 1, NewImage=item)) == "trace"


def test_nothing_is_kept_without_a_reader_or_without_end() -> None:
    writes = Writes()
    request = {"TableName": "others", "Item": key(1)}
    assert writes.begin(TABLE.account_id, TABLE.region, "PutItem", request, sent("trace")) == []
    for number in range(MAX_WRITES + 1):
        put(writes, number, "trace")
    assert trace_of(writes, record(1, 0)) is None
    assert trace_of(writes, record(2, 1)) == "trace"


@pytest.mark.parametrize(
    "request_", [{}, {"TableName": "things"}, {"TableName": 1, "Item": 2}, {"TableName": "things", "Item": None}]
)
def test_bad_requests_are_left_to_the_engine(request_: dict[str, Any]) -> None:
    writes = Writes()
    writes.begin(TABLE.account_id, TABLE.region, "PutItem", request_, sent("trace"))
    assert trace_of(writes, record(1, 1)) is None
