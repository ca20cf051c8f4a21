"""Which execution environment runs an invocation: an idle one, one that will be idle soon, or a new one.

LocalStack starts a new environment for every invocation that finds none idle, sixteen at a time, and a thread at every
invocation's end to keep the time for which its environment is idle. On one machine a crowd that comes to a cold
function then starts a crowd of processes, which keep each other, and everybody else, from getting ready.
"""

from __future__ import annotations

import base64
import json
import logging
import math
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from localstack import config
from localstack.runtime import events
from localstack.services.lambda_.invocation.assignment import AssignmentException, AssignmentService
from localstack.services.lambda_.invocation.execution_environment import (
    EnvironmentStartupTimeoutException,
    ExecutionEnvironment,
    InvalidStatusException,
    RuntimeStatus,
)
from localstack.services.lambda_.invocation.lambda_models import (
    FunctionVersion,
    InitializationType,
    Invocation,
    InvocationResult,
)
from localstack.utils.objects import singleton_factory

from emulator.lambda_runtime import memory_pressure
from emulator.lambda_runtime.processor_load import CORES, ProcessorLoad

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.execution_environment import Credentials
    from localstack.services.lambda_.invocation.version_manager import LambdaVersionManager

LOG = logging.getLogger(__name__)

# Environments that start at the same time. More would not be ready sooner: a start is work for the processor.
CONCURRENT_STARTS = max(2, CORES)
# An invocation waits at most so many seconds until it may start an environment, and again as long for its turn: those
# ahead of it may hang, or wait for this very one.
LONGEST_WAIT = 5.0
# So many environments of a version keep the processor busy, if anything does.
BUSY_ENVIRONMENTS = 2 * CORES
# After so many seconds it is looked again whether another one would help.
_LOOK_SECONDS = 0.2
_SWEEP_SECONDS = 10.0
# How long a version that was replaced is kept for those who wait for it already.
_LAST_CALL_SECONDS = 30.0
_SHARE_CREDENTIALS_SECONDS = 600.0


class Environment(ExecutionEnvironment):
    """LocalStack's, but the time it is idle is kept by `ElasticAssignment`, not by a thread for each invocation."""

    status: RuntimeStatus
    fleet: _Fleet
    _idle_since = math.inf

    def get_credentials(self) -> Credentials:
        """Those of the function's role. Environments that start soon after each other have the same.

        To ask for them takes as long as the rest of a start. They are valid for twelve hours.
        """
        fleet = self.fleet
        if not fleet.credentials or time.monotonic() > fleet.credentials_until:
            fleet.credentials = super().get_credentials()
            fleet.credentials_until = time.monotonic() + _SHARE_CREDENTIALS_SECONDS
        return fleet.credentials

    def invoke(self, invocation: Invocation) -> InvocationResult:
        """Run an invocation; what LocalStack leaves out of the executor's payload goes beside it."""
        self.runtime_executor.client_context = _decoded(invocation.client_context)
        return super().invoke(invocation)

    def release(self) -> None:
        """Its invocation has ended. Raises ``InvalidStatusException`` if it was stopped meanwhile."""
        with self.status_lock:
            if self.status != RuntimeStatus.INVOKING:
                raise InvalidStatusException(f"Execution environment {self.id} is {self.status}.")
            self._idle_since = time.monotonic()
            self.status = RuntimeStatus.READY

    @property
    def idle_since(self) -> float:
        """In `time.monotonic` seconds; infinity when it is in use or has not been yet."""
        return self._idle_since if self.status == RuntimeStatus.READY else math.inf

    def stop_if_idle(self, since: float) -> None:
        """End it when it has had nothing to do since ``since``, in `time.monotonic` seconds."""
        if self.idle_since <= since:
            self.keepalive_passed()


def _decoded(client_context: str | None) -> str | None:
    """The JSON of a client context, which callers send as base64; None for what is not both."""
    try:
        text = base64.b64decode(client_context or "", validate=True).decode()
        json.loads(text)
    except ValueError:
        return None
    # It goes into a header.
    return json.dumps(json.loads(text))


