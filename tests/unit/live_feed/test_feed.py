from __future__ import annotations

import json
from typing import Any

import pytest
from twisted.internet.task import Clock

from emulator.live_feed.feed import HAPPENINGS_A_TICK, MAX_WAITING, TICK_SECONDS, Feed, Reader
from emulator.tracing import note
from emulator.tracing.happenings import ConnectionChanged, Fired


class FakeRequest:
    """What a reader writes, and what its transport would tell it."""

    def __init__(self) -> None:
        self.written = b""

    def registerProducer(self, producer: object, streaming: bool) -> None:  # noqa: N802 - Twisted's name
        assert producer
        assert streaming

    def write(self, data: bytes) -> None:
        self.written += data

    def events(self) -> list[dict[str, Any]]:
        """Since the last time."""
        written, self.written = self.written, b""
        return [json.loads(line[6:]) for line in written.decode().splitlines() if line.startswith("data: ")]


class Setting:
    """A feed, its clock, and readers."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.feed = Feed(self.clock)
        self.readers: list[Reader] = []

    def listen(self) -> tuple[Reader, FakeRequest]:
        request = FakeRequest()
        reader = Reader(request)
        self.feed.add(reader)
        self.readers.append(reader)
        return reader, request

    def open_connections(self, count: int) -> None:
        for number in range(count):
            note.note(ConnectionChanged(None, number, number, "api", "dev", str(number), None, None))

    def tick(self) -> None:
        self.clock.advance(TICK_SECONDS)

    def close(self) -> None:
        for reader in self.readers:
            self.feed.remove(reader)


@pytest.fixture
def setting() -> Any:
    setting = Setting()
    yield setting
    setting.close()


def test_every_reader_gets_what_happens(setting: Setting) -> None:
    (_, one), (_, two) = setting.listen(), setting.listen()
    setting.open_connections(2)
    setting.tick()
    for request in (one, two):
        first, second = request.events()
        assert (first["type"], first["state"], first["connectionId"], first["traceId"]) == (
            "connection",
            "open",
            "0",
            None,
        )
        assert second["connectionId"] == "1"


def test_nothing_is_done_when_nobody_listens(setting: Setting) -> None:
    assert not note.wanted(None)
    reader, request = setting.listen()
    assert note.wanted(None)
    setting.feed.remove(reader)
    assert not note.wanted(None)
    setting.open_connections(1)
    setting.tick()
    assert request.events() == []
    assert not setting.clock.getDelayedCalls()


def test_what_is_too_much_is_thinned_out_and_counted(setting: Setting) -> None:
    _, request = setting.listen()
    setting.open_connections(1000)
    note.note(Fired("Root=1-2-3", 0, 0, "arn:aws:events:eu-west-1:000000000000:rule/tick", "rate(1 minute)", "arn"))
    setting.tick()
    *events, last = request.events()
    assert len(events) == HAPPENINGS_A_TICK
    assert last == {"type": "skipped", "count": 1001 - HAPPENINGS_A_TICK}
    # What is rare is always told.
    assert events[-1]["rule"] == "tick"


def test_what_waits_is_bounded(setting: Setting) -> None:
    _, request = setting.listen()
    setting.open_connections(MAX_WAITING * 2)
    setting.tick()
    assert request.events()[-1] == {"type": "skipped", "count": MAX_WAITING * 2 - HAPPENINGS_A_TICK}


def test_a_reader_that_does_not_keep_up_is_left_out_and_told(setting: Setting) -> None:
    (slow_reader, slow), (_, other) = setting.listen(), setting.listen()
    slow_reader.pauseProducing()
    for _ in range(3):
        setting.open_connections(2)
        setting.tick()
    assert slow.events() == []
    assert len(other.events()) == 6
    slow_reader.resumeProducing()
    setting.open_connections(1)
    setting.tick()
    assert [event["type"] for event in slow.events()] == ["connection", "skipped"]
    setting.open_connections(1)
    setting.tick()
    assert [event["type"] for event in slow.events()] == ["connection"]


def test_a_connection_on_which_nothing_happens_is_kept_open(setting: Setting) -> None:
    _, request = setting.listen()
    for _ in range(200):
        setting.tick()
    assert request.written == b": still here\n\n"
