"""Our scheduler in the place of LocalStack's, for which there is no plugin point."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localstack.aws import handlers
from localstack.services.events import scheduler as localstack_scheduler
from localstack.services.plugins import SERVICE_PLUGINS

from emulator.schedules.scheduler import ScheduledRule, Scheduler

if TYPE_CHECKING:
    from localstack.aws.api import RequestContext
    from localstack.http import Response
    from rolo.gateway import HandlerChain

_CHANGES = frozenset({"PutRule", "EnableRule", "DisableRule", "DeleteRule", "PutTargets", "RemoveTargets"})


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
        if context.operation and context.service.service_name == "events" and context.operation.name in _CHANGES:
            SCHEDULER.look()

    handlers.run_custom_response_handlers.append(look)
    SCHEDULER.start()


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


SCHEDULER = Scheduler(_scheduled_rules)
"""The one of this emulator."""
