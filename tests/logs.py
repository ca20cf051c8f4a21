"""Reading CloudWatch Logs and metrics in tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.conftest import Emulator


def messages_of(emulator: Emulator, group: str) -> list[str]:
    """All messages of a log group so far, as they were delivered; none if there is no such group."""
    logs = emulator.client("logs")
    try:
        streams = logs.describe_log_streams(logGroupName=group)["logStreams"]
    except logs.exceptions.ResourceNotFoundException:
        return []
    return [
        event["message"]
        for stream in streams
        for event in logs.get_log_events(logGroupName=group, logStreamName=stream["logStreamName"], startFromHead=True)[
            "events"
        ]
    ]


def metric(emulator: Emulator, name: str, statistic: str = "Sum", **dimensions: str) -> float:
    """A statistic of a metric of API Gateway over the last minutes; 0 if there is none."""
    now = datetime.now(UTC)
    points = emulator.client("cloudwatch").get_metric_statistics(
        Namespace="AWS/ApiGateway",
        MetricName=name,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        StartTime=now - timedelta(minutes=10),
        EndTime=now + timedelta(minutes=10),
        Period=1200,
        Statistics=[statistic],
    )["Datapoints"]
    return sum(float(point[statistic]) for point in points)
