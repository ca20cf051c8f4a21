"""One virus from the click to every browser, as one trace; and what the live feed tells meanwhile."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.e2e.stacks import own_stack
from tests.e2e.test_pipeline import Pipeline, pipeline_of
from tests.support import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator

_TRACE = "1-67890abc-0123456789abcdef0123456{}"


@pytest.fixture(scope="module")
def pipeline(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """A stack of this file's own."""
    with own_stack(emulator, tmp_path_factory.mktemp("traced"), "traced") as own:
        yield pipeline_of(own)


def spans_of(pipeline: Pipeline, trace_id: str, count: int) -> list[dict[str, Any]]:
    """The spans of a trace, once there are so many."""

    def read() -> list[dict[str, Any]] | None:
        answer = requests.get(f"{pipeline.emulator.endpoint}/_petri/traces/{trace_id}", timeout=10)
        spans: list[dict[str, Any]] = answer.json().get("spans", [])
        return spans if len(spans) >= count else None

    return eventually(read) or []


def create(pipeline: Pipeline, trace_id: str, **headers: str) -> str:
    """Create a virus in a trace of ours; gives its id."""
    sent = {"X-Amzn-Trace-Id": f"Root={trace_id}"} | headers
    answer = requests.post(f"{pipeline.http}/virus?token=of-the-query", headers=sent, timeout=20)
    virus_id: str = answer.json()["id"]
    return virus_id


def test_a_virus_is_one_trace_from_the_click_to_every_socket(pipeline: Pipeline) -> None:
    trace_id = _TRACE.format(0)
    with pipeline.sockets(2) as sockets:
        virus_id = create(pipeline, trace_id)
        for client in sockets:
            assert json.loads(str(client.recv())) == {"virusId": virus_id}
        spans = spans_of(pipeline, trace_id, 10)
    by_id = {span["id"]: span for span in spans}
    hops = Counter((span["name"], by_id[span["parentId"]]["name"] if span["parentId"] else None) for span in spans)
    assert hops == {
        ("POST /virus", None): 1,
        ("traced-dev-createVirus", "POST /virus"): 1,
        ("dynamodb.PutItem", "traced-dev-createVirus"): 1,
        ("INSERT traced-table", "dynamodb.PutItem"): 1,
        ("traced-dev-sendMessageToClient", "INSERT traced-table"): 1,
        ("dynamodb.Query", "traced-dev-sendMessageToClient"): 1,
        ("PostToConnection", "traced-dev-sendMessageToClient"): 2,
        ("frame", "PostToConnection"): 2,
    }
    for span in spans:
        assert span["status"] == "ok"
        assert span["durationMs"] >= 0
        if span["parentId"]:
            assert span["startedAt"] >= by_id[span["parentId"]]["startedAt"]
    kinds = [span["kind"] for span in spans]
    assert kinds[:5] == ["http", "function", "call", "record", "function"]
    put = spans[2]
    assert put["resource"] == "traced-table"
    assert virus_id in put["request"]
    assert put["startedAt"] + put["durationMs"] <= spans[1]["startedAt"] + spans[1]["durationMs"]
    assert {json.loads(span["request"])["virusId"] for span in spans if span["kind"] == "frame"} == {virus_id}


def test_the_list_has_the_latest_traces(pipeline: Pipeline) -> None:
    create(pipeline, _TRACE.format(1))
    spans_of(pipeline, _TRACE.format(1), 5)
    listed = requests.get(f"{pipeline.emulator.endpoint}/_petri/traces?limit=5", timeout=10).json()["traces"]
    found = next(trace for trace in listed if trace["id"] == _TRACE.format(1))
    assert (found["name"], found["status"]) == ("POST /virus", "ok")
    assert found["spans"] >= 5
    assert found["durationMs"] > 0
    starts = [trace["startedAt"] for trace in listed]
    assert starts == sorted(starts, reverse=True)
    assert len(starts) <= 5


def test_no_secret_is_shown(pipeline: Pipeline) -> None:
    trace_id = _TRACE.format(2)
    create(pipeline, trace_id, Authorization="Bearer of-the-header", Cookie="session=of-the-cookie")
    shown = json.dumps(spans_of(pipeline, trace_id, 5))
    assert "***" in shown
    for secret in ("of-the-header", "of-the-cookie", "of-the-query"):
        assert secret not in shown


@contextmanager
def feed(emulator: Emulator) -> Iterator[Iterator[dict[str, Any]]]:
    """The events of the feed, from now on."""
    with requests.get(f"{emulator.endpoint}/_petri/feed", stream=True, timeout=20) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        lines = answer.iter_lines(chunk_size=1)
        assert next(lines) == b"retry: 2000"
        yield (json.loads(line.removeprefix(b"data: ")) for line in lines if line.startswith(b"data: "))


def test_the_feed_tells_what_happens(pipeline: Pipeline) -> None:
    trace_id = _TRACE.format(3)
    with feed(pipeline.emulator) as events, pipeline.sockets(1) as (client,):
        virus_id = create(pipeline, trace_id)
        client.recv()
        seen: list[dict[str, Any]] = []
        for event in events:
            seen.append(event)
            # The last thing in a trace: the function ends when it has posted to all.
            if event["type"] == "invocation" and event["source"] == "dynamodb" and event["traceId"] == trace_id:
                break
        opened = next(event for event in seen if event["type"] == "connection")
        assert (opened["state"], opened["apiId"], opened["traceId"]) == ("open", "tracedwebs", None)
        ours = {event["type"]: event for event in seen if event["traceId"] == trace_id}
        assert ours["http"]["routeKey"] == "POST /virus"
        assert ours["record"]["newImage"]["sortKey"] == {"S": virus_id}
        assert (ours["frame"]["direction"], json.loads(ours["frame"]["text"])) == ("out", {"virusId": virus_id})
        calls = {event["operation"]: event for event in seen if event["type"] == "call"}
        assert calls["PutItem"]["caller"] == "traced-dev-createVirus"
        assert ours["invocation"]["functionName"] == "traced-dev-sendMessageToClient"


def test_open_connections_come_in_pages(pipeline: Pipeline) -> None:
    url = f"{pipeline.emulator.endpoint}/_petri/connections?apiId=tracedwebs&limit=2"
    with pipeline.sockets(3):
        first = requests.get(url, timeout=10).json()
        second = requests.get(f"{url}&after={first['next']}", timeout=10).json()
        ids = [each["connectionId"] for each in first["connections"] + second["connections"]]
        assert len(first["connections"]) == 2
        assert second["next"] is None
        assert set(ids) == pipeline.connection_ids()
        assert len(ids) == 3


@pytest.mark.parametrize("path", ["feed", "traces", "traces/1-67890abc-0123456789abcdef01234567", "connections"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Host": "evil.example"},
        {"Host": "evil.example", "Origin": "http://evil.example"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_nothing_is_told_to_pages_of_others(emulator: Emulator, path: str, headers: dict[str, str]) -> None:
    with requests.get(f"{emulator.endpoint}/_petri/{path}", headers=headers, stream=True, timeout=10) as answer:
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


def test_bad_questions(emulator: Emulator) -> None:
    url = f"{emulator.endpoint}/_petri"
    for question in ("traces?limit=0", "traces?limit=x", "connections?limit=5000", "connections?after=nonsense"):
        assert requests.get(f"{url}/{question}", timeout=10).status_code == 400
    assert requests.get(f"{url}/traces/1-0-0", timeout=10).status_code == 404
    assert requests.post(f"{url}/traces", timeout=10).status_code == 405
    answer = requests.get(f"{url}/traces", headers={"Origin": emulator.endpoint}, timeout=10)
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers
