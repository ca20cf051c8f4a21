"""Calls a mapping's function through LocalStack's Lambda service in this process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from localstack.aws.api import ServiceException
from localstack.services.lambda_.api_utils import function_locators_from_arn
from localstack.services.plugins import SERVICE_PLUGINS
from localstack.utils.xray.trace_header import TraceHeader

from emulator.request_ids import new_request_id
from emulator.tracing.sources.streams import note_batch


class NotCalledError(Exception):
    """The function did not run: it is throttled, deleted or not ready. Says why."""


@dataclass(frozen=True, slots=True)
class Called:
    """The function ran."""

    request_id: str
    executed_version: str
    result: bytes
    failed: bool
    """whether it raised, timed out or exited"""


def call_function(function_arn: str, payload: bytes, traces: Sequence[str]) -> Called:
    """Call a function and wait for its result.

    The invocation goes on with the first of ``traces``, those of the records, where AWS would begin a new one.

    Raises:
        NotCalledError: it could not be called, which is no fault of the records (row D23).
    """
    name, qualifier, account_id, region = function_locators_from_arn(function_arn)
    request_id = new_request_id()
    note_batch(request_id, traces)
    try:
        result = SERVICE_PLUGINS.require("lambda")._provider.lambda_service.invoke(
            function_name=name,
            qualifier=qualifier,
            region=region,
            account_id=account_id,
            invocation_type="RequestResponse",
            client_context=None,
            request_id=request_id,
            payload=payload,
            trace_context={"aws_trace_header": TraceHeader.from_header_str(traces[0]).ensure_root_exists()},
        )
    except ServiceException as error:
        raise NotCalledError(error.message or error.code) from error
    return Called(request_id, result.executed_version or "$LATEST", result.payload or b"", result.is_error)
