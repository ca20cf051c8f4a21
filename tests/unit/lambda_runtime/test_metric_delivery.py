from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from emulator.lambda_runtime import metric_delivery


def test_what_was_counted_is_delivered_once_when_flushed(monkeypatch: pytest.MonkeyPatch) -> None:
    put: Counter[Any] = Counter()
    monkeypatch.setattr(metric_delivery, "_put", put.update)
    for _ in range(3):
        metric_delivery.record_invocation("f", "000000000000", "eu-west-1")
    metric_delivery.record_error("f", "000000000000", "eu-west-1")
    metric_delivery.flush()
    metric_delivery.flush()
    assert {metric.name: count for metric, count in put.items()} == {"Invocations": 4, "Errors": 1}
