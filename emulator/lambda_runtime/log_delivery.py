"""Function logs on their way to CloudWatch Logs: in order, in batches, and never in an invocation's way.

LocalStack's own handler puts the log of every invocation by itself, once it has ended, and cuts it at every newline.
Here events leave as they happen, so that a long invocation can be watched, and a traceback stays one event.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from localstack.aws.connect import connect_to
from localstack.services.lambda_.invocation.logs import LogHandler, LogItem
from localstack.utils.bootstrap import is_api_enabled

from emulator.lambda_runtime import log_retention
from emulator.lambda_runtime.log_events import LogEvent
from emulator.outbox import Outbox

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_logs.type_defs import InputLogEventTypeDef

LOG = logging.getLogger(__name__)

# How long events wait for more of them: PutLogEvents costs as much as an invocation.
_GATHER = 0.2
# Limits of PutLogEvents: events in one call, their bytes, and what is added for each.
_MAX_EVENTS = 10_000
_MAX_BYTES = 1_048_576
_EVENT_OVERHEAD = 26


@dataclass(frozen=True)
class LogStream:
    """Where an environment logs to."""

    account_id: str
    region: str
    group: str
    name: str


def deliver(stream: LogStream, events: list[LogEvent]) -> None:
    """Deliver events soon. Those of one stream have to come in the order of their time."""
    if is_api_enabled("logs"):
        _outbox.put((stream, events))


def flush() -> None:
    """Deliver all events so far, and return when that is done, or after some seconds."""
    _outbox.flush()


def replace_log_handler(version_manager: LambdaVersionManager) -> None:
    """Take LocalStack's own log delivery out of a new function version, because `deliver` does its work."""
    function = version_manager.function_version
    version_manager.log_handler = _NoLogHandler(function.config.role, function.id.region)


class _NoLogHandler(LogHandler):
    def start_subscriber(self) -> None:
        pass

    def add_logs(self, log_item: LogItem) -> None:
        pass


def _deliver(items: list[tuple[LogStream, list[LogEvent]]]) -> None:
    gathered: dict[LogStream, list[LogEvent]] = {}
    for stream, events in items:
        gathered.setdefault(stream, []).extend(events)
    for stream, events in gathered.items():
        try:
            for batch in batches(events):
                _put(stream, batch)
            log_retention.trim(stream.account_id, stream.region, stream.group, stream.name)
        except Exception as error:
            LOG.warning("Lost %d events of log group %s (%s): %s", len(events), stream.group, stream.region, error)


_created: set[LogStream] = set()
"""Streams that were there; for the one thread that delivers."""

_outbox: Outbox[tuple[LogStream, list[LogEvent]]] = Outbox("log-delivery", _GATHER, _deliver)


def batches(events: list[LogEvent]) -> Iterator[list[LogEvent]]:
    """Cut events into lists that PutLogEvents accepts."""
    batch: list[LogEvent] = []
    size = 0
    for event in events:
        event_size = len(event.message.encode()) + _EVENT_OVERHEAD
        if batch and (len(batch) == _MAX_EVENTS or size + event_size > _MAX_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += event_size
    if batch:
        yield batch


def _put(stream: LogStream, events: list[LogEvent]) -> None:
    logs = _logs_client(stream.account_id, stream.region)
    log_events: list[InputLogEventTypeDef] = [
        {"timestamp": event.timestamp, "message": event.message} for event in events
    ]
    if stream not in _created:
        _create(logs, stream)
    try:
        logs.put_log_events(logGroupName=stream.group, logStreamName=stream.name, logEvents=log_events)
    except logs.exceptions.ResourceNotFoundException:  # somebody has deleted it meanwhile
        _create(logs, stream)
        logs.put_log_events(logGroupName=stream.group, logStreamName=stream.name, logEvents=log_events)


def _create(logs: CloudWatchLogsClient, stream: LogStream) -> None:
    try:
        logs.create_log_stream(logGroupName=stream.group, logStreamName=stream.name)
    except logs.exceptions.ResourceNotFoundException:
        with suppress(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_group(logGroupName=stream.group)
        logs.create_log_stream(logGroupName=stream.group, logStreamName=stream.name)
    except logs.exceptions.ResourceAlreadyExistsException:
        LOG.debug("Log stream %s is there already", stream.name)
    _created.add(stream)


@cache
def _logs_client(account_id: str, region: str) -> CloudWatchLogsClient:
    logs: CloudWatchLogsClient = connect_to(aws_access_key_id=account_id, region_name=region).logs
    return logs
