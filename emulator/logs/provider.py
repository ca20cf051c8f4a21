"""LocalStack's CloudWatch Logs with filter patterns: wrong ones are refused, and right ones filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from localstack.aws.api import handler
from localstack.aws.api.logs import InvalidParameterException
from localstack.services.logs import provider as localstack_logs
from localstack.services.moto import call_moto

from emulator.lambda_runtime import log_delivery
from emulator.logs.errors import InvalidPatternError
from emulator.logs.metric_filters import publish_metrics
from emulator.logs.patterns import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from localstack.aws.api import RequestContext


def install() -> None:
    """The one patch: what LocalStack's subscription filters and FilterLogEvents ask is meant to be replaced."""
    localstack_logs.get_pattern_matcher = _pattern_matcher


def _pattern_matcher(pattern: str) -> Callable[[str, dict[str, Any]], bool]:
    try:
        matches = compile_pattern(pattern)
    except InvalidPatternError:
        # Kept from before patterns were checked: it may not stop lines from being written.
        return lambda _pattern, _event: False
    return lambda _pattern, event: matches(event["message"])


def check_pattern(pattern: str | None) -> None:
    """Refuse what is no filter pattern."""
    try:
        compile_pattern(pattern or "")
    except InvalidPatternError as error:
        raise InvalidParameterException(str(error)) from error


class PetriLogsProvider(localstack_logs.LogsProvider):
    """The operations that have to do with filter patterns, and one that has to do with the logs of functions."""

    @handler("FilterLogEvents", expand=False)
    def filter_log_events(self, context: RequestContext, request: dict[str, Any]) -> Any:
        check_pattern(request.get("filterPattern"))
        return call_moto(context)

    @handler("PutMetricFilter", expand=False)
    def put_metric_filter(self, context: RequestContext, request: dict[str, Any]) -> Any:
        check_pattern(request.get("filterPattern"))
        return call_moto(context)

    @handler("PutSubscriptionFilter", expand=False)
    def put_subscription_filter(self, context: RequestContext, request: dict[str, Any]) -> Any:
        check_pattern(request.get("filterPattern"))
        return call_moto(context)

    @handler("PutLogEvents", expand=False)
    def put_log_events(self, context: RequestContext, request: dict[str, Any]) -> Any:
        answer = call_moto(context)
        publish_metrics(context.account_id, context.region, request["logGroupName"], request["logEvents"])
        return answer

    @handler("DeleteLogGroup", expand=False)
    def delete_log_group(self, context: RequestContext, request: dict[str, Any]) -> Any:  # noqa: ARG002
        """Delete a group with what is still on its way to it, which would make it again a moment later.

        On AWS it does. Whoever removes a stack there has learned to look twice.
        """
        log_delivery.flush()
        return call_moto(context)
