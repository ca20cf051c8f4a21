"""How records become batches."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest

from emulator.event_source_mappings.change import MAX_PAYLOAD_BYTES, Change, fits_in_batch, payload_of
from emulator.event_source_mappings.lane import ReadersLane, ThreadLane
from tests.unit.event_source_mappings.changes import change, settings

PATIENCE = 10


class Batches:
    """What a lane delivers."""

    def __init__(self) -> None:
        self.come: queue.Queue[list[int]] = queue.Queue()
        self.go_on = threading.Event()
        self.go_on.set()
        self.errors: Iterator[Exception] = iter(())

    def deliver(self, batch: list[Change]) -> None:
        if error := next(self.errors, None):
            raise error
        self.come.put([int(each.sequence_number) for each in batch])
        self.go_on.wait(PATIENCE)

    def next(self) -> list[int]:
        return self.come.get(timeout=PATIENCE)


@pytest.fixture
def batches() -> Batches:
    return Batches()


def test_one_batch_at_a_time_and_then_all_that_came_meanwhile_d15(batches: Batches) -> None:
    batches.go_on.clear()
    lane = ThreadLane(settings(BatchSize=3), batches.deliver, "test")
    lane.add([change(1)])
    assert batches.next() == [1]
    for number in range(2, 7):
        lane.add([change(number)])
    assert batches.come.empty()
    batches.go_on.set()
    assert [batches.next(), batches.next()] == [[2, 3, 4], [5, 6]]
    lane.close()
    lane.join()


def test_a_window_ends_when_the_batch_is_full_d16(batches: Batches) -> None:
    lane = ThreadLane(settings(BatchSize=2, MaximumBatchingWindowInSeconds=300), batches.deliver, "test")
    lane.add([change(1)])
    lane.add([change(2), change(3)])
    assert batches.next() == [1, 2]
    lane.close()
    lane.join()
    assert batches.come.empty()


def test_a_window_ends_when_six_megabytes_are_there_d16(batches: Batches) -> None:
    lane = ThreadLane(settings(MaximumBatchingWindowInSeconds=300), batches.deliver, "test")
    lane.add([change(number, size=MAX_PAYLOAD_BYTES // 2) for number in (1, 2, 3)])
    assert batches.next() == [1]
    lane.close()
    lane.join()


def test_a_batch_is_of_one_shard(batches: Batches) -> None:
    lane = ThreadLane(settings(), batches.deliver, "test")
    lane.add([change(1), change(2, shard_id="next"), change(3, shard_id="next")])
    assert [batches.next(), batches.next()] == [[1], [2, 3]]
    lane.close()


def test_a_record_that_is_larger_than_a_call_goes_alone() -> None:
    assert fits_in_batch([change(1, size=MAX_PAYLOAD_BYTES), change(2)]) == 1


def test_what_fits_is_no_larger_than_a_call() -> None:
    changes = [change(number, size=1_000_000) for number in range(10)]
    number = fits_in_batch(changes)
    assert len(payload_of(changes[:number])) <= MAX_PAYLOAD_BYTES < len(payload_of(changes[: number + 1]))


def test_an_unexpected_error_loses_nothing(batches: Batches) -> None:
    batches.errors = iter([RuntimeError("unexpected")])
    lane = ThreadLane(settings(), batches.deliver, "test")
    lane.add([change(1)])
    assert batches.next() == [1]
    lane.close()


def test_the_reader_delivers_itself(batches: Batches) -> None:
    batches.errors = iter([RuntimeError("unexpected")])
    lane = ReadersLane(settings(BatchSize=2), batches.deliver)
    lane.add([change(number) for number in range(1, 4)])
    assert [batches.next(), batches.next()] == [[1, 2], [3]]
    lane.join()


def test_a_closed_reader_begins_no_other_batch(batches: Batches) -> None:
    batches.go_on.clear()
    lane = ReadersLane(settings(BatchSize=1), batches.deliver)
    reader = threading.Thread(target=lane.add, args=([change(1), change(2)],))
    reader.start()
    assert batches.next() == [1]
    lane.close()
    batches.go_on.set()
    reader.join(PATIENCE)
    assert batches.come.empty()
