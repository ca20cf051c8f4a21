"""Invocations share environments while that is quicker than starting more. No processes: environments are made up."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Any

import pytest
from localstack.services.lambda_.invocation.assignment import AssignmentException
from localstack.services.lambda_.invocation.execution_environment import (
    ExecutionEnvironment,
    InvalidStatusException,
    RuntimeStatus,
)
from localstack.services.lambda_.invocation.lambda_models import InitializationType

from emulator.lambda_runtime import assignment
from emulator.lambda_runtime.assignment import ElasticAssignment, Environment
from emulator.lambda_runtime.processor_load import ProcessorLoad


class FakeEnvironment(Environment):
    """An environment without a function."""

    def __init__(self, number: int, version: str) -> None:
        self.id = str(number)
        self.version_manager_id = version
        self.initialization_type = InitializationType.on_demand
        self.status = RuntimeStatus.READY
        self.status_lock = threading.RLock()
        self.keepalive_timer = threading.Timer(0, lambda: None)
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True
        self.status = RuntimeStatus.STOPPED

    def keepalive_passed(self) -> None:
        self.stop()


@dataclass
class Starts:
    """Starts that wait until the test lets them go on."""

    go_on: threading.Event = field(default_factory=threading.Event)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    environments: list[FakeEnvironment] = field(default_factory=list)
    error: Exception | None = None
    seconds: float = 0.0
    """that they take, besides"""


@pytest.fixture
def starts() -> Starts:
    return Starts()


class FakeProcessor(ProcessorLoad):
    """One whose load the test says."""

    saturated = False

    def is_saturated(self) -> bool:
        return self.saturated


@pytest.fixture
def processor() -> FakeProcessor:
    return FakeProcessor()


@pytest.fixture
def fleet(starts: Starts, processor: FakeProcessor, monkeypatch: pytest.MonkeyPatch) -> ElasticAssignment:
    service = ElasticAssignment(processor)

    def start(version: str, _function_version: object) -> FakeEnvironment:
        starts.begun.release()
        assert starts.go_on.wait(10)
        time.sleep(starts.seconds)
        if starts.error:
            raise starts.error
        environment = FakeEnvironment(len(starts.environments), version)
        starts.environments.append(environment)
        return environment

    monkeypatch.setattr(service, "start_environment", start)
    return service


def invoke(fleet: ElasticAssignment, meanwhile: Any = lambda: None, version: str = "version") -> str:
    no_function: Any = None
    with fleet.get_environment(version, no_function, InitializationType.on_demand) as environment:
        meanwhile()
        return str(environment.id)


def test_an_idle_environment_is_used_again(fleet: ElasticAssignment, starts: Starts) -> None:
    starts.go_on.set()
    assert [invoke(fleet) for _ in range(3)] == ["0", "0", "0"]


def test_a_crowd_of_short_invocations_shares_the_first_environment(fleet: ElasticAssignment, starts: Starts) -> None:
    with ThreadPoolExecutor(50) as pool:
        invocations = [pool.submit(invoke, fleet) for _ in range(50)]
        assert starts.begun.acquire(timeout=10)
        # All others wait for it; and then for less than this start has taken.
        time.sleep(0.5)
        starts.go_on.set()
        assert len({invocation.result(10) for invocation in invocations}) <= 3


def test_long_invocations_run_at_the_same_time(fleet: ElasticAssignment, starts: Starts) -> None:
    starts.go_on.set()
    together = threading.Barrier(5)
    with ThreadPoolExecutor(5) as pool:
        invocations = [pool.submit(invoke, fleet, lambda: together.wait(20)) for _ in range(5)]
        assert len({invocation.result(30) for invocation in invocations}) == 5


@pytest.mark.parametrize("saturated", [True, False])
def test_a_busy_processor_gets_no_more_environments_than_it_can_use(
    fleet: ElasticAssignment,
    starts: Starts,
    processor: FakeProcessor,
    saturated: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(assignment, "CORES", 2)
    monkeypatch.setattr(assignment, "BUSY_ENVIRONMENTS", 4)
    starts.go_on.set()
    starts.seconds = 0.1
    processor.saturated = saturated
    with ThreadPoolExecutor(40) as pool:
        wait([pool.submit(invoke, fleet, lambda: time.sleep(0.02)) for _ in range(400)], timeout=30)
    assert (len(starts.environments) <= assignment.BUSY_ENVIRONMENTS) == saturated


def test_a_busy_processor_does_not_keep_anybody_from_an_environment_when_none_is_given_back(
    fleet: ElasticAssignment, starts: Starts, processor: FakeProcessor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignment, "LONGEST_WAIT", 60.0)
    starts.go_on.set()
    processor.saturated = True
    everybody = assignment.BUSY_ENVIRONMENTS + 3
    together = threading.Barrier(everybody)
    with ThreadPoolExecutor(everybody) as pool:
        invocations = [pool.submit(invoke, fleet, lambda: together.wait(20)) for _ in range(everybody)]
        assert len({invocation.result(30) for invocation in invocations}) == everybody


def test_starts_take_turns_among_all_functions(
    fleet: ElasticAssignment, starts: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignment, "CONCURRENT_STARTS", 2)
    monkeypatch.setattr(assignment, "LONGEST_WAIT", 60.0)
    with ThreadPoolExecutor(3) as pool:
        invocations = [pool.submit(invoke, fleet, version=version) for version in "abc"]
        assert starts.begun.acquire(timeout=10)
        assert starts.begun.acquire(timeout=10)
        assert not starts.begun.acquire(timeout=0.1)
        starts.go_on.set()
        assert {invocation.result(10) for invocation in invocations} == {"0", "1", "2"}


def test_nobody_waits_for_ever_for_a_start_that_waits_for_him(
    fleet: ElasticAssignment, starts: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assignment, "CONCURRENT_STARTS", 1)
    monkeypatch.setattr(assignment, "LONGEST_WAIT", 0.01)
    with ThreadPoolExecutor(2) as pool:
        invocations = [pool.submit(invoke, fleet, version=version) for version in "ab"]
        assert starts.begun.acquire(timeout=10)
        assert starts.begun.acquire(timeout=10)
        starts.go_on.set()
        for invocation in invocations:
            invocation.result(10)


def test_a_start_that_fails_fails_its_invocation_and_makes_room(fleet: ElasticAssignment, starts: Starts) -> None:
    starts.go_on.set()
    starts.error = AssignmentException("no processes left")
    for _ in range(assignment.CONCURRENT_STARTS + 1):
        with pytest.raises(AssignmentException, match="no processes left"):
            invoke(fleet)
    starts.error = None
    assert invoke(fleet) == "0"


def test_an_environment_that_fails_is_not_used_again(fleet: ElasticAssignment, starts: Starts) -> None:
    starts.go_on.set()
    with pytest.raises(ZeroDivisionError):
        invoke(fleet, lambda: 1 / 0)
    assert starts.environments[0].stopped
    assert invoke(fleet) == "1"


def test_an_update_in_the_middle_of_an_invocation_is_no_failure(fleet: ElasticAssignment, starts: Starts) -> None:
    starts.go_on.set()
    assert invoke(fleet, lambda: fleet.stop_environments_for_version("version")) == "0"
    assert starts.environments[0].stopped
    assert invoke(fleet) == "1"


def test_who_waits_for_a_version_is_served_before_it_ends(fleet: ElasticAssignment, starts: Starts) -> None:
    """Its code is removed after that."""
    with ThreadPoolExecutor(2) as pool:
        invocation = pool.submit(invoke, fleet)
        assert starts.begun.acquire(timeout=10)
        end = pool.submit(fleet.stop_environments_for_version, "version")
        assert not wait([end], timeout=0.1).done
        starts.go_on.set()
        assert invocation.result(10) == "0"
        end.result(10)
    assert starts.environments[0].stopped


def test_environments_end_when_they_were_idle_for_long() -> None:
    environment = FakeEnvironment(0, "version")
    environment.stop_if_idle(time.monotonic())
    assert not environment.stopped, "it was started for somebody"
    environment.reserve()
    environment.stop_if_idle(time.monotonic())
    assert not environment.stopped, "it is at work"
    environment.release()
    environment.stop_if_idle(time.monotonic() - 60)
    assert not environment.stopped
    environment.stop_if_idle(time.monotonic())
    assert environment.stopped
    with pytest.raises(InvalidStatusException):
        environment.release()


def test_least_recently_used_environment_ends_first(fleet: ElasticAssignment, starts: Starts) -> None:
    starts.go_on.set()
    for version in ("first", "second", "third"):
        invoke(fleet, version=version)
    invoke(fleet, version="first")
    first, second, third = starts.environments
    with fleet.get_environment("third", None, InitializationType.on_demand):
        assert fleet.end_least_recently_used()
        assert [second.stopped, first.stopped] == [True, False]
        assert fleet.end_least_recently_used()
        assert first.stopped
        assert not fleet.end_least_recently_used(), "the one in use stays"
    assert not third.stopped


def test_environments_of_a_version_ask_for_credentials_once_in_a_while(
    fleet: ElasticAssignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def get_credentials(environment: ExecutionEnvironment) -> dict[str, str]:
        asked.append(environment.id)
        return {"AccessKeyId": environment.id}

    monkeypatch.setattr(ExecutionEnvironment, "get_credentials", get_credentials)
    environments = [FakeEnvironment(number, "version") for number in range(4)]
    for environment in environments[:3]:
        environment.fleet = fleet._fleets["version"]
    environments[3].fleet = fleet._fleets["another version"]
    assert [each.get_credentials()["AccessKeyId"] for each in environments] == ["0", "0", "0", "3"]
    environments[0].fleet.credentials_until = time.monotonic() - 1
    assert environments[1].get_credentials()["AccessKeyId"] == "1"
    assert asked == ["0", "3", "1"]
