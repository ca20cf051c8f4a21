"""CloudWatch tells metrics apart by all of their dimensions."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from tests.support import metric_sum

if TYPE_CHECKING:
    from tests.conftest import Emulator


def test_statistics_are_of_exactly_these_dimensions(emulator: Emulator) -> None:
    """Lists of metrics may be narrowed by some of them."""
    cloudwatch = emulator.client("cloudwatch")
    namespace = uuid.uuid4().hex
    api, stage, other_stage = (
        {"Name": name, "Value": value} for name, value in (("Api", "a"), ("Stage", "dev"), ("Stage", "dev2"))
    )
    for dimensions in ([api], [api, stage], [api, other_stage], []):
        data = [{"MetricName": "m", "Dimensions": dimensions, "Value": 1}]
        cloudwatch.put_metric_data(Namespace=namespace, MetricData=data)

    def total(**dimensions: str) -> float:
        return metric_sum(emulator, namespace, "m", **dimensions)

    assert [
        total(),
        total(Api="a"),
        total(Api="a", Stage="dev"),
        total(Stage="dev", Api="a"),
        total(Stage="dev"),
    ] == [1, 1, 1, 1, 0]
    assert len(cloudwatch.list_metrics(Namespace=namespace, Dimensions=[api])["Metrics"]) == 3
