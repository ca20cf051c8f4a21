from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from emulator.live_feed.sampling import sample


def test_rare_kinds_are_all_there_and_frequent_ones_evenly() -> None:
    items: list[int | str | float] = [*range(50), "rare", *range(50, 100), 0.5]
    chosen = sample(items, 10)
    assert chosen == [0, 12, 25, 37, "rare", 50, 62, 75, 87, 0.5]


@given(st.lists(st.integers() | st.text() | st.booleans() | st.none()), st.integers(0, 20))
def test_there_are_never_too_many(items: list[object], limit: int) -> None:
    chosen = sample(items, limit)
    assert len(chosen) == min(limit, len(items)) or len({type(item) for item in items}) > 1
    assert len(chosen) <= limit
    rest = iter(items)
    assert all(any(item is each for each in rest) for item in chosen)
