"""Who has caused whom, in traces that are not as simple as those of the application."""

from __future__ import annotations

from typing import Any

from emulator.tracing import listing
from emulator.tracing.happenings import AwsCalled, Fired, FunctionRan, Happening, HttpCalled, Linked, Posted, RecordRead
from emulator.tracing.trace_ids import with_parent

ROOT = "1-5759e988-bd862e3fe1be46a99427279{}"


def header(number: int = 0) -> str:
    return f"Root={ROOT.format(number)}"


def http(started: float, ended: float, trace: str, status: int = 200) -> HttpCalled:
    return HttpCalled(trace, started, ended, "api", "dev", "GET", "/a", "", "GET /a", status, (), b"", 0, (), b"", 0)


def function(started: float, ended: float, trace: str, name: str, span: str, request_id: str = "") -> FunctionRan:
    return FunctionRan(trace, started, ended, span, name, request_id, b"{}", 2, b"{}", 2, False, None)


def call(started: float, ended: float, trace: str, operation: str, **request: Any) -> AwsCalled:
    service = "lambda" if operation == "Invoke" else "dynamodb"
    return AwsCalled(trace, started, ended, service, operation, None, 200, None, request, None, 0)


def record(started: float, ended: float, trace: str, write: float | None) -> RecordRead:
    return RecordRead(trace, started, ended, "t", {"eventName": "INSERT", "dynamodb": {"Keys": {}}}, write)


def parents(*happenings: Happening, number: int = 0) -> dict[str, str | None]:
    """The name of each span's parent by the span's name."""
    trace = listing.one(ROOT.format(number), enumerate(happenings))
    assert trace
    names = {span["id"]: span["name"] for span in trace["spans"]}
    return {span["name"]: names.get(span["parentId"]) for span in trace["spans"]}


def test_a_function_that_invokes_another() -> None:
    trace = header()
    assert parents(
        call(3, 4, with_parent(trace, "b"), "GetItem", TableName="t"),
        function(2, 5, with_parent(trace, "b"), "two", "b"),
        call(1.5, 6, with_parent(trace, "a"), "Invoke", FunctionName="arn:aws:lambda:eu-west-1:0:function:two"),
        function(1, 7, with_parent(trace, "a"), "one", "a"),
        http(0, 8, trace),
    ) == {
        "GET /a": None,
        "one": "GET /a",
        "lambda.Invoke": "one",
        "two": "lambda.Invoke",
        "dynamodb.GetItem": "two",
    }


def test_calls_of_two_functions_at_once_belong_to_theirs() -> None:
    trace = header()
    assert parents(
        function(1, 9, with_parent(trace, "a"), "one", "a"),
        function(2, 8, with_parent(trace, "b"), "two", "b"),
        call(3, 4, with_parent(trace, "a"), "GetItem", TableName="t"),
        call(3, 4, with_parent(trace, "b"), "Query", TableName="t"),
    ) == {"one": None, "two": "one", "dynamodb.GetItem": "one", "dynamodb.Query": "two"}


def test_of_two_writes_each_has_its_record() -> None:
    trace = with_parent(header(), "a")
    happenings = (
        function(0, 9, trace, "one", "a"),
        call(1, 2, trace, "PutItem", TableName="t"),
        call(3, 4, trace, "DeleteItem", TableName="t"),
        record(4, 5, trace, 3),
    )
    assert parents(*happenings)["INSERT t"] == "dynamodb.DeleteItem"


def test_a_batch_goes_on_with_its_first_record_and_the_others_say_where() -> None:
    happenings = (
        record(1, 2, header(0), None),
        record(1, 2, header(1), None),
        Linked(header(0), 3, 3, "request", (header(1),)),
        function(3, 4, with_parent(header(0), "a"), "batch", "a", "request"),
    )
    assert parents(*happenings) == {"INSERT t": None, "batch": "INSERT t"}
    first, other = (listing.one(ROOT.format(number), enumerate(happenings)) for number in (0, 1))
    assert first
    assert other
    assert first["spans"][1]["attributes"]["links"] == [ROOT.format(1)]
    assert [span["attributes"]["continuedIn"] for span in other["spans"]] == [ROOT.format(0)]


def test_a_schedule_causes_a_function_that_runs_later() -> None:
    assert parents(
        Fired(header(), 0, 0.5, "arn:aws:events:eu-west-1:0:rule/tick", "rate(1 minute)", "arn"),
        function(2, 3, with_parent(header(), "a"), "one", "a"),
    ) == {"tick": None, "one": "tick"}


def test_what_has_begun_but_not_ended_is_shown_without_its_cause() -> None:
    trace = with_parent(header(), "a")
    assert parents(call(1, 2, trace, "PutItem", TableName="t")) == {"dynamodb.PutItem": None}


def test_a_lost_socket_is_no_error_but_a_failed_request_is() -> None:
    gone = Posted(header(0), 0, 1, "", "", "id", "POST", 410, b"", 0)
    first, second = listing.latest(10, enumerate([gone, http(2, 3, header(1), status=500)]))
    assert (first["id"], first["status"], first["spans"]) == (ROOT.format(1), "error", 1)
    assert (second["id"], second["status"], second["spans"]) == (ROOT.format(0), "ok", 1)
    assert [each["id"] for each in listing.latest(1, enumerate([gone, http(2, 3, header(1))]))] == [ROOT.format(1)]


def test_a_broadcast_to_thousands_is_shown_in_part() -> None:
    trace = with_parent(header(), "a")
    posts = [Posted(trace, 2 + number, 3 + number, "", "", "id", "POST", 200, b"", 0) for number in range(2000)]
    happenings: list[tuple[int, Happening]] = list(
        enumerate([*posts, function(1, 3000, trace, "one", "a"), http(0, 4000, header())])
    )
    shown = listing.one(ROOT.format(0), happenings)
    assert shown
    assert shown["leftOut"] == 2002 - listing.MAX_HAPPENINGS_SHOWN
    assert [span["name"] for span in shown["spans"][:3]] == ["GET /a", "one", "PostToConnection"]
    (listed,) = listing.latest(1, happenings)
    assert listed["spans"] == 4002
