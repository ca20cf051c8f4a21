"""The life of an execution environment: init, invoke, reset, as AWS describes it.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field

from emulator.lambda_runtime import errors
from emulator.lambda_runtime.environment_log import EnvironmentLog
from emulator.lambda_runtime.freezer import freezer
from emulator.lambda_runtime.log_allowance import LogAllowance
from emulator.lambda_runtime.log_events import OutputDecoder
from emulator.lambda_runtime.log_settings import LogSettings
from emulator.lambda_runtime.places import EphemeralStorage, Places
from emulator.lambda_runtime.platform_events import Invoked, Subject, platform_events
from emulator.lambda_runtime.platform_log import Failure
from emulator.lambda_runtime.runtime_process import (
    InitFailedError,
    Invocation,
    OutOfMemoryError,
    ProcessExitedError,
    ProcessFailedError,
    RuntimeProcess,
)
from emulator.lambda_runtime.runtimes import Runtime

# A longer init phase is broken off, and tried again within the first invocation and its timeout.
INIT_PHASE_LIMIT = 10.0


class EnvironmentKilledError(Exception):
    """The emulator is stopping."""

    def __init__(self) -> None:
        super().__init__("The emulator is stopping: its functions are ended.")


@dataclass(frozen=True)
class Function:
    """What an environment has to know of the function version it runs."""

    runtime: Runtime
    runtime_version_arn: str
    handler: str
    version: str
    """``$LATEST`` or a number."""
    timeout: int
    """seconds"""
    memory_size: int
    """MB"""
    ephemeral_storage: int
    """MB, in /tmp"""
    name: str = ""
    log_stream: str = ""
    log_settings: LogSettings = field(default_factory=LogSettings)
    initialization_type: str = "on-demand"

    def subject(self) -> Subject:
        """As Lambda's own log messages name it."""
        return Subject(
            self.name,
            self.version,
            self.runtime.identifier,
            self.runtime_version_arn,
            self.log_stream,
            self.memory_size,
            self.timeout,
            self.initialization_type,
        )


@dataclass(frozen=True)
class Answer:
    """How an invocation ended, as the caller is told."""

    payload: bytes
    is_error: bool
    log_tail: str
    """At least the last 4 KB of the invocation's log."""
    invoked: Invoked | None = None
    """What Lambda reports of it."""


@dataclass(frozen=True)
class _Outcome:
    """How an attempt to initialise or to invoke ended."""

    payload: bytes
    is_error: bool
    failure: Failure | None = None
    """What reports say of it. None: the process is well, even if the function raised an error."""
    exit_reason: str | None = None
    """If the process ended."""