class _Fleet:
    """The environments of one function version, as those see them who wait for one."""

    def __init__(self, lock: threading.Lock) -> None:
        self.changed = threading.Condition(lock)
        self.starting = 0
        self.waiting = 0
        """How many invocations have no environment yet, those among them who are starting one."""
        self.is_ending = False
        """Whether its version was replaced or deleted."""
        self.last_starts = (LONGEST_WAIT, LONGEST_WAIT)
        """How many seconds the last two starts took."""
        self.last_served = -math.inf
        """When an invocation had ended, in `time.monotonic` seconds."""
        self.credentials: Credentials | None = None
        """Of the function's role, for the environments that start until `credentials_until`."""
        self.credentials_until = -math.inf

    def patience(self, environments: int) -> float:
        """How many seconds to wait for one of so many environments before another one is worth its start.

        As long as that takes; and the processor needs its time for each of those it has to run already.
        """
        present = environments + self.starting
        # One may have taken long for a reason of its own.
        return min(min(self.last_starts) * max(1.0, present / CORES), LONGEST_WAIT) if present else 0.0

    def gets_on(self, environments: int) -> bool:
        """Whether there are some, and invocations end: who waits will be served."""
        return environments + self.starting >= BUSY_ENVIRONMENTS and time.monotonic() - self.last_served < _LOOK_SECONDS


