"""Which of too many happenings are told: rare kinds all, frequent ones evenly thinned out."""

from __future__ import annotations

from collections.abc import Sequence


def sample[Item](items: Sequence[Item], limit: int) -> list[Item]:
    """At most ``limit`` of ``items``, in their order: every kind (their type) has an equal share of the room."""
    if len(items) <= limit:
        return list(items)
    kinds: dict[type, list[int]] = {}
    for index, item in enumerate(items):
        kinds.setdefault(type(item), []).append(index)
    chosen: list[int] = []
    # What the rare ones leave of their share goes to the others.
    for left, indexes in zip(range(len(kinds), 0, -1), sorted(kinds.values(), key=len), strict=True):
        share = min(len(indexes), (limit - len(chosen)) // left)
        chosen += [indexes[number * len(indexes) // share] for number in range(share)]
    return [items[index] for index in sorted(chosen)]
