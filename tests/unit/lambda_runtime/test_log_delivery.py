from __future__ import annotations

import threading

import pytest

from emulator.lambda_runtime import log_delivery
from emulator.lambda_runtime.log_delivery import batches
from emulator.lambda_runtime.log_events import MAX_EVENT, LogEvent
from emulator.lambda_runtime.log_store import LogStream


def test_batches_keep_the_limits_of_put_log_events() -> None:
    many = [LogEvent(n, "x") for n in range(10_001)]
    assert [len(batch) for batch in batches(many)] == [10_000, 1]
    large = [LogEvent(n, "x" * MAX_EVENT) for n in range(9)]
    assert [len(batch) for batch in batches(large)] == [4, 4, 1]
    assert [event for batch in batches(large) for event in batch] == large
    assert list(batches([])) == []


def test_everything_is_delivered_in_order_when_flushed(monkeypatch: pytest.MonkeyPatch) -> None:
    put: dict[LogStream, list[LogEvent]] = {}
    monkeypatch.setattr(log_delivery, "is_api_enabled", lambda _service: True)
    monkeypatch.setattr(log_delivery, "_put", lambda stream, events: put.setdefault(stream, []).extend(events))
    streams = [LogStream("0", "eu-west-1", "group", name) for name in "abc"]
    sent = {stream: [LogEvent(n, f"{stream.name}{n}") for n in range(500)] for stream in streams}

    def deliver(stream: LogStream) -> None:
        for event in sent[stream]:
            log_delivery.deliver(stream, [event])

    threads = [threading.Thread(target=deliver, args=(stream,)) for stream in streams]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log_delivery.flush()
    assert put == sent
    log_delivery.deliver(streams[0], [LogEvent(500, "last")])
    log_delivery.flush()
    assert put[streams[0]][-1].message == "last"


def test_one_stream_that_cannot_be_delivered_is_no_harm_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[LogStream] = []

    def refuse(stream: LogStream, events: list[LogEvent]) -> None:
        if stream.name == "bad":
            raise RuntimeError("no")
        put.append(stream)

    monkeypatch.setattr(log_delivery, "is_api_enabled", lambda _service: True)
    monkeypatch.setattr(log_delivery, "_put", refuse)
    bad, good = (LogStream("0", "eu-west-1", "group", name) for name in ("bad", "good"))
    for stream in (bad, good):
        log_delivery.deliver(stream, [LogEvent(1, "x")])
    log_delivery.flush()
    assert put == [good]
