"""CloudWatch tells metrics apart by all of their dimensions."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.conftest import Emulator


def test_statistics_are_of_exactly_these_dimensions(emulator: Emulator) -> None:
    """Lists of metrics may be narrowed by some of them."""
    cloudwatch = emulator.client("cloudwatch")
    namespace, now = uuid.uuid4().hex, datetime.now(UTC)
    api, stage, other_stage = (
        {"Name": name, "Value": value} for name, value in (("Api", "a"), ("Stage", "dev"), ("Stage", "dev2"))
    )
    for dimensions in ([api], [api, stage], [api, other_stage], []):
        data = [{"MetricName": "m", "Dimensions": dimensions, "Value": 1}]
        cloudwatch.put_metric_data(Namespace=namespace, MetricData=data)

    def total(*dimensions: dict[str, str]) -> float:
        points: list[Any] = cloudwatch.get_metric_statistics(
            Namespace=namespace,
            MetricName="m",
            Dimensions=list(dimensions),
            StartTime=now - timedelta(minutes=5),
            EndTime=now + timedelta(minutes=5),
            Period=600,
            Statistics=["Sum"],
        )["Datapoints"]
        return sum(float(point["Sum"]) for point in points)

    assert [total(), total(api), total(api, stage), total(stage, api), total(stage)] == [1, 1, 1, 1, 0]
    assert len(cloudwatch.list_metrics(Namespace=namespace, Dimensions=[api])["Metrics"]) == 3
