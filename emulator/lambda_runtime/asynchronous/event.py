"""An event on its way through the queue, and one try to run it."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localstack.aws.api.lambda_ import InvocationType

from emulator.lambda_api.invocations import lambda_service
from emulator.lambda_runtime.asynchronous.retries import RetryPolicy, retry_delay

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.lambda_models import (
        EventInvokeConfig,
        Function,
        Invocation,
        InvocationResult,
    )

_RETRY_DELAY = retry_delay(os.environ.get("PETRI_LAMBDA_RETRY_DELAY"))


@dataclass(slots=True)
class Event:
    """One event."""

    invocation: Invocation
    arrived: float
    """in `time.monotonic` seconds"""
    errors: int = 0
    """how often the function has failed with it"""
    refusals: int = 0
    """how often in a row Lambda could not run it"""
    last_result: InvocationResult | None = None
    """when it has run"""
    last_error: Exception | None = None
    """when Lambda could not run it"""

    @property
    def age(self) -> float:
        """seconds"""
        return time.monotonic() - self.arrived

    @property
    def request_id(self) -> str:
        """The same for all tries."""
        request_id: str = self.invocation.request_id
        return request_id

    @property
    def function_arn(self) -> str:
        """As the function was invoked, with a qualifier."""
        arn: str = self.invocation.invoked_arn
        return arn if arn.count(":") > 6 else f"{arn}:$LATEST"

    def settings(self, function: Function) -> EventInvokeConfig | None:
        """What is configured for the version or alias by which ``function`` was invoked."""
        return function.event_invoke_configs.get(self.function_arn.rpartition(":")[2])

    def policy(self, function: Function) -> RetryPolicy:
        """What follows a failure."""
        default, settings = RetryPolicy(), self.settings(function)
        retries = settings.maximum_retry_attempts if settings else None
        age = settings.maximum_event_age_in_seconds if settings else None
        return RetryPolicy(
            default.maximum_retries if retries is None else retries,
            default.maximum_age if age is None else age,
            _RETRY_DELAY,
        )

    def invoke(self) -> InvocationResult:
        """One try.

        Raises:
            ServiceException: Lambda cannot run it now.
        """
        _, _, _, region, account_id, _, name, *qualifier = self.invocation.invoked_arn.split(":")
        result = lambda_service().invoke(
            function_name=name,
            qualifier=qualifier[0] if qualifier else None,
            region=region,
            account_id=account_id,
            invocation_type=InvocationType.RequestResponse,
            client_context=None,  # for synchronous invocations only, says AWS
            request_id=self.request_id,
            payload=self.invocation.payload,
            trace_context=self.invocation.trace_context,
        )
        assert result
        return result
