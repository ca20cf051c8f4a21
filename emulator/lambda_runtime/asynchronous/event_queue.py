"""The events of one function version, and the threads that run them."""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from localstack.aws.api.lambda_ import ResourceNotFoundException, TooManyRequestsException
from localstack.runtime import events
from localstack.services.lambda_.invocation.models import lambda_stores
from twisted.internet import reactor

from emulator.lambda_runtime import metric_delivery
from emulator.lambda_runtime.asynchronous import outcomes
from emulator.lambda_runtime.asynchronous.event import Event
from emulator.lambda_runtime.asynchronous.outcomes import Outcome
from emulator.lambda_runtime.asynchronous.retries import (
    EVENT_AGE_EXCEEDED,
    SUCCESS,
    ZERO_RESERVED_CONCURRENCY,
    Again,
    GivenUp,
)

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.lambda_models import Function, Invocation
    from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager
    from mypy_boto3_cloudwatch.literals import StandardUnitType

LOG = logging.getLogger(__name__)

# Events of one version that are in work at the same time. AWS goes to the account's concurrency, with more machines.
CONCURRENT_EVENTS = 10


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
        self._record("AsyncEventsReceived")
        self._submit(Event(invocation, time.monotonic()))

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

    def _submit(self, event: Event) -> None:
        with suppress(RuntimeError):  # stopped: the event is forgotten
            self._threads.submit(self._run, event)

    def _submit_later(self, event: Event, delay: float) -> None:
        # Not from this thread: the reactor's timers are its own.
        reactor.callFromThread(reactor.callLater, delay, self._submit, event)

    def _run(self, event: Event) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._running < self._most_at_once())
            self._running += 1
        try:
            # When the emulator ends, a process would be started only to be killed.
            if not self._stopped and not events.infra_stopping.is_set():
                self._try(event)
        except Exception:
            LOG.exception("Event %s of %s was lost", event.request_id, event.function_arn)
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def _most_at_once(self) -> int:
        """Events that have to be throttled anyway better wait here: they would have to wait ever longer."""
        function = self._function()
        reserved = function.reserved_concurrent_executions if function else None
        return CONCURRENT_EVENTS if reserved is None else max(1, min(reserved, CONCURRENT_EVENTS))

    def _try(self, event: Event) -> None:
        function = self._function()
        if not function:
            return  # deleted, and the event with it
        policy = event.policy(function)
        if event.age >= policy.maximum_age:
            self._finish(event, function, EVENT_AGE_EXCEEDED)
            return
        self._record("AsyncEventAge", event.age * 1000, "Milliseconds")
        try:
            event.last_result = result = event.invoke()
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
                LOG.debug("Event %s is tried again in %d s", event.request_id, delay)
                self._submit_later(event, delay)
            case GivenUp(condition):
                self._finish(event, function, condition)

    def _finish(self, event: Event, function: Function, condition: str) -> None:
        """Tell how it has ended. ``function`` is as it is now: it may have been changed while the event waited."""
        if condition != SUCCESS:
            self._record("AsyncEventsDropped")
        version = function.versions.get(self._version_manager.function_version.id.qualifier)
        if not version:
            return  # it was deleted
        outcome = Outcome(
            condition=condition,
            request_id=event.request_id,
            function_arn=event.function_arn,
            payload=event.invocation.payload.decode(),
            invoke_count=event.errors + (condition == SUCCESS),
            result=None if condition == ZERO_RESERVED_CONCURRENCY else event.last_result,
            error=event.last_error,
        )
        outcomes.tell(outcome, version.config.role, event.settings(function), version.config.dead_letter_arn)

    def _record(self, metric: str, value: float = 1, unit: StandardUnitType = "Count") -> None:
        version = self._version_manager.function_version.id
        metric_delivery.record(metric, version.function_name, version.account, version.region, value, unit)

    def _function(self) -> Function | None:
        """The function as it is now; None if it was deleted, even if another has its name."""
        version = self._version_manager.function_version.id
        function = lambda_stores[version.account][version.region].functions.get(version.function_name)
        known = self._version_manager.function
        return function if function and known and function.instance_id == known.instance_id else None


def install() -> None:
    """Have function versions that start from now on queue their events here. Does nothing the second time."""
    from localstack.services.lambda_.invocation import lambda_service  # the service, which is loaded when this is used

    # There is no plugin point for it.
    lambda_service.LambdaEventManager = EventQueue
