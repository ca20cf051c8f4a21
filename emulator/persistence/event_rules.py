"""Sets LocalStack's event buses and rules to work again after their records were loaded."""

from __future__ import annotations

from localstack.services.events.event_bus import EventBusService
from localstack.services.events.models import events_stores
from localstack.services.events.provider import EventsProvider
from localstack.services.events.rule import RuleService

from emulator.schedules import function_targets
from emulator.schedules.event_bridge import SCHEDULER


def restore_event_rules(provider: EventsProvider) -> None:
    """Make the services that ``provider`` would have made when buses, rules and targets were put."""
    function_targets.install()
    for account_id, region, store in events_stores.iter_stores():
        for bus in store.event_buses.values():
            provider._event_bus_services_store[bus.arn] = EventBusService(bus)
            for rule in bus.rules.values():
                provider._rule_services_store[rule.arn] = RuleService(rule)
                for target in rule.targets.values():
                    provider.create_target_sender(target, rule.arn, rule.name, region, account_id)
    SCHEDULER.look()
