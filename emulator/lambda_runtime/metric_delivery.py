"""Function metrics on their way to CloudWatch: counted, and sent together once a second.

LocalStack puts the metrics of every invocation by themselves, in a thread and a request of their own. That costs more
than the invocation. There is no plugin point for it, so ``install`` replaces two names in LocalStack's version manager.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from localstack.aws.connect import connect_to
from localstack.services.lambda_.invocation import version_manager
from localstack.utils.bootstrap import is_api_enabled

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch.type_defs import MetricDatumTypeDef

LOG = logging.getLogger(__name__)

_GATHER_SECONDS = 1.0


class _Metric(NamedTuple):
    account_id: str
    region: str
    function_name: str
    name: str


_counted = threading.Condition()
_counts: Counter[_Metric] = Counter()


def install() -> None:
    """Count from now on, in place of LocalStack's own recording."""
    version_manager.record_cw_metric_invocation = record_invocation
    version_manager.record_cw_metric_error = record_error
    if is_api_enabled("cloudwatch"):
        threading.Thread(target=_deliver_all, name="lambda-metric-delivery", daemon=True).start()


def record_invocation(function_name: str, account_id: str, region_name: str) -> None:
    """Count an invocation."""
    _count(_Metric(account_id, region_name, function_name, "Invocations"))


def record_error(function_name: str, account_id: str, region_name: str) -> None:
    """Count an invocation that ended in a function error; it counts as an invocation, too."""
    _count(
        _Metric(account_id, region_name, function_name, "Invocations"),
        _Metric(account_id, region_name, function_name, "Errors"),
    )


def _count(*metrics: _Metric) -> None:
    with _counted:
        _counts.update(metrics)
        _counted.notify()


def _deliver_all() -> None:
    while True:
        with _counted:
            _counted.wait_for(lambda: _counts)
        time.sleep(_GATHER_SECONDS)
        with _counted:
            counts = _counts.copy()
            _counts.clear()
        _put(counts)


def _put(counts: Counter[_Metric]) -> None:
    by_account: defaultdict[tuple[str, str], list[MetricDatumTypeDef]] = defaultdict(list)
    now = datetime.now(UTC)
    for metric, count in counts.items():
        by_account[metric.account_id, metric.region].append(
            {
                "MetricName": metric.name,
                "Dimensions": [{"Name": "FunctionName", "Value": metric.function_name}],
                "Timestamp": now,
                "Values": [1.0],
                "Counts": [float(count)],
                "Unit": "Count",
            }
        )
    for (account_id, region), data in by_account.items():
        try:
            cloudwatch = connect_to(aws_access_key_id=account_id, region_name=region).cloudwatch
            cloudwatch.put_metric_data(Namespace="AWS/Lambda", MetricData=data)
        except Exception as error:
            LOG.warning("Lost %d metrics of functions in %s: %s", len(data), region, error)
