"""An application with a stream, of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conformance.event_source_mappings.application import Application, Inbox


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """An inbox of the test's own."""
    inbox = Inbox()
    yield inbox
    inbox.close()


@pytest.fixture
def application(emulator: Any, inbox: Inbox) -> Iterator[Application]:
    """An application of the test's own."""
    application = Application(emulator, inbox)
    yield application
    application.remove()
