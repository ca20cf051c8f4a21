"""Functions as targets of rules: the function's policy must allow it (row D91)."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from localstack.services.lambda_.api_utils import function_locators_from_arn

from emulator.execute_api.integrations.lambda_permission import may_invoke
from emulator.metrics import Metric, MetricSums
from emulator.tracing.sources.schedules import note_target

LOG = logging.getLogger(__name__)

_PRINCIPAL = "events.amazonaws.com"


@cache
def install() -> None:
    """Have the targets that are made from now on ask first. To be called before any is made."""
    # Late: it loads clients of all kinds of services.
    from localstack.services.events.target import LambdaTargetSender, TargetSenderFactory

    class PermittedLambdaTargetSender(LambdaTargetSender):
        """LocalStack's, but nothing happens without a permission, and CloudWatch has a metric of it."""

        def send_event(self, event: Any, trace_header: Any) -> None:
            name, qualifier, account_id, region = function_locators_from_arn(self.target["Arn"])
            if may_invoke(account_id, region, name, qualifier, self.rule_arn, _PRINCIPAL):
                note_target(self.target["Arn"], trace_header.to_header_str())
                super().send_event(event, trace_header)
                return
            LOG.warning(
                "EventBridge rule %s may not invoke function %s: its resource policy has no statement that allows %s "
                "for %s. Add one with lambda add-permission.",
                self.rule_name,
                name,
                _PRINCIPAL,
                self.rule_arn,
            )
            failed = MetricSums()
            rule = (("RuleName", self.rule_name),)
            failed.add(Metric(self.account_id, self.region, "AWS/Events", "FailedInvocations", rule))
            failed.send()

    TargetSenderFactory.register_target_sender("lambda", PermittedLambdaTargetSender)
