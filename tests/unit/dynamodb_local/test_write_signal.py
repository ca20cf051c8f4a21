"""A reader is woken after a write, with what was read ahead for it."""

from __future__ import annotations

import threading

import pytest

from emulator.dynamodb_local import write_signal
from emulator.dynamodb_local.stream_reader import ReadAhead
from emulator.dynamodb_local.write_signal import EngineAnswer, WriteSignal

PATIENCE = 10


class Engine:
    """Is asked for records, and answers when the test says so."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.can_be_asked = True
        self.came = threading.Event()

    def ask(self, iterator: str, on_answer: object) -> bool:
        if not self.can_be_asked:
            return False
        self.asked.append(iterator)
        self._on_answer = on_answer
        self.came.set()
        return True

    def answer(self, answer: EngineAnswer) -> None:
        assert callable(self._on_answer)
        self._on_answer(answer)


class Reader:
    """Waits in a thread of its own."""

    def __init__(self, signal: WriteSignal, iterator: str | None) -> None:
        self._thread = threading.Thread(target=signal.wait, args=(iterator, PATIENCE))
        self._thread.start()
        while iterator and signal._iterator is None:
            pass  # until it waits

    def is_awake(self) -> bool:
        self._thread.join(0.05)
        return not self._thread.is_alive()


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def on_the_reactor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write_signal, "isInIOThread", lambda: True)


@pytest.mark.usefixtures("on_the_reactor")
def test_records_are_there_when_the_reader_wakes(engine: Engine) -> None:
    signal = WriteSignal(engine.ask)
    reader = Reader(signal, "one")
    signal.ring()
    assert engine.asked == ["one"]
    assert not reader.is_awake()
    engine.answer((200, b"{}"))
    assert reader.is_awake()
    assert signal.take() == ReadAhead("one", b"{}", is_outdated=False)
    assert signal.take() is None


@pytest.mark.usefixtures("on_the_reactor")
def test_a_write_meanwhile_is_not_missed(engine: Engine) -> None:
    signal = WriteSignal(engine.ask)
    reader = Reader(signal, "one")
    signal.ring()
    signal.ring()
    engine.answer((200, b"{}"))
    assert reader.is_awake()
    assert engine.asked == ["one"]
    assert signal.take() == ReadAhead("one", b"{}", is_outdated=True)


@pytest.mark.usefixtures("on_the_reactor")
@pytest.mark.parametrize("answer", [(400, b"{}"), ConnectionError()])
def test_without_records_the_reader_wakes_and_reads_itself(engine: Engine, answer: EngineAnswer) -> None:
    signal = WriteSignal(engine.ask)
    reader = Reader(signal, "one")
    signal.ring()
    engine.answer(answer)
    assert reader.is_awake()
    assert signal.take() is None


@pytest.mark.usefixtures("on_the_reactor")
def test_the_engine_is_away(engine: Engine) -> None:
    engine.can_be_asked = False
    signal = WriteSignal(engine.ask)
    reader = Reader(signal, "one")
    signal.ring()
    assert reader.is_awake()
    assert signal.take() is None


def test_a_write_from_another_thread_only_wakes(engine: Engine) -> None:
    signal = WriteSignal(engine.ask)
    reader = Reader(signal, "one")
    signal.ring()
    assert reader.is_awake()
    assert engine.asked == []


@pytest.mark.usefixtures("on_the_reactor")
def test_a_write_while_nobody_waits_ends_the_next_wait(engine: Engine) -> None:
    signal = WriteSignal(engine.ask)
    signal.ring()
    assert engine.asked == []
    assert Reader(signal, None).is_awake()
    signal.take()
    assert not (reader := Reader(signal, None)).is_awake()
    signal.wake()
    assert reader.is_awake()


@pytest.mark.usefixtures("on_the_reactor")
def test_who_was_woken_for_another_reason_gets_no_late_answer(engine: Engine) -> None:
    signal = WriteSignal(engine.ask)
    reader = Reader(signal, "one")
    signal.ring()
    signal.wake()
    assert reader.is_awake()
    engine.answer((200, b"{}"))
    assert signal.take() is None
