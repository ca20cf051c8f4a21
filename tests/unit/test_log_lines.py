from __future__ import annotations

import io
import logging
import time

import pytest
from localstack.logging.format import AddFormattedAttributes, DefaultFormatter

from emulator import log_lines

TIMES = [1_700_000_000.25, 1_700_000_000.75, 1_700_000_001.0, 1_700_000_000.5]


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> logging.StreamHandler[io.StringIO]:
    """LocalStack's handler, alone, writing to memory."""
    made = logging.StreamHandler(io.StringIO())
    made.setFormatter(DefaultFormatter())
    made.addFilter(AddFormattedAttributes())
    monkeypatch.setattr(logging.root, "handlers", [made])
    for name in log_lines._NOT_FOUND_OUT:
        monkeypatch.setattr(logging, name, getattr(logging, name))
    return made


def written(handler: logging.StreamHandler[io.StringIO], monkeypatch: pytest.MonkeyPatch) -> str:
    """The lines of some events."""
    handler.stream.seek(0)
    handler.stream.truncate()
    log = logging.getLogger("localstack.request.aws")
    monkeypatch.setattr(log, "level", logging.INFO)
    for created in TIMES:
        # What Python takes the time from.
        monkeypatch.setattr(time, "time_ns", lambda created=created: int(created * 1e9))
        log.info("AWS %s => %d", "dynamodb.GetItem", 200)
    try:
        raise ValueError("broken")
    except ValueError:
        log.exception("It failed")
    return handler.stream.getvalue()


def test_lines_are_as_localstack_writes_them(
    handler: logging.StreamHandler[io.StringIO], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = written(handler, monkeypatch)
    assert expected.count("AWS dynamodb.GetItem => 200") == len(TIMES)
    assert "ValueError: broken" in expected
    log_lines.install()
    assert type(handler.formatter) is not DefaultFormatter
    assert written(handler, monkeypatch) == expected
