"""The CloudWatch metrics of API Gateway (rows A104, B90).

A call costs one small object in a queue; a thread adds them up once a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from emulator.metrics import Metric, MetricSums
from emulator.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_apigatewayv2.type_defs import StageTypeDef
    from mypy_boto3_cloudwatch.literals import StandardUnitType

    from emulator.apigatewayv2.store import Api

_UNITS: dict[str, StandardUnitType] = {
    "DataProcessed": "Bytes",
    "IntegrationLatency": "Milliseconds",
    "Latency": "Milliseconds",
}


class CallMetrics(NamedTuple):
    """What one call adds to the metrics of its stage and API."""

    api: Api
    stage_name: str
    route_key: str | None
    """only where the stage has detailed metrics"""
    values: tuple[tuple[str, float], ...]
    """metric names and what was seen"""


def count(api: Api, stage: StageTypeDef, route_key: str | None, *values: tuple[str, float]) -> None:
    """Add the ``values`` of a call: (metric name, value)."""
    detailed = route_key is not None and _is_detailed(stage, route_key)
    _outbox.put(CallMetrics(api, stage["StageName"], route_key if detailed else None, values))


def _is_detailed(stage: StageTypeDef, route_key: str) -> bool:
    settings = stage.get("RouteSettings", {}).get(route_key) or stage.get("DefaultRouteSettings", {})
    return bool(settings.get("DetailedMetricsEnabled"))


def _deliver(calls: list[CallMetrics]) -> None:
    sums = MetricSums()
    for call in calls:
        for dimensions in _dimensions(call):
            for name, value in call.values:
                unit = _UNITS.get(name, "Count")
                sums.add(Metric(call.api.account_id, call.api.region, "AWS/ApiGateway", name, dimensions, unit), value)
    sums.send()


def _dimensions(call: CallMetrics) -> Iterator[tuple[tuple[str, str], ...]]:
    """Every call counts for its API, its stage and, if wanted, its route."""
    api, stage = ("ApiId", call.api.record["ApiId"]), ("Stage", call.stage_name)
    yield (api,)
    yield api, stage
    if call.route_key is None:
        return
    method, _, path = call.route_key.partition(" ")
    if path:
        yield api, ("Method", method), ("Resource", path), stage
    else:
        yield api, ("Route", call.route_key), stage


_outbox: Outbox[CallMetrics] = Outbox("api-metric-delivery", 1.0, _deliver)