class ElasticAssignment(AssignmentService):
    """Waits about as long for an environment as the start of a new one would take, and then starts one.

    So short invocations share few processes, and long ones get one each, a moment later than on AWS. While the
    processor is busy with invocations that come to their end, no more are started: they would get nothing more done.
    Thread-safe.
    """

    def __init__(self, processor: ProcessorLoad | None = None) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._fleets: defaultdict[str, _Fleet] = defaultdict(lambda: _Fleet(self._lock))
        self._starting = 0
        self._processor = processor or ProcessorLoad()
        threading.Thread(target=self._stop_idle_ones, name="lambda-keepalive", daemon=True).start()

    @contextmanager
    def get_environment(
        self, version_manager_id: str, function_version: FunctionVersion, provisioning_type: InitializationType
    ) -> Iterator[ExecutionEnvironment]:
        """An environment for one invocation.

        Raises:
            AssignmentException: no process could be started.
        """
        if provisioning_type != InitializationType.on_demand:
            with super().get_environment(version_manager_id, function_version, provisioning_type) as provisioned:
                yield provisioned
            return
        fleet = self._fleets[version_manager_id]
        with self._waiting(fleet):
            environment = self._take(version_manager_id, fleet)
            if not environment:
                environment = self._start(version_manager_id, fleet, function_version)
        try:
            yield environment
        except Exception:
            self.stop_environment(environment)
            raise
        else:
            # It may have been stopped: its version was replaced.
            with suppress(InvalidStatusException):
                environment.release()
        finally:
            with self._lock:
                fleet.last_served = time.monotonic()
                fleet.changed.notify()

    def start_environment(self, version_manager_id: str, function_version: FunctionVersion) -> ExecutionEnvironment:
        """A new environment that has gone through its init phase. Raises ``AssignmentException``."""
        environment = Environment(
            function_version=function_version,
            initialization_type=InitializationType.on_demand,
            on_timeout=self.on_timeout,
            version_manager_id=version_manager_id,
        )
        environment.fleet = self._fleets.get(version_manager_id) or _Fleet(self._lock)
        try:
            environment.start()
        except EnvironmentStartupTimeoutException:
            raise
        except Exception as error:
            raise AssignmentException(f"Could not start new environment: {type(error).__name__}:{error}") from error
        return environment

    def end_least_recently_used(self) -> bool:
        """End the environment that has been idle for the longest; whether there was one."""
        every = [environment for fleet in list(self.environments.values()) for environment in list(fleet.values())]
        idle = [each for each in every if isinstance(each, Environment) and each.idle_since < math.inf]
        if not idle:
            return False
        oldest = min(idle, key=lambda each: each.idle_since)
        oldest.stop_if_idle(time.monotonic())
        return True

    def stop_environments_for_version(self, version_manager_id: str) -> None:
        """The version was replaced or deleted. Who waits for it is served first: its code is removed after this."""
        with self._lock:
            fleet = self._fleets.pop(version_manager_id, None)
            if fleet and not events.infra_stopping.is_set():
                fleet.is_ending = True
                fleet.changed.wait_for(lambda: not fleet.waiting, timeout=_LAST_CALL_SECONDS)
        super().stop_environments_for_version(version_manager_id)

    @contextmanager
    def _waiting(self, fleet: _Fleet) -> Iterator[None]:
        with self._lock:
            fleet.waiting += 1
        try:
            yield
        finally:
            with self._lock:
                fleet.waiting -= 1
                if fleet.is_ending:
                    fleet.changed.notify_all()

    def _take(self, version_manager_id: str, fleet: _Fleet) -> ExecutionEnvironment | None:
        """An environment that is idle, now or soon; None when the caller has to start one, which is counted then."""
        arrived = time.monotonic()
        with self._lock:
            while True:
                environments = self.environments[version_manager_id]
                for environment in list(environments.values()):
                    if environment.initialization_type == InitializationType.on_demand and _reserve(environment):
                        return environment
                waited = time.monotonic() - arrived
                patience = fleet.patience(len(environments))
                if (
                    patience <= waited < LONGEST_WAIT
                    and fleet.gets_on(len(environments))
                    and self._processor.is_saturated()
                ):
                    patience = waited + _LOOK_SECONDS  # another one would only take its share from these
                if waited >= patience and (self._starting < CONCURRENT_STARTS or waited >= patience + LONGEST_WAIT):
                    self._starting += 1
                    fleet.starting += 1
                    return None
                fleet.changed.wait((patience if waited < patience else patience + LONGEST_WAIT) - waited)

    def _start(self, version_manager_id: str, fleet: _Fleet, function_version: FunctionVersion) -> ExecutionEnvironment:
        began = time.monotonic()
        environment = None
        try:
            memory_pressure.relieve(self.end_least_recently_used)
            environment = self.start_environment(version_manager_id, function_version)
            environment.reserve()
        finally:
            with self._lock:
                if environment:
                    self.environments[version_manager_id][environment.id] = environment
                    fleet.last_starts = (fleet.last_starts[1], min(time.monotonic() - began, LONGEST_WAIT))
                self._starting -= 1
                fleet.starting -= 1
                # Of every function: whose turn it is to start depends on how long each has waited.
                for each in (fleet, *self._fleets.values()):
                    each.changed.notify_all()
        return environment

    def _stop_idle_ones(self) -> None:
        keep = config.LAMBDA_KEEPALIVE_MS / 1000
        while True:
            time.sleep(min(_SWEEP_SECONDS, keep))
            since = time.monotonic() - keep
            for environments in list(self.environments.values()):
                for environment in list(environments.values()):
                    if isinstance(environment, Environment):
                        try:
                            environment.stop_if_idle(since)
                        except Exception:
                            LOG.exception("Execution environment %s was idle but could not be stopped", environment.id)
            memory_pressure.relieve(self.end_least_recently_used)


def _reserve(environment: ExecutionEnvironment) -> bool:
    """Take an environment if it is idle."""
    if environment.status != RuntimeStatus.READY:
        return False
    try:
        environment.reserve()
    except InvalidStatusException:
        return False
    return True


@singleton_factory
def _assignment() -> ElasticAssignment:
    return ElasticAssignment()


def replace_assignment(version_manager: LambdaVersionManager) -> None:
    """Have a new function version's environments assigned by us."""
    version_manager.assignment_service = _assignment()
