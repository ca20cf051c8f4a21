"""What LocalStack's Lambda service calls to run functions, chosen by ``LAMBDA_RUNTIME_EXECUTOR=petri``."""

from __future__ import annotations

import logging
import time
import weakref
from functools import partial
from zipfile import BadZipFile

from localstack import config
from localstack.aws.api import ServiceException
from localstack.aws.api.lambda_ import InvalidRuntimeException, InvalidZipFileException
from localstack.runtime.shutdown import ON_AFTER_SERVICE_SHUTDOWN_HANDLERS, SHUTDOWN_HANDLERS
from localstack.services.lambda_.invocation.executor_endpoint import StatusErrorException
from localstack.services.lambda_.invocation.lambda_models import (
    FunctionVersion,
    InitializationType,
    InvocationResult,
)
from localstack.services.lambda_.invocation.runtime_executor import RuntimeExecutor

from emulator.lambda_runtime import function_code, log_delivery, zygote
from emulator.lambda_runtime.code_archive import UnsafeArchiveError
from emulator.lambda_runtime.environment_log import EnvironmentLog
from emulator.lambda_runtime.environment_variables import function_variables
from emulator.lambda_runtime.execution_environment import ExecutionEnvironment, Function
from emulator.lambda_runtime.log_settings import LogSettings
from emulator.lambda_runtime.log_store import LogStream
from emulator.lambda_runtime.places import Places
from emulator.lambda_runtime.runtime_process import Invocation
from emulator.lambda_runtime.runtimes import RuntimeUnavailableError, find_runtime
from emulator.lambda_runtime.versions import VersionRegistry
from emulator.tracing.sources.functions import for_function, note_invocation

LOG = logging.getLogger(__name__)

_versions = VersionRegistry()
_environments: weakref.WeakSet[ExecutionEnvironment] = weakref.WeakSet()


class ProcessExecutor(RuntimeExecutor):
    """One execution environment of LocalStack's: a process at a time on this machine.

    Which are started, and when they are used again or stopped, is decided in `assignment`; LocalStack stops them
    when the function is updated or deleted, and when it stops itself.
    """

    def __init__(self, id: str, function_version: FunctionVersion) -> None:
        super().__init__(id=id, function_version=function_version)
        self.client_context: str | None = None
        """of the next invocation: LocalStack does not hand it on, see `assignment.Environment`"""
        self._environment: ExecutionEnvironment | None = None
        self._unavailable: ServiceException | None = None

    def start(self, env_vars: dict[str, object]) -> None:
        """The init phase. If that fails, the first invocation tries again and answers with the error (D52).

        Raises:
            StatusErrorException: it failed, and no invocation will follow (provisioned concurrency).
        """
        try:
            self._start(env_vars)
        except RuntimeUnavailableError as error:
            # An error from here reaches the caller wrapped in others; from `invoke`, it is AWS's own.
            self._unavailable = InvalidRuntimeException(str(error))
        except (UnsafeArchiveError, BadZipFile) as error:
            self._unavailable = InvalidZipFileException(str(error))

    def _start(self, env_vars: dict[str, object]) -> None:
        function_version = self.function_version
        environment = _describe(function_version, env_vars)
        self._environment = environment
        _environments.add(environment)
        if not _versions.join(function_version, environment):
            # The version was replaced a moment ago. The invocation that needs us shall still get its answer.
            environment.retire()
        error = environment.start()
        if error and env_vars["AWS_LAMBDA_INITIALIZATION_TYPE"] == InitializationType.provisioned_concurrency:
            raise StatusErrorException("The function could not be initialised.", payload=error)

    def stop(self) -> None:
        """End the process, but let it first answer the invocation it may have: AWS breaks none off for an update."""
        if self._environment:
            _versions.leave(self.function_version, self._environment)
            self._environment.retire()

    def invoke(self, payload: dict[str, str]) -> InvocationResult:
        """Run one invocation.

        Raises:
            InvalidRuntimeException: its runtime is not installed.
            InvalidZipFileException: its deployment package must not be unpacked.
        """
        if self._unavailable:
            raise self._unavailable
        assert self._environment, "started first"
        started = time.time()
        span_id, trace_id = for_function(payload["trace-id"])
        invocation = Invocation(
            request_id=payload["invoke-id"],
            function_arn=payload["invoked-function-arn"],
            trace_id=trace_id,
            payload=payload["payload"].encode(),
            client_context=self.client_context,
        )
        answer = self._environment.invoke(invocation)
        note_invocation(self.function_version.id.function_name, span_id, invocation, answer, started)
        return InvocationResult(
            request_id=payload["invoke-id"], payload=answer.payload, is_error=answer.is_error, logs=answer.log_tail
        )

    def get_endpoint_from_executor(self) -> str:
        """The host at which functions reach the emulator."""
        host = config.GATEWAY_LISTEN[0].host
        return "127.0.0.1" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - not binding, comparing

    def get_address(self) -> str:
        """Where the process is: on this machine."""
        return "127.0.0.1"

    def get_runtime_endpoint(self) -> str:
        """Part of the protocol of LocalStack's containers, which processes have no use for."""
        return ""

    def get_logs(self) -> str:
        """For LocalStack's debug log, when a start fails. The function's log is in CloudWatch Logs."""
        return f"See log group {self.function_version.config.logging_config.get('LogGroup')}."

    @classmethod
    def prepare_version(cls, function_version: FunctionVersion) -> None:
        """Unpack a new version's code.

        A version that cannot run is accepted, and says so when it is invoked: LocalStack can neither update nor delete
        a function whose preparation has failed.
        """
        try:
            zygote.prepare(find_runtime(function_version.config.runtime))
            function_code.prepare(function_version)
        except (RuntimeUnavailableError, UnsafeArchiveError, BadZipFile) as error:
            LOG.warning("%s cannot run: %s", function_version.qualified_arn, error)
        else:
            _versions.add(function_version)

    @classmethod
    def cleanup_version(cls, function_version: FunctionVersion) -> None:
        """End what is left of a version that was replaced or deleted."""
        environments = _versions.remove(function_version)
        if environments is None:
            return  # it could not run
        for environment in environments:
            environment.retire()
        function_code.release(function_version)