class ExecutionEnvironment:
    """One environment: at most one process and one invocation at a time, but process after process.

    A process that fails to initialise, times out or exits is replaced at the next invocation, within that invocation's
    time, as on AWS. What it left in /tmp stays (conformance D55).

    Thread-safe.
    """

    def __init__(
        self,
        function: Function,
        code: Callable[[], AbstractContextManager[Places]],
        variables: Callable[[Places], dict[str, str]],
        log: EnvironmentLog,
        changes: Callable[[], object] | None = None,
    ) -> None:
        """Describe an environment; nothing is started.

        ``code`` gives the folders of the function for as long as a process runs in them, ``variables`` the process's
        environment variables for those, or for where else it sees them. When ``changes`` gives something new, the code
        has changed, and the next invocation runs in a new process.
        """
        self._changes = changes
        self._code_state: object = None
        self._function = function
        self._code = code
        self._variables = variables
        self._log = log
        self._log_allowance = LogAllowance()
        self._events = platform_events(function.subject(), function.log_settings)
        self._busy = threading.Lock()
        self._process: RuntimeProcess | None = None
        self._storage = EphemeralStorage(function.ephemeral_storage)
        self._resources = ExitStack()
        self._peak_memory = 0
        self._init_duration: float | None = None
        self._frozen = False
        self._retired = False
        self._killed = False

    def start(self) -> bytes | None:
        """The init phase. Returns the error if it failed: the first invocation will then try again.

        Raises:
            EnvironmentKilledError: `kill` was called.
            OSError: the process could not be started.
        """
        with self._busy:
            self._log.lines(self._events.init_started())
            self._log.take_tail()
            began = time.monotonic()
            failed = self._initialise("init", began, INIT_PHASE_LIMIT, request_id="")
            if failed:
                return failed.payload
            self._init_duration = time.monotonic() - began
        freezer.watch(self)
        return None

    def invoke(self, invocation: Invocation) -> Answer:
        """Run one invocation and answer as Lambda does, whatever the function does.

        Raises:
            EnvironmentKilledError: `kill` was called.
            OSError: a process could not be started.
        """
        try:
            with self._busy:
                return self._invoke(invocation)
        finally:
            if self._retired:
                self._release()
            else:
                freezer.watch(self)

    def freeze_if_idle(self) -> None:
        """Take the processor from the process until the next invocation, if it has none now."""
        if self._busy.acquire(blocking=False):
            try:
                if self._process and not self._frozen:
                    self._process.freeze()
                    self._frozen = True
            finally:
                self._busy.release()
            if self._retired:
                self._release()  # `retire` took us for an invocation

    def retire(self) -> None:
        """End the process: now, or when the invocation in flight is answered. Does not wait."""
        self._retired = True
        self._release()

    def kill(self) -> None:
        """End the process and with it the invocation in flight."""
        self._killed = True
        if process := self._process:
            process.kill()
        with self._busy:
            self._end_process()
            self._storage.remove()

    def _release(self) -> None:
        """End the process, unless an invocation needs it: that will come here itself."""
        if self._busy.acquire(blocking=False):
            try:
                self._end_process()
                self._storage.remove()
            finally:
                self._busy.release()

    def _invoke(self, invocation: Invocation) -> Answer:
        function, request_id = self._function, invocation.request_id
        init_duration, self._init_duration = self._init_duration, None
        began = time.monotonic()
        outcome = self._ensure_ready(began, request_id)
        self._log.lines(self._events.invoke_started(request_id, invocation.function_arn))
        if not outcome:
            outcome = self._run(invocation, began + function.timeout)
        duration = time.monotonic() - began

        timed_out = outcome.failure is not None and outcome.failure.status == "timeout"
        invoked = Invoked(
            request_id,
            duration=function.timeout if timed_out else duration,
            init_duration=init_duration,
            peak_memory=self._peak_memory,
            produced=0 if outcome.failure else len(outcome.payload),
            failure=outcome.failure,
            exit_reason=outcome.exit_reason,
        )
        self._log.lines(self._events.invoke_ended(invoked))
        return Answer(outcome.payload, outcome.is_error, self._log.take_tail(), invoked)

    def _ensure_ready(self, began: float, request_id: str) -> _Outcome | None:
        """Have a process that waits for the invocation; otherwise, how the attempt to start one failed."""
        if self._process and self._changes and self._changes() != self._code_state:
            self._end_process()
        if self._process:
            if self._frozen:
                self._process.thaw()
                self._frozen = False
            try:
                self._process.wait_until_ready(began + self._function.timeout)
            except ProcessFailedError:
                # It ended, or hung, on its own between two invocations: nothing this invocation has done.
                self._end_process()
            else:
                return None
        return self._initialise("invoke", began, self._function.timeout, request_id)

    def _initialise(self, phase: str, began: float, limit: float, request_id: str) -> _Outcome | None:
        """Start a process and wait until it is ready; otherwise, log and return how that failed."""
        self._peak_memory = 0
        places = self._resources.enter_context(self._code())
        self._code_state = self._changes() if self._changes else None
        try:
            self._process = process = RuntimeProcess(
                self._function.runtime,
                self._function.handler,
                self._variables,
                places,
                self._storage,
                self._log.add,
                self._function.memory_size * 1024 * 1024,
                OutputDecoder(self._log_allowance, self._function.log_settings, self._events.logs_dropped),
            )
        except BaseException:
            self._resources.close()
            raise
        try:
            # After the process is known to kill(): one of the two sees the other.
            self._raise_if_killed()
            process.wait_until_ready(began + limit)
        except ProcessFailedError as error:
            failed = self._fail(error, request_id, self._function.timeout)
            self._log.lines(self._events.init_ended(time.monotonic() - began, phase, failed.failure))
            return failed
        self._log.lines(self._events.init_ended(time.monotonic() - began, phase, None))
        self._peak_memory = process.peak_memory()
        return None

    def _run(self, invocation: Invocation, deadline: float) -> _Outcome:
        process = self._process
        assert process
        try:
            result = process.run(invocation, deadline)
        except ProcessFailedError as error:
            return self._fail(error, invocation.request_id, self._function.timeout)
        self._peak_memory = process.peak_memory()
        if result.payload is None:
            return _Outcome(errors.response_too_large(), is_error=True)
        return _Outcome(result.payload, result.is_error)

    def _fail(self, error: ProcessFailedError, request_id: str, timeout: int) -> _Outcome:
        """End the process, and say what the failure means to the caller."""
        self._end_process()
        self._raise_if_killed()
        if isinstance(error, InitFailedError):
            return _Outcome(error.error.payload, True, Failure("error", error.error.error_type))
        if isinstance(error, ProcessExitedError):
            reason = str(error)
            failure = Failure("error", "Runtime.ExitError")
            if isinstance(error, OutOfMemoryError):
                failure = Failure("error", "Runtime.OutOfMemory")
                self._peak_memory = self._function.memory_size * 1024 * 1024
            return _Outcome(errors.exit_error(request_id, reason), True, failure, reason)
        return _Outcome(errors.timed_out(request_id, timeout), True, Failure("timeout"))

    def _end_process(self) -> None:
        process, self._process = self._process, None
        self._frozen = False
        if process:
            self._peak_memory = process.peak_memory()
            process.close()
            self._resources.close()

    def _raise_if_killed(self) -> None:
        if self._killed:
            self._end_process()
            raise EnvironmentKilledError
