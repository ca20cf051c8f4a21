"""Sets LocalStack's event buses and rules to work again after their records were loaded: targets and schedules."""

from __future__ import annotations

from localstack.services.events.event_bus import EventBusService
from localstack.services.events.models import events_stores
from localstack.services.events.provider import EventsProvider
from localstack.services.events.rule import RuleService


def restore_event_rules(provider: EventsProvider) -> None:
    """Make the services that ``provider`` would have made when buses, rules and targets were put."""
    for account_id, region, store in events_stores.iter_stores():
        for bus in store.event_buses.values():
            provider._event_bus_services_store[bus.arn] = EventBusService(bus)
            for rule in bus.rules.values():
                service = provider._rule_services_store[rule.arn] = RuleService(rule)
                for target in rule.targets.values():
                    provider.create_target_sender(target, rule.arn, rule.name, region, account_id)
                if service.schedule_cron:
                    service.create_schedule_job(provider._get_scheduled_rule_job_function(account_id, region, rule))
