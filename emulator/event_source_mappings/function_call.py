"""Calls a mapping's function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from localstack.aws.api import ServiceException
from localstack.services.lambda_.api_utils import function_locators_from_arn

from emulator.lambda_api.invocations import invoke_and_wait
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
        result = invoke_and_wait(
            function_name=name,
            qualifier=qualifier,
            account_id=account_id,
            region=region,
            request_id=request_id,
            payload=payload,
            trace_header=traces[0],
        )
    except ServiceException as error:
        raise NotCalledError(error.message or error.code) from error
    return Called(request_id, result.executed_version or "$LATEST", result.payload or b"", result.is_error)
