"""LocalStack's CloudWatch, whose statistics are of the metric with exactly the dimensions that are asked for.

LocalStack adds up all metrics that have these dimensions and maybe others: calls that API Gateway counts once for the
API and once for its stage would count twice for the API.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from localstack.services.cloudwatch.cloudwatch_database_helper import CloudwatchDatabase
from localstack.services.cloudwatch.provider_v2 import CloudwatchProvider

if TYPE_CHECKING:
    from datetime import datetime


class _Exactly(list[dict[str, str]]):
    """Dimensions without others beside them."""


class ExactDatabase(CloudwatchDatabase):
    """Finds data by their whole dimensions; lists metrics by some of them, as AWS does, too."""

    def get_metric_data_stat(
        self, account_id: str, region: str, query: Any, start_time: datetime, end_time: datetime, scan_by: str
    ) -> dict[str, list[Any]]:
        metric_stat = query["MetricStat"]
        metric = metric_stat["Metric"]
        metric = {**metric, "Dimensions": _Exactly(metric.get("Dimensions") or [])}
        query = {**query, "MetricStat": {**metric_stat, "Metric": metric}}
        return super().get_metric_data_stat(account_id, region, query, start_time, end_time, scan_by)

    def _get_ordered_dimensions_with_separator(
        self, dims: list[dict[str, str]] | None, for_search: bool = False
    ) -> str | None:
        return super()._get_ordered_dimensions_with_separator(dims, for_search and not isinstance(dims, _Exactly))


class PetriCloudwatchProvider(CloudwatchProvider):
    """The provider with that database."""

    def __init__(self) -> None:
        super().__init__()
        self.cloudwatch_database = ExactDatabase()

    def on_after_state_reset(self) -> None:
        """A reset makes a new database."""
        super().on_after_state_reset()
        self.cloudwatch_database = ExactDatabase()
