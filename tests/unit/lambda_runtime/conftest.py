"""Execution environments of real processes, without LocalStack."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from emulator.lambda_runtime import runtime_process
from emulator.lambda_runtime import zygote as zygote_module
from emulator.lambda_runtime.environment_log import EnvironmentLog
from emulator.lambda_runtime.environment_variables import function_variables
from emulator.lambda_runtime.execution_environment import Answer, ExecutionEnvironment, Function
from emulator.lambda_runtime.log_events import LogEvent
from emulator.lambda_runtime.places import Places
from emulator.lambda_runtime.runtime_process import Invocation
from emulator.lambda_runtime.runtimes import find_runtime
from emulator.lambda_runtime.zygote import Zygote, zygote_of

_request_numbers = itertools.count(1)


class Fixture:
    """An environment for one module of function code, and what it has logged."""

    def __init__(self, directory: Path, timeout: int, variables: dict[str, str], storage: int) -> None:
        self.directory = directory
        self.events: list[LogEvent] = []
        runtime = find_runtime("python3.13")
        self.environment = ExecutionEnvironment(
            Function(
                runtime=runtime,
                runtime_version_arn="arn:aws:lambda:eu-west-1::runtime:abc",
                handler="function.handler",
                version="$LATEST",
                timeout=timeout,
                memory_size=128,
                ephemeral_storage=storage,
            ),
            lambda: nullcontext(Places(directory)),
            lambda places: function_variables(
                {
                    "_HANDLER": "function.handler",
                    "AWS_REGION": "eu-west-1",
                    "AWS_DEFAULT_REGION": "eu-west-1",
                    "AWS_ACCESS_KEY_ID": "test",
                    "AWS_SECRET_ACCESS_KEY": "test",
                },
                own=variables,
                runtime=runtime,
                task_root=places.code,
                log_group="/aws/lambda/function",
            ),
            EnvironmentLog(self.events.extend),
        )

    @property
    def task_root(self) -> str:
        """Where a process that runs finds the code."""
        holder = self.environment._storage.holder
        return "/var/task" if holder and holder.isolates else str(self.directory)

    def invoke(self, event: object = None, request_id: str = "") -> Answer:
        """Invoke with an event."""
        invocation = Invocation(
            request_id=request_id or f"request-{next(_request_numbers)}",
            function_arn="arn:aws:lambda:eu-west-1:000000000000:function:function",
            trace_id="Root=1-5759e988-bd862e3fe1be46a994272793",
            payload=json.dumps(event).encode(),
        )
        return self.environment.invoke(invocation)

    def call(self, event: object = None) -> Any:
        """What the function returns."""
        answer = self.invoke(event)
        assert not answer.is_error, answer.payload
        return json.loads(answer.payload)

    def messages(self) -> list[str]:
        """All events logged so far."""
        return [event.message for event in self.events]


type MakeEnvironment = Callable[..., Fixture]


def wait_until_ready(zygote: Zygote) -> int:
    """The process id of a zygote, once it can fork."""
    zygote.start()
    while not (process_id := zygote.process_id):
        time.sleep(0.01)
    return process_id


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """The zygote of the environments that are made in tests."""
    zygote = zygote_of(find_runtime("python3.13"))
    if not zygote:
        pytest.skip("There are no zygotes on this system.")
    yield zygote
    zygote.stop()


@pytest.fixture(scope="session")
def empty_zygote() -> Iterator[Zygote]:
    """The zygote that has loaded nothing."""
    empty = zygote_module._zygote(None)
    if not empty:
        pytest.skip("There are no zygotes on this system.")
    wait_until_ready(empty)
    yield empty
    empty.stop()


@pytest.fixture(params=["forked", "alone", "not isolated"])
def start(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How processes start in a test, which runs all ways.

    Out of a zygote that has loaded the runtime; out of one that has not; and as on systems that have no zygotes.
    """
    way: str = request.param
    match way:
        case "forked":
            wait_until_ready(request.getfixturevalue("zygote"))
        case "alone":
            request.getfixturevalue("empty_zygote")
            monkeypatch.setattr(zygote_module, "zygote_of", lambda _runtime: None)
        case "not isolated":
            monkeypatch.setattr(runtime_process, "zygotes_for", lambda *_: ())
    return way


@contextmanager
def making_environments(folder: Path) -> Iterator[MakeEnvironment]:
    """Make environments out of source code; their processes end with the block."""
    made: list[Fixture] = []

    def make(source: str, timeout: int = 10, variables: dict[str, str] | None = None, storage: int = 512) -> Fixture:
        directory = folder / f"code-{len(made)}"
        directory.mkdir()
        (directory / "function.py").write_text(source)
        made.append(Fixture(directory, timeout, variables or {}, storage))
        return made[-1]

    try:
        yield make
    finally:
        for fixture in made:
            fixture.environment.kill()


@pytest.fixture
def make_environment(tmp_path: Path, start: str) -> Iterator[MakeEnvironment]:
    """Make environments out of source code, of processes that start one way and the other."""
    with making_environments(tmp_path) as make:
        yield make


@pytest.fixture
def forked(tmp_path: Path, zygote: Zygote) -> Iterator[MakeEnvironment]:
    """Make environments out of source code, of processes that a zygote forks."""
    wait_until_ready(zygote)
    with making_environments(tmp_path) as make:
        yield make
