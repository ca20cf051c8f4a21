"""What else begins a trace: messages, connections and their ends, schedules, writes by nobody."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import requests
import websocket

from tests.support import ECHO, ROLE, create_api, create_function, eventually, make_two_way

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Emulator

WAITING_CALLER = """
import json, os, boto3
def handler(event, context):
    answer = boto3.client("lambda").invoke(
        FunctionName=os.environ["OTHER"], Payload=json.dumps({"n": 1, "clientSecret": "nobodys"}))
    return {"statusCode": 200, "body": answer["Payload"].read().decode()}
"""
ANSWER = """
def handler(event, context):
    return {"statusCode": 200, "body": "answer"}
"""
CALLER = """
import json, os, boto3
def handler(event, context):
    boto3.client("lambda").invoke(
        FunctionName=os.environ["OTHER"], InvocationType="Event", Payload=json.dumps({"clientSecret": "nobodys"}))
    return {"statusCode": 200}
"""


def trace_with(emulator: Emulator, **wanted: Any) -> list[dict[str, Any]]:
    """The spans of the latest trace that has a span with these members, once it is there."""

    def find() -> list[dict[str, Any]] | None:
        for listed in requests.get(f"{emulator.endpoint}/_petri/traces", timeout=10).json()["traces"]:
            spans = requests.get(f"{emulator.endpoint}/_petri/traces/{listed['id']}", timeout=10).json()["spans"]
            if any(wanted.items() <= span.items() for span in spans):
                return list(spans)
        return None

    return eventually(find) or []


def nesting(spans: list[dict[str, Any]]) -> dict[str, str | None]:
    """Each span's kind, and its parent's."""
    kinds = {span["id"]: span["kind"] for span in spans}
    return {span["kind"]: kinds.get(span["parentId"]) for span in spans}


def name_of(function_arn: str) -> str:
    return function_arn.rpartition(":")[2]


def test_a_connection_its_messages_and_its_end(emulator: Emulator) -> None:
    function = create_function(emulator, ANSWER)
    api_id = create_api(emulator, "WEBSOCKET", dict.fromkeys(("$connect", "$disconnect", "$default"), function))
    make_two_way(emulator, api_id, "$default")
    client = websocket.create_connection(emulator.api_url(api_id, scheme="ws"), timeout=15, header=["Cookie: a=hidden"])
    client.send('{"text": "hello", "password": "hidden"}')
    assert client.recv() == "answer"
    spans = trace_with(emulator, name="message ($default)")
    connection_id = spans[0]["resource"]
    assert nesting(spans) == {"message": None, "function": "message", "frame": "message"}
    assert json.loads(spans[0]["request"]) == {"text": "hello", "password": "***"}
    (frame,) = [span for span in spans if span["kind"] == "frame"]
    assert (frame["request"], frame["resource"]) == ("answer", connection_id)
    connected = trace_with(emulator, name="$connect", resource=connection_id)
    assert nesting(connected) == {"connect": None, "function": "connect"}
    client.close()
    ended = trace_with(emulator, name="$disconnect", resource=connection_id)
    assert nesting(ended) == {"connect": None, "function": "connect"}
    assert "hidden" not in json.dumps([spans, connected, ended])


def test_a_schedule_of_eventbridge_scheduler(emulator: Emulator) -> None:
    function = create_function(emulator, ECHO)
    soon = datetime.now(UTC) + timedelta(seconds=2)
    emulator.client("scheduler").create_schedule(
        Name="traced",
        ScheduleExpression=f"at({soon:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": function, "RoleArn": ROLE},
    )
    spans = trace_with(emulator, kind="function", name=name_of(function))
    assert nesting(spans) == {"schedule": None, "function": "schedule"}
    assert spans[0]["name"] == "traced"


def test_a_function_that_invokes_another_later(emulator: Emulator) -> None:
    other = create_function(emulator, ECHO)
    function = create_function(emulator, CALLER, OTHER=other)
    api_id = create_api(emulator, "HTTP", {"GET /": function})
    assert requests.get(emulator.api_url(api_id) + "/", timeout=20).status_code == 200
    spans = trace_with(emulator, name=name_of(other))
    by_id = {span["id"]: span for span in spans}
    names = [span["name"] for span in spans]
    assert names == ["GET /", name_of(function), "lambda.Invoke", name_of(other)]
    assert [by_id[span["parentId"]]["name"] for span in spans[1:]] == names[:3]
    assert "nobodys" not in json.dumps(spans)


def test_a_function_that_invokes_another_and_waits(emulator: Emulator) -> None:
    other = create_function(emulator, ANSWER)
    function = create_function(emulator, WAITING_CALLER, OTHER=name_of(other))
    api_id = create_api(emulator, "HTTP", {"GET /": function})
    assert requests.get(emulator.api_url(api_id) + "/", timeout=20).json()["body"] == "answer"
    spans = trace_with(emulator, name=name_of(other))
    by_id = {span["id"]: span for span in spans}
    names = [span["name"] for span in spans]
    assert names == ["GET /", name_of(function), "lambda.Invoke", name_of(other)]
    assert [by_id[span["parentId"]]["name"] for span in spans[1:]] == names[:3]
    call = spans[2]
    assert call["resource"] == name_of(other)
    assert json.loads(json.loads(call["request"])["Payload"]) == {"n": 1, "clientSecret": "***"}
    assert json.loads(call["response"]) == {"statusCode": 200, "body": "answer"}
    assert "nobodys" not in json.dumps(spans)


def test_the_traces_of_invocations_are_found_by_their_request_ids(emulator: Emulator) -> None:
    function = create_function(emulator, ECHO)
    api_id = create_api(emulator, "HTTP", {"GET /": function})
    assert requests.get(emulator.api_url(api_id) + "/", timeout=20).status_code == 200
    spans = trace_with(emulator, name=name_of(function))
    (trace_id,) = [
        listed["id"]
        for listed in requests.get(f"{emulator.endpoint}/_petri/traces", timeout=10).json()["traces"]
        if requests.get(f"{emulator.endpoint}/_petri/traces/{listed['id']}", timeout=10).json()["spans"] == spans
    ]
    request_id = spans[1]["attributes"]["requestId"]
    asked = {"requestId": [request_id, "7d2bd9f0-0000-4000-8000-000000000000", "<b>", ""]}
    found = requests.get(f"{emulator.endpoint}/_petri/invocations", params=asked, timeout=10).json()
    assert found == {"traces": {request_id: trace_id}}
    assert requests.get(f"{emulator.endpoint}/_petri/invocations", timeout=10).json() == {"traces": {}}


def test_it_can_be_switched_off(start_emulator: Callable[..., Emulator]) -> None:
    emulator = start_emulator(PETRI_TRACING="0")
    api_id = create_api(emulator, "HTTP", {"GET /": create_function(emulator, ECHO)})
    assert requests.get(emulator.api_url(api_id) + "/", timeout=20).status_code == 200
    assert requests.get(f"{emulator.endpoint}/_petri/traces", timeout=10).json() == {"traces": []}
