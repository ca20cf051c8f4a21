from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from emulator.lambda_runtime.memory_pressure import LEAST_AVAILABLE, available_share, relieve


def test_environments_end_until_there_is_memory() -> None:
    available = iter([0.01, 0.02, 0.5])
    assert relieve(lambda: True, lambda: next(available)) == 2


def test_nothing_ends_while_there_is_memory() -> None:
    assert relieve(lambda: pytest.fail("ended"), lambda: LEAST_AVAILABLE) == 0


def test_it_stops_when_none_is_idle() -> None:
    idle = [1, 2, 3]
    assert relieve(lambda: bool(idle and idle.pop()), lambda: 0.0) == 3


def test_available_memory_of_the_machine(tmp_path: Path) -> None:
    memory = psutil.virtual_memory()
    assert available_share(tmp_path) == pytest.approx(memory.available / memory.total, abs=0.2)
    (tmp_path / "memory.max").write_text("max\n")
    assert 0 < available_share(tmp_path) <= 1


def test_available_memory_of_a_container(tmp_path: Path) -> None:
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("999000\n")
    (tmp_path / "memory.stat").write_text("anon 1\ninactive_file 9000\nslab 3\n")
    assert available_share(tmp_path) == pytest.approx(0.01)
