"""Batches that fail: what is tried again, how often, and what becomes of the rest: rows D23, D25, D27 to D30."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance.event_source_mappings.application import Application, Inbox, wait_until

if TYPE_CHECKING:
    from tests.conftest import Emulator

REPORTS: dict[str, Any] = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}


def fail_with(*bad: str) -> Any:
    """Fail each call that has one of these records."""
    return lambda keys: {"raise": "bad"} if set(keys) & set(bad) else {}


def wait_for_refusals(emulator: Emulator, application: Application, number: int = 2) -> None:
    """Wait until the function was not called so often."""
    log, line = emulator.state_dir / "logs" / "emulator.log", f"=> {application.name} is not called"
    wait_until(lambda: log.read_text().count(line) >= number)


def test_throttles_are_no_tries_d23(application: Application, inbox: Inbox, emulator: Emulator) -> None:
    functions = application.functions
    functions.put_function_concurrency(FunctionName=application.name, ReservedConcurrentExecutions=0)
    application.map(MaximumRetryAttempts=0)
    application.put("1")
    wait_for_refusals(emulator, application)
    functions.put_function_concurrency(FunctionName=application.name, ReservedConcurrentExecutions=1)
    inbox.wait_for("1")


def test_a_deleted_function_is_no_try_d23(application: Application, inbox: Inbox, emulator: Emulator) -> None:
    application.map(MaximumRetryAttempts=0)
    application.functions.delete_function(FunctionName=application.name)
    application.put("1")
    wait_for_refusals(emulator, application)
    application.create_function()
    inbox.wait_for("1")


def test_a_failed_batch_is_split_until_the_bad_record_is_alone_d25(application: Application, inbox: Inbox) -> None:
    inbox.decide = fail_with("3")
    application.put("1", "2", "3", "4")
    application.map("TRIM_HORIZON", BisectBatchOnFunctionError=True, MaximumRetryAttempts=0)
    wait_until(inbox.received)
    application.put("5")
    wait_until(lambda: "5" in inbox.received())
    # A batch of one cannot be split, and with no retries it is given up after one call of its own.
    assert inbox.batches() == [["1", "2", "3", "4"], ["1", "2"], ["3", "4"], ["3"], ["4"], ["5"]]


def test_splitting_uses_up_no_retries_d25(application: Application, inbox: Inbox) -> None:
    inbox.decide = fail_with("2")
    application.put("1", "2")
    application.map("TRIM_HORIZON", BisectBatchOnFunctionError=True, MaximumRetryAttempts=1)
    wait_until(inbox.received)
    application.put("3")
    wait_until(lambda: "3" in inbox.received())
    assert inbox.batches() == [["1", "2"], ["1"], ["2"], ["2"], ["3"]]


@pytest.mark.parametrize("answer", [[], None, {}, {"batchItemFailures": []}, {"batchItemFailures": None}, "", 0])
def test_results_that_mean_success_d27(application: Application, inbox: Inbox, answer: object) -> None:
    inbox.decide = lambda _keys: answer
    application.put("1", "2")
    mapping = application.map("TRIM_HORIZON", MaximumRetryAttempts=1, **REPORTS)
    inbox.wait_for("1", "2")
    application.wait_for_result(mapping, "OK")
    application.put("3")
    inbox.wait_for("1", "2", "3")


@pytest.mark.parametrize(
    "failure",
    [
        {"itemIdentifier": ""},
        {"itemIdentifier": None},
        {"itemIdentifier": 123},
        {"itemIdentifier": "123"},
        {"foo": 123},
        {},
        None,
        "123",
    ],
)
def test_results_that_mean_failure_of_all_d28(application: Application, inbox: Inbox, failure: object) -> None:
    inbox.decide = lambda keys: {"batchItemFailures": [failure]} if "1" in keys else None
    application.put("1", "2")
    mapping = application.map("TRIM_HORIZON", MaximumRetryAttempts=1, **REPORTS)
    application.wait_for_result(mapping, "PROBLEM: Function call failed")
    wait_until(lambda: len(inbox.events) == 2)
    application.put("3")
    wait_until(lambda: len(inbox.events) == 3)
    assert inbox.batches() == [["1", "2"], ["1", "2"], ["3"]]


def test_the_lowest_of_several_failures_counts_d26(application: Application, inbox: Inbox) -> None:
    application.put("1", "2", "3")

    def answers() -> Iterator[Any]:
        numbers = [record["dynamodb"]["SequenceNumber"] for record in inbox.events[0]["Records"]]
        yield {"batchItemFailures": [{"itemIdentifier": numbers[2]}, {"itemIdentifier": numbers[1]}]}

    inbox.answers = answers()
    application.map("TRIM_HORIZON", **REPORTS)
    inbox.wait_for("1", "2", "3", "2", "3")


def test_what_failed_alone_has_all_its_retries_d26_d29(application: Application, inbox: Inbox) -> None:
    """As recorded from AWS: the call in which others succeeded is none of the retries of the one that failed."""

    def decide(keys: list[str]) -> Any:
        if "3" not in keys:
            return None
        number = next(
            record["dynamodb"]["SequenceNumber"]
            for record in inbox.events[-1]["Records"]
            if record["dynamodb"]["Keys"]["sortKey"]["S"] == "3"
        )
        return {"batchItemFailures": [{"itemIdentifier": number}]}

    inbox.decide = decide
    application.put("1", "2", "3")
    application.map("TRIM_HORIZON", MaximumRetryAttempts=1, **REPORTS)
    wait_until(inbox.received)
    application.put("4")
    wait_until(lambda: "4" in inbox.received())
    assert inbox.batches()[:3] == [["1", "2", "3"], ["3"], ["3"]]


def test_results_are_ignored_unless_asked_for_d30(application: Application, inbox: Inbox) -> None:
    def answers() -> Iterator[Any]:
        number = inbox.events[0]["Records"][0]["dynamodb"]["SequenceNumber"]
        yield {"batchItemFailures": [{"itemIdentifier": number}]}

    inbox.answers = answers()
    mapping = application.map()
    application.put("1")
    application.wait_for_result(mapping, "OK")
    application.put("2")
    inbox.wait_for("1", "2")


def test_a_timeout_is_a_failure_d22(application: Application, inbox: Inbox) -> None:
    go_on = threading.Event()
    application.functions.update_function_configuration(FunctionName=application.name, Timeout=1)
    wait_until(
        lambda: (
            application.functions.get_function_configuration(FunctionName=application.name)["LastUpdateStatus"]
            == "Successful"
        )
    )
    inbox.decide = lambda _keys: len(inbox.events) == 1 and go_on.wait(10) and None
    mapping = application.map(BatchSize=1)
    application.put("1")
    application.wait_for_result(mapping, "PROBLEM: Function call failed")
    go_on.set()
    application.put("2")
    inbox.wait_for("1", "1", "2")
