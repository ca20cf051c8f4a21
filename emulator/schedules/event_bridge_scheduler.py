"""EventBridge Scheduler: LocalStack keeps schedules, and fires none. What they send is row D92."""

from __future__ import annotations

import logging
import uuid
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from localstack.aws.connect import connect_to
from localstack.services.plugins import SERVICE_PLUGINS

from emulator.schedules.scheduler import ScheduledRule
from emulator.schedules.scheduler_expressions import parse_schedule
from emulator.schedules.scheduler_targets import TargetError, send

if TYPE_CHECKING:
    from moto.scheduler.models import Schedule

LOG = logging.getLogger(__name__)


def schedules() -> list[ScheduledRule]:
    """All schedules that are enabled."""
    if not SERVICE_PLUGINS.is_running("scheduler"):
        return []
    from moto.scheduler.models import scheduler_backends

    return [
        scheduled
        for account_id, regions in list(scheduler_backends.items())
        for region, backend in list(regions.items())
        for group in list(backend.schedule_groups.values())
        for schedule in list(group.schedules.values())
        if schedule.state == "ENABLED" and (scheduled := _scheduled(schedule, account_id, region))
    ]


def _scheduled(schedule: Schedule, account_id: str, region: str) -> ScheduledRule | None:
    zone, start, end = schedule.schedule_expression_timezone, _date(schedule.start_date), _date(schedule.end_date)
    try:
        due = parse_schedule(schedule.schedule_expression, zone, start, end)
    except (ValueError, KeyError) as error:
        LOG.warning("Schedule %s never fires: %s", schedule.arn, error)
        return None
    # A change of any of these begins it anew.
    expression = " ".join(str(part) for part in (schedule.schedule_expression, zone, start or "", end or "")).strip()
    return ScheduledRule(
        schedule.arn,
        expression,
        partial(_fire, schedule, account_id, region),
        due,
        since=datetime.fromtimestamp(schedule.last_modified_date, UTC),
    )


def _date(seconds: Any) -> datetime | None:
    return datetime.fromtimestamp(float(seconds), UTC) if seconds else None


def _fire(schedule: Schedule, account_id: str, region: str) -> None:
    now = datetime.now(UTC)
    try:
        send(schedule.target, _input(schedule, account_id, region, now), account_id, region)
    except TargetError as error:
        LOG.warning("Schedule %s could not reach its target: %s", schedule.arn, error)
    if schedule.schedule_expression.startswith("at(") and schedule.action_after_completion == "DELETE":
        scheduler = connect_to(aws_access_key_id=account_id, region_name=region).scheduler
        scheduler.delete_schedule(Name=schedule.name, GroupName=schedule.group_name)


def _input(schedule: Schedule, account_id: str, region: str, now: datetime) -> str | dict[str, Any]:
    """The target's own input, as text, or the event that Scheduler sends without one."""
    time = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    if constant := schedule.target.get("Input"):
        text = str(constant)
        values = {
            "schedule-arn": schedule.arn,
            "scheduled-time": time,
            "execution-id": str(uuid.uuid4()),
            "attempt-number": "1",
        }
        for name, value in values.items():
            text = text.replace(f"<aws.scheduler.{name}>", value)
        return text
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": account_id,
        "time": time,
        "region": region,
        "resources": [schedule.arn],
        "detail": "{}",
    }
