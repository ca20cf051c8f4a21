"""Puts events into log streams where LocalStack has them, in memory.

Through LocalStack's gateway a call takes as long as two invocations, and everybody else waits for the interpreter
meanwhile.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localstack.services.logs.provider import get_moto_logs_backend
from localstack.services.plugins import SERVICE_PLUGINS
from moto.logs.exceptions import ResourceAlreadyExistsException

from emulator.logs.metric_filters import publish_metrics

if TYPE_CHECKING:
    from collections.abc import Sequence

    from moto.logs.models import LogsBackend
    from mypy_boto3_logs.type_defs import InputLogEventTypeDef


@dataclass(frozen=True)
class LogStream:
    """Where somebody logs to."""

    account_id: str
    region: str
    group: str
    name: str


def put(stream: LogStream, events: Sequence[InputLogEventTypeDef]) -> None:
    """Add events, no more than PutLogEvents takes; makes the group and the stream if they are not there."""
    SERVICE_PLUGINS.require("logs")
    backend: LogsBackend = get_moto_logs_backend(stream.account_id, stream.region)
    _ensure(backend, stream)
    backend.put_log_events(stream.group, stream.name, list(events))
    publish_metrics(stream.account_id, stream.region, stream.group, events)


def _ensure(backend: LogsBackend, stream: LogStream) -> None:
    if stream.group not in backend.groups:
        with suppress(ResourceAlreadyExistsException):
            backend.create_log_group(stream.group, tags={})
    if stream.name not in backend.groups[stream.group].streams:
        with suppress(ResourceAlreadyExistsException):
            backend.create_log_stream(stream.group, stream.name)
