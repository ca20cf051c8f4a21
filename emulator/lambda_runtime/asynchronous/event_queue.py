"""The events of one function version, and the threads that run them."""

from __future__ import annotations

import logging
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from localstack.aws.api.lambda_ import InvocationType, ResourceNotFoundException, TooManyRequestsException
from localstack.runtime import events
from localstack.services.lambda_.invocation.models import lambda_stores
from localstack.services.plugins import SERVICE_PLUGINS
from twisted.internet import reactor

from emulator.lambda_runtime.asynchronous import outcomes
from emulator.lambda_runtime.asynchronous.outcomes import Outcome
from emulator.lambda_runtime.asynchronous.retries import (
    EVENT_AGE_EXCEEDED,
    RETRY_DELAY,
    SUCCESS,
    ZERO_RESERVED_CONCURRENCY,
    Again,
    GivenUp,
    RetryPolicy,
)

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.lambda_models import (
        EventInvokeConfig,
        Function,
        Invocation,
        InvocationResult,
    )
    from localstack.services.lambda_.invocation.lambda_service import LambdaService
    from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager

LOG = logging.getLogger(__name__)

# Events of one version that are in work at the same time. AWS goes to the account's concurrency, with more machines.
CONCURRENT_EVENTS = 10

_RETRY_DELAY = float(os.environ.get("PETRI_LAMBDA_RETRY_DELAY") or RETRY_DELAY)


@dataclass(slots=True)
class _Event:
    """An event on its way through the queue."""

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


class EventQueue:
    """In place of LocalStack's ``LambdaEventManager``, whose methods it has. Thread-safe.

    Events are in memory alone: what waits when the emulator ends is lost.
    """

    def __init__(self, version_manager: LambdaVersionManager) -> None:
        self._version_manager = version_manager
        function_id = version_manager.function_version.id
        self._threads = ThreadPoolExecutor(CONCURRENT_EVENTS, f"lambda-events-{function_id.function_name}")
        self._changed = threading.Condition()
        self._running = 0
        self._stopped = False

    def enqueue_event(self, invocation: Invocation) -> None:
        """Run an event soon."""
        self._submit(_Event(invocation, time.monotonic()))

    def start(self) -> None:
        """Nothing: it starts with the first event."""

    def stop_for_update(self) -> None:
        """The version was replaced: events that wait go to the new one, which they name like the old."""

    def stop(self) -> None:
        """The version was deleted, or the emulator ends: forget what waits."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def _submit(self, event: _Event) -> None:
        with suppress(RuntimeError):  # stopped: the event is forgotten
            self._threads.submit(self._run, event)

    def _submit_later(self, event: _Event, delay: float) -> None:
        # Not from this thread: the reactor's timers are its own.
        reactor.callFromThread(reactor.callLater, delay, self._submit, event)

    def _run(self, event: _Event) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._running < self._most_at_once())
            self._running += 1
        try:
            # When the emulator ends, a process would be started only to be killed.
            if not self._stopped and not events.infra_stopping.is_set():
                self._try(event)
        except Exception:
            LOG.exception("Event %s of %s was lost", event.invocation.request_id, event.invocation.invoked_arn)
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def _most_at_once(self) -> int:
        """Events that have to be throttled anyway better wait here: they would have to wait ever longer."""
        function = self._function()
        reserved = function.reserved_concurrent_executions if function else None
        return CONCURRENT_EVENTS if reserved is None else max(1, min(reserved, CONCURRENT_EVENTS))

    def _try(self, event: _Event) -> None:
        function = self._function()
        if not function:
            return  # deleted, and the event with it
        policy = _policy(_settings(function, event.invocation))
        if event.age >= policy.maximum_age:
            self._finish(event, function, EVENT_AGE_EXCEEDED)
            return
        try:
            event.last_result = result = _invoke(event.invocation)
        except ResourceNotFoundException:
            return  # its alias or version was deleted
        except Exception as error:
            event.last_error = error
            event.refusals += 1
            step = policy.after_refusal(event.refusals, event.age)
            if isinstance(error, TooManyRequestsException) and function.reserved_concurrent_executions == 0:
                step = GivenUp(ZERO_RESERVED_CONCURRENCY)
        else:
            event.errors += result.is_error
            event.refusals = 0
            step = policy.after_error(event.errors, event.age) if result.is_error else GivenUp(SUCCESS)
        match step:
            case Again(delay):
                LOG.debug("Event %s is tried again in %d s", event.invocation.request_id, delay)
                self._submit_later(event, delay)
            case GivenUp(condition):
                self._finish(event, function, condition)

    def _finish(self, event: _Event, function: Function, condition: str) -> None:
        """Tell how it has ended. ``function`` is as it is now: it may have been changed while the event waited."""
        version = function.versions.get(self._version_manager.function_version.id.qualifier)
        if not version:
            return  # it was deleted
        outcome = Outcome(
            condition=condition,
            request_id=event.invocation.request_id,
            function_arn=_qualified(event.invocation.invoked_arn),
            payload=event.invocation.payload.decode(),
            invoke_count=event.errors + (condition == SUCCESS),
            result=None if condition == ZERO_RESERVED_CONCURRENCY else event.last_result,
            error=event.last_error,
        )
        settings = _settings(function, event.invocation)
        outcomes.tell(outcome, version.config.role, settings, version.config.dead_letter_arn)

    def _function(self) -> Function | None:
        """The function as it is now; None if it was deleted, even if another has its name."""
        version = self._version_manager.function_version.id
        function = lambda_stores[version.account][version.region].functions.get(version.function_name)
        known = self._version_manager.function
        return function if function and known and function.instance_id == known.instance_id else None


def _qualified(invoked_arn: str) -> str:
    return invoked_arn if invoked_arn.count(":") > 6 else f"{invoked_arn}:$LATEST"


def _settings(function: Function, invocation: Invocation) -> EventInvokeConfig | None:
    """What is configured for the version or alias by which the function was called."""
    return function.event_invoke_configs.get(_qualified(invocation.invoked_arn).rpartition(":")[2])


def _policy(settings: EventInvokeConfig | None) -> RetryPolicy:
    default = RetryPolicy(retry_delay=_RETRY_DELAY)
    retries = settings.maximum_retry_attempts if settings else None
    age = settings.maximum_event_age_in_seconds if settings else None
    return RetryPolicy(
        default.maximum_retries if retries is None else retries,
        default.maximum_age if age is None else age,
        default.retry_delay,
    )


def _invoke(invocation: Invocation) -> InvocationResult:
    """One try, with the event's request id.

    Raises:
        ServiceException: Lambda cannot run it now.
    """
    _, _, _, region, account_id, _, name, *qualifier = invocation.invoked_arn.split(":")
    service: LambdaService = SERVICE_PLUGINS.require("lambda")._provider.lambda_service
    result = service.invoke(
        function_name=name,
        qualifier=qualifier[0] if qualifier else None,
        region=region,
        account_id=account_id,
        invocation_type=InvocationType.RequestResponse,
        client_context=None,  # for synchronous invocations only, says AWS
        request_id=invocation.request_id,
        payload=invocation.payload,
        trace_context=invocation.trace_context,
    )
    assert result
    return result


def install() -> None:
    """Have function versions that start from now on queue their events here. Does nothing the second time."""
    from localstack.services.lambda_.invocation import lambda_service  # the service, which is loaded when this is used

    # There is no plugin point for it.
    lambda_service.LambdaEventManager = EventQueue
