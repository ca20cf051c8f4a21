from __future__ import annotations

from emulator.lambda_runtime.log_delivery import batches
from emulator.lambda_runtime.log_events import MAX_EVENT, LogEvent


def test_batches_keep_the_limits_of_put_log_events() -> None:
    many = [LogEvent(n, "x") for n in range(10_001)]
    assert [len(batch) for batch in batches(many)] == [10_000, 1]
    large = [LogEvent(n, "x" * MAX_EVENT) for n in range(9)]
    assert [len(batch) for batch in batches(large)] == [4, 4, 1]
    assert [event for batch in batches(large) for event in batch] == large
    assert list(batches([])) == []
