"""The course that the tests of checks share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Emulator
from tests.workshop.course import Course, open_course


@pytest.fixture(scope="session")
def course(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """One folder and one stack for all: checks must not depend on what was before."""
    with open_course(emulator, tmp_path_factory.mktemp("course")) as opened:
        yield opened
