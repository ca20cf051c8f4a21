"""CloudWatch metrics of the emulator's own services, added up here and sent together."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import UTC, datetime
from itertools import batched
from typing import TYPE_CHECKING, NamedTuple

from localstack.aws.connect import connect_to
from localstack.utils.bootstrap import is_api_enabled

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch.literals import StandardUnitType
    from mypy_boto3_cloudwatch.type_defs import MetricDatumTypeDef

LOG = logging.getLogger(__name__)

# What one call of PutMetricData takes.
_MAX_DATA = 1000


class Metric(NamedTuple):
    """What is measured, of what."""

    account_id: str
    region: str
    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    unit: StandardUnitType = "Count"


class MetricSums:
    """Values of metrics, added up. Not for several threads at once.

    CloudWatch keeps a row for each value, but only one for a sum with its count, minimum and maximum.
    """

    def __init__(self) -> None:
        self._values: defaultdict[Metric, list[float]] = defaultdict(list)

    def add(self, metric: Metric, value: float = 1) -> None:
        """``value`` was seen."""
        self._values[metric].append(value)

    def send(self) -> None:
        """Put all to CloudWatch. What cannot be put is lost, with a warning."""
        if not is_api_enabled("cloudwatch"):
            return
        by_namespace: defaultdict[tuple[str, str, str], list[MetricDatumTypeDef]] = defaultdict(list)
        for metric, values in self._values.items():
            by_namespace[metric.account_id, metric.region, metric.namespace].append(_datum(metric, values))
        for (account_id, region, namespace), data in by_namespace.items():
            try:
                cloudwatch = connect_to(aws_access_key_id=account_id, region_name=region).cloudwatch
                for batch in batched(data, _MAX_DATA, strict=False):
                    cloudwatch.put_metric_data(Namespace=namespace, MetricData=list(batch))
            except Exception as error:
                LOG.warning("Lost %d metrics of %s in %s: %s", len(data), namespace, region, error)


def _datum(metric: Metric, values: list[float]) -> MetricDatumTypeDef:
    return {
        "MetricName": metric.name,
        "Dimensions": [{"Name": name, "Value": value} for name, value in metric.dimensions],
        "Timestamp": datetime.now(UTC),
        "StatisticValues": {
            "SampleCount": float(len(values)),
            "Sum": float(sum(values)),
            "Minimum": float(min(values)),
            "Maximum": float(max(values)),
        },
        "Unit": metric.unit,
    }
