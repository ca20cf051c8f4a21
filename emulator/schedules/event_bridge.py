"""Our scheduler in the place of LocalStack's, for which there is no plugin point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localstack.aws import handlers
from localstack.aws.api import CommonServiceException
from localstack.services.events import scheduler as localstack_scheduler
from localstack.services.plugins import SERVICE_PLUGINS

from emulator.schedules import event_bridge_scheduler, function_targets
from emulator.schedules.expressions import check
from emulator.schedules.scheduler import ScheduledRule, Scheduler

if TYPE_CHECKING:
    from localstack.aws.api import RequestContext
    from localstack.http import Response
    from rolo.gateway import HandlerChain

_CHANGES = {
    "events": frozenset({"PutRule", "EnableRule", "DisableRule", "DeleteRule", "PutTargets", "RemoveTargets"}),
    "scheduler": frozenset({"CreateSchedule", "UpdateSchedule", "DeleteSchedule", "DeleteScheduleGroup"}),
}


class _NoJobs:
    """Stands in for LocalStack's JobScheduler, whose jobs would fire rules a second time."""

    @classmethod
    def instance(cls) -> _NoJobs:
        return cls()

    @classmethod
    def start(cls) -> None:
        """Nothing to start."""

    @classmethod
    def shutdown(cls) -> None:
        """Nothing to stop."""

    def add_job(self, *_args: object) -> None:
        """Our scheduler finds the rule by itself."""


def install() -> None:
    """Fire scheduled rules from now on. To be called once, before LocalStack's provider is imported."""
    localstack_scheduler.JobScheduler = _NoJobs

    def look(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
        if context.operation and context.operation.name in _CHANGES.get(context.service.service_name, ()):
            SCHEDULER.look()

    handlers.run_custom_response_handlers.append(look)
    handlers.serve_custom_service_request_handlers.append(_check)
    SCHEDULER.start()


def _check(_chain: HandlerChain, context: RequestContext, _response: Response) -> None:
    """Refuse expressions that LocalStack takes; and before there are targets, have them ask for permission."""
    if not context.operation or context.service.service_name != "events":
        return
    if context.operation.name == "PutTargets":
        function_targets.install()
    request = context.service_request or {}
    expression = request.get("ScheduleExpression") if context.operation.name == "PutRule" else None
    if expression and request.get("EventBusName") in (None, "default"):
        try:
            check(expression)
        except ValueError:
            raise CommonServiceException(
                "ValidationException", "Parameter ScheduleExpression is not valid.", 400
            ) from None


def _all_that_is_scheduled() -> list[ScheduledRule]:
    return _scheduled_rules() + event_bridge_scheduler.schedules()


def _scheduled_rules() -> list[ScheduledRule]:
    if not SERVICE_PLUGINS.is_running("events"):
        return []
    from localstack.services.events.models import events_stores

    provider = SERVICE_PLUGINS.get_service("events")._provider
    return [
        ScheduledRule(
            rule.arn, rule.schedule_expression, provider._get_scheduled_rule_job_function(account_id, region, rule)
        )
        for account_id, region, store in events_stores.iter_stores()
        for bus in list(store.event_buses.values())
        for rule in list(bus.rules.values())
        if rule.schedule_expression and rule.state != "DISABLED"
    ]


SCHEDULER = Scheduler(_all_that_is_scheduled)
"""The one of this emulator."""
