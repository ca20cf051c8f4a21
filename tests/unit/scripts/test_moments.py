from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scripts.errors import PetriError
from scripts.moments import since

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("30s", datetime(2026, 11, 25, 11, 59, 30, tzinfo=UTC)),
        ("5m", datetime(2026, 11, 25, 11, 55, tzinfo=UTC)),
        ("1.5h", datetime(2026, 11, 25, 10, 30, tzinfo=UTC)),
        ("2 d", datetime(2026, 11, 23, 12, 0, tzinfo=UTC)),
        ("2026-11-25T10:00:00+01:00", datetime(2026, 11, 25, 9, 0, tzinfo=UTC)),
    ],
)
def test_moments(text: str, moment: datetime) -> None:
    assert since(text, NOW) == moment


@pytest.mark.parametrize("text", ["", "5", "5 minutes", "yesterday", "99999999999999d", "-5m"])
def test_what_is_no_moment_is_said(text: str) -> None:
    with pytest.raises(PetriError, match="is no point in time"):
        since(text, NOW)
