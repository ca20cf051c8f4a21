from __future__ import annotations

from emulator.tracing.happenings import ConnectionChanged
from emulator.tracing.ring import Ring


def happening(at: float) -> ConnectionChanged:
    return ConnectionChanged(None, at, at, "api", "dev", "id", None, None)


def test_the_oldest_are_forgotten_when_there_are_too_many() -> None:
    ring = Ring(max_happenings=3)
    for at in range(5):
        ring.add(happening(at), 0)
    assert [(number, each.started) for number, each in ring.numbered()] == [(2, 2), (3, 3), (4, 4)]


def test_the_oldest_are_forgotten_when_they_are_too_large() -> None:
    ring = Ring(max_bytes=100_000)
    for at in range(100):
        ring.add(happening(at), 8_976)
    assert [each.started for _, each in ring.numbered()] == list(range(90, 100))
