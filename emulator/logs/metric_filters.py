"""Counts log events by the metric filters of their own log group; LocalStack's count those of all groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from localstack.aws.connect import connect_to
from localstack.services.logs.models import get_moto_logs_backend

from emulator.logs.metrics import metric_data


def publish_metrics(account_id: str, region: str, log_group: str, log_events: Iterable[Mapping[str, Any]]) -> None:
    """Put the metrics that new events of a log group make."""
    filters = get_moto_logs_backend(account_id, region).filters.metric_filters
    mine = [each for each in filters if each["logGroupName"] == log_group]
    if not mine:
        return
    client = connect_to(aws_access_key_id=account_id, region_name=region).cloudwatch
    for namespace, data in metric_data(mine, log_events):
        client.put_metric_data(Namespace=namespace, MetricData=data)
