"""Whatever is done in whatever order: who goes on from the saved position skips nothing that is not done."""

from __future__ import annotations

import random
import threading

from hypothesis import given
from hypothesis import strategies as st

from emulator.event_source_mappings import progress
from emulator.event_source_mappings.progress import Progress
from tests.unit.event_source_mappings.changes import change


def test_the_position_follows_when_all_is_done() -> None:
    saved: list[int] = []
    of_mapping = Progress(saved.append)
    of_mapping.read((), 4)
    of_mapping.read([change(7), change(9)], 12)
    assert saved == [4]
    of_mapping.done([change(9)])
    assert saved[-1] == 6
    of_mapping.done([change(7)])
    assert saved[-1] == 12


@given(st.lists(st.integers(1, 50), unique=True, min_size=1, max_size=20), st.randoms(use_true_random=False))
def test_nothing_open_is_before_the_position(numbers: list[int], order: random.Random) -> None:
    numbers.sort()
    saved: list[int] = []
    of_mapping = Progress(saved.append)
    of_mapping.read((), 0)
    of_mapping.read([change(number) for number in numbers], numbers[-1])
    left = set(numbers)
    for number in order.sample(numbers, len(numbers)):
        of_mapping.done([change(number)])
        left.discard(number)
        assert all(saved[-1] < open_number for open_number in left)
    assert saved[-1] == numbers[-1]


def test_a_reader_waits_when_there_is_too_much_under_way() -> None:
    of_mapping = Progress(lambda _position: None)
    many = [change(number, size=0) for number in range(1, progress.MOST_CHANGES + 1)]
    of_mapping.read(many, len(many))
    went_on = threading.Event()

    def read_on() -> None:
        of_mapping.wait_for_room(lambda: False)
        went_on.set()

    threading.Thread(target=read_on, daemon=True).start()
    assert not went_on.wait(0.1)
    of_mapping.done(many[:1])
    assert went_on.wait(10)
