"""Function metrics on their way to CloudWatch: counted, and sent together once a second.

LocalStack puts the metrics of every invocation by themselves, in a thread and a request of their own. That costs more
than the invocation. There is no plugin point for it, so ``install`` replaces names in LocalStack's version manager.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from localstack.services.lambda_.invocation import version_manager
from localstack.utils.bootstrap import is_api_enabled
from localstack.utils.threads import start_thread

from emulator.metrics import Metric, MetricSums
from emulator.outbox import Outbox

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch.literals import StandardUnitType


def install() -> None:
    """Count from now on, in place of LocalStack's own recording."""
    version_manager.record_cw_metric_invocation = record_invocation
    version_manager.record_cw_metric_error = record_error
    version_manager.start_thread = _start_thread


def _start_thread(method: Callable[[], object], *args: Any, name: str | None = None, **options: Any) -> Any:
    """Run what counts at once, which is quicker than starting a thread for it; all else in a thread, as before."""
    if name and name.startswith("record-cloudwatch-metric"):
        return method()
    return start_thread(method, *args, name=name, **options)


def record_invocation(function_name: str, account_id: str, region_name: str) -> None:
    """Count an invocation."""
    record("Invocations", function_name, account_id, region_name)


def record_error(function_name: str, account_id: str, region_name: str) -> None:
    """Count an invocation that ended in a function error; it counts as an invocation, too."""
    for name in ("Invocations", "Errors"):
        record(name, function_name, account_id, region_name)


def record(
    name: str, function_name: str, account_id: str, region: str, value: float = 1, unit: StandardUnitType = "Count"
) -> None:
    """A value of one of a function's metrics."""
    if is_api_enabled("cloudwatch"):
        metric = Metric(account_id, region, "AWS/Lambda", name, (("FunctionName", function_name),), unit)
        _outbox.put((metric, value))


def _deliver(values: list[tuple[Metric, float]]) -> None:
    sums = MetricSums()
    for metric, value in values:
        sums.add(metric, value)
    sums.send()


_outbox: Outbox[tuple[Metric, float]] = Outbox("lambda-metric-delivery", 1.0, _deliver)