def _describe(function_version: FunctionVersion, env_vars: dict[str, object]) -> ExecutionEnvironment:
    settings, identifier = function_version.config, function_version.id
    runtime = find_runtime(settings.runtime)
    log_group = str(settings.logging_config.get("LogGroup") or env_vars["AWS_LAMBDA_LOG_GROUP_NAME"])
    stream = LogStream(
        account_id=identifier.account,
        region=identifier.region,
        group=log_group,
        name=str(env_vars["AWS_LAMBDA_LOG_STREAM_NAME"]),
    )

    def variables(places: Places) -> dict[str, str]:
        return function_variables(
            env_vars,
            own=settings.environment or {},
            runtime=runtime,
            task_root=places.code,
            log_group=log_group,
            layers=places.layers,
        )

    return ExecutionEnvironment(
        Function(
            runtime=runtime,
            runtime_version_arn=(settings.runtime_version_config or {}).get("RuntimeVersionArn", ""),
            handler=settings.handler,
            version=identifier.qualifier,
            timeout=settings.timeout,
            memory_size=settings.memory_size,
            name=identifier.function_name,
            log_stream=stream.name,
            log_settings=LogSettings.of(settings.logging_config),
            initialization_type=str(env_vars["AWS_LAMBDA_INITIALIZATION_TYPE"]),
            ephemeral_storage=settings.ephemeral_storage.size,
        ),
        partial(function_code.use, function_version),
        variables,
        EnvironmentLog(partial(log_delivery.deliver, stream)),
        function_code.changes(function_version),
    )


def _finish() -> None:
    """End what runs and deliver its last words, while there is a service to deliver them to."""
    for environment in list(_environments):
        environment.kill()
    log_delivery.flush()


def _stop() -> None:
    """End what has started since, and would keep the emulator from stopping."""
    for environment in list(_environments):
        environment.kill()
    zygote.stop_all()
    function_code.remove_all()


SHUTDOWN_HANDLERS.register(_finish)
ON_AFTER_SERVICE_SHUTDOWN_HANDLERS.register(_stop)
