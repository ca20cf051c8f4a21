"""Function logs on their way to CloudWatch Logs: in order, in batches, and never in an invocation's way.

LocalStack's own handler puts the log of every invocation by itself, once it has ended, and cuts it at every newline.
Here events leave as they happen, so that a long invocation can be watched, and a traceback stays one event.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from localstack.services.lambda_.invocation.logs import LogHandler, LogItem
from localstack.utils.bootstrap import is_api_enabled

from emulator.lambda_runtime import log_retention, log_store
from emulator.lambda_runtime.log_events import LogEvent
from emulator.lambda_runtime.log_store import LogStream
from emulator.outbox import Outbox

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager

LOG = logging.getLogger(__name__)

# How long events wait for more of them.
_GATHER = 0.2
# Limits of PutLogEvents: events in one call, their bytes, and what is added for each.
_MAX_EVENTS = 10_000
_MAX_BYTES = 1_048_576
_EVENT_OVERHEAD = 26


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
    log_store.put(stream, [{"timestamp": event.timestamp, "message": event.message} for event in events])
