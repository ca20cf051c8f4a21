"""One virus from the click to every browser, as one trace; and what the live feed tells meanwhile."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager, suppress
from pathlib import Path
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


def test_a_write_by_no_function_begins_a_trace_with_its_record(pipeline: Pipeline) -> None:
    key = {"partitionKey": {"S": "Virus"}, "sortKey": {"S": "by-nobody"}}
    pipeline.emulator.client("dynamodb").put_item(TableName=pipeline.table, Item=key)

    def find() -> dict[str, Any] | None:
        listed = requests.get(f"{pipeline.emulator.endpoint}/_petri/traces", timeout=10).json()["traces"]
        return next((trace for trace in listed if trace["name"] == "INSERT traced-table"), None)

    found = eventually(find)
    assert found

    def find_function() -> dict[str, Any] | None:
        # It is told when it ends, after the calls that it made.
        return next((span for span in spans_of(pipeline, found["id"], 2) if span["kind"] == "function"), None)

    function = eventually(find_function)
    assert function
    record, *_ = spans_of(pipeline, found["id"], 2)
    assert (record["kind"], record["parentId"]) == ("record", None)
    assert (function["name"], function["parentId"]) == ("traced-dev-sendMessageToClient", record["id"])
    assert "by-nobody" in record["request"]


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
        lines = answer.iter_lines(chunk_size=None)
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


def _collect(events: Iterator[dict[str, Any]], seen: list[dict[str, Any]]) -> None:
    with suppress(requests.RequestException, AttributeError):  # it is closed meanwhile
        seen.extend(events)


def test_a_slow_reader_misses_some_and_holds_nobody(pipeline: Pipeline) -> None:
    dynamodb, emulator = pipeline.emulator.client("dynamodb"), pipeline.emulator
    seen: list[dict[str, Any]] = []

    def get_hello(number: int) -> None:
        headers = {"X-Amzn-Trace-Id": f"Root={_TRACE.format(number)}"}
        requests.get(f"{pipeline.http}/hello", headers=headers, timeout=20)

    def is_told() -> bool:
        get_hello(4)
        return any(event["traceId"] == _TRACE.format(4) for event in seen if event["type"] == "http")

    with socket.socket() as slow, feed(emulator) as events:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.settimeout(20)
        slow.connect(("127.0.0.1", emulator.port))
        slow.sendall(b"GET /_petri/feed HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert slow.recv(12) == b"HTTP/1.1 200"
        threading.Thread(target=_collect, args=(events, seen), daemon=True).start()
        large = {f"a{number}": {"S": "x" * 900} for number in range(40)}
        for batch in range(20):
            puts = [
                {"PutRequest": {"Item": {"partitionKey": {"S": "Large"}, "sortKey": {"S": f"{batch}-{n}"}, **large}}}
                for n in range(25)
            ]
            dynamodb.batch_write_item(RequestItems={pipeline.table: puts})
        # The other reader, and everybody else, has its answers meanwhile.
        eventually(is_told, timeout_seconds=30)
        # Both get the same, but for what the slow one could not take.
        received = b""
        while not (_TRACE.format(5).encode() in received and b'"type":"skipped"' in received):
            get_hello(5)
            received += slow.recv(8 * 1024 * 1024)
        assert received.count(b'"type":"record"') < sum(event["type"] == "record" for event in seen)


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


def petri(emulator: Emulator, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as people do."""
    command = [str(Path(sys.executable).with_name("petri")), *arguments]
    environment = os.environ | {"AWS_ENDPOINT_URL": emulator.endpoint, "COLUMNS": "160"}
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment, check=False)


def test_petri_trace(pipeline: Pipeline) -> None:
    trace_id = _TRACE.format(6)
    create(pipeline, trace_id)
    spans_of(pipeline, trace_id, 6)
    listed = petri(pipeline.emulator, "trace", "--limit", "1000").stdout.splitlines()
    (line,) = [line for line in listed if trace_id in line]
    assert "POST /virus" in line
    shown = petri(pipeline.emulator, "trace", trace_id[-6:]).stdout.splitlines()
    names = [line.split(" ms  ")[1] for line in shown]
    assert names[0].startswith("POST /virus")
    assert names[1].startswith("  traced-dev-createVirus")
    assert names[2].startswith("    dynamodb.PutItem  traced-table")
    assert names[3].startswith("      INSERT traced-table")
    assert names[4].startswith("        traced-dev-sendMessageToClient")
    as_json = json.loads(petri(pipeline.emulator, "trace", trace_id, "--json").stdout)
    assert as_json["id"] == trace_id
    unknown = petri(pipeline.emulator, "trace", "1-00000000-000000000000000000000000")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "There is no trace 1-00000000-000000000000000000000000" in unknown.stderr


def test_bad_questions(emulator: Emulator) -> None:
    url = f"{emulator.endpoint}/_petri"
    for question in ("traces?limit=0", "traces?limit=x", "connections?limit=5000", "connections?after=nonsense"):
        assert requests.get(f"{url}/{question}", timeout=10).status_code == 400
    assert requests.get(f"{url}/traces/1-0-0", timeout=10).status_code == 404
    assert requests.post(f"{url}/traces", timeout=10).status_code == 405
    answer = requests.get(f"{url}/traces", headers={"Origin": emulator.endpoint}, timeout=10)
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers
