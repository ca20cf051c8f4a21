"""Puts events into log streams where LocalStack has them, in memory.

Through LocalStack's gateway a call takes as long as two invocations, and everybody else waits for the interpreter
meanwhile. With metric filters it is taken nevertheless: LocalStack looks at them there.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from localstack.aws.connect import connect_to
from localstack.services.logs.provider import get_moto_logs_backend
from localstack.services.plugins import SERVICE_PLUGINS
from moto.logs.exceptions import ResourceAlreadyExistsException

if TYPE_CHECKING:
    from collections.abc import Sequence

    from moto.logs.models import LogsBackend
    from mypy_boto3_logs import CloudWatchLogsClient
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
    if backend.filters.metric_filters:
        logs = _logs_client(stream.account_id, stream.region)
        logs.put_log_events(logGroupName=stream.group, logStreamName=stream.name, logEvents=events)
    else:
        backend.put_log_events(stream.group, stream.name, list(events))


def _ensure(backend: LogsBackend, stream: LogStream) -> None:
    if stream.group not in backend.groups:
        with suppress(ResourceAlreadyExistsException):
            backend.create_log_group(stream.group, tags={})
    if stream.name not in backend.groups[stream.group].streams:
        with suppress(ResourceAlreadyExistsException):
            backend.create_log_stream(stream.group, stream.name)


@cache
def _logs_client(account_id: str, region: str) -> CloudWatchLogsClient:
    logs: CloudWatchLogsClient = connect_to(aws_access_key_id=account_id, region_name=region).logs
    return logs
