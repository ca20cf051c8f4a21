"""Which execution environments belong to which function version, so that none outlives its version."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from localstack.services.lambda_.invocation.lambda_models import FunctionVersion

    from emulator.lambda_runtime.execution_environment import ExecutionEnvironment


class VersionRegistry:
    """The versions that run, and their environments. Thread-safe.

    LocalStack itself forgets an environment that starts while its version is replaced.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # By identity, which the kept version holds: an update may bring a version equal to the one it replaces.
        self._running: dict[int, tuple[FunctionVersion, set[ExecutionEnvironment]]] = {}

    def add(self, version: FunctionVersion) -> None:
        """``version`` begins to run."""
        with self._lock:
            self._running[id(version)] = (version, set())

    def remove(self, version: FunctionVersion) -> set[ExecutionEnvironment] | None:
        """``version`` ends: the environments it leaves behind, or None if it did not run."""
        with self._lock:
            _, environments = self._running.pop(id(version), (None, None))
            return environments

    def join(self, version: FunctionVersion, environment: ExecutionEnvironment) -> bool:
        """Whether ``version`` (still) runs, so that ``environment`` will be among those it leaves behind."""
        with self._lock:
            _, environments = self._running.get(id(version), (None, None))
            if environments is not None:
                environments.add(environment)
            return environments is not None

    def leave(self, version: FunctionVersion, environment: ExecutionEnvironment) -> None:
        """``environment`` is not one of ``version``'s any more."""
        with self._lock:
            _, environments = self._running.get(id(version), (None, None))
            if environments is not None:
                environments.discard(environment)
