from __future__ import annotations

import json
import re
from typing import Any

from emulator.lambda_runtime.log_settings import LogSettings
from emulator.lambda_runtime.platform_events import Invoked, JsonEvents, PlatformEvents, Subject, TextEvents
from emulator.lambda_runtime.platform_log import Failure

SUBJECT = Subject(
    function_name="notifier",
    version="$LATEST",
    runtime="nodejs22.x",
    runtime_version_arn="arn:aws:lambda:eu-central-1::runtime:775d",
    log_stream="2026/10/08/[$LATEST]22be",
    memory_size=256,
    timeout=5,
)
WELL = Invoked(
    request_id="r-1",
    duration=1.23396,
    init_duration=0.4635123,
    peak_memory=123 * 1024 * 1024 - 5,
    produced=4,
    failure=None,
    exit_reason=None,
)
TIMED_OUT = Invoked(
    request_id="r-2",
    duration=5,
    init_duration=None,
    peak_memory=94 * 1024 * 1024,
    produced=0,
    failure=Failure("timeout"),
    exit_reason=None,
)


def records(messages: list[str]) -> list[Any]:
    """Type and record of each; all have the time in front."""
    events = [json.loads(message) for message in messages]
    for event in events:
        assert list(event) == ["time", "type", "record"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event["time"])
    assert all(message.endswith("}\n") for message in messages)
    return [(event["type"], event["record"]) for event in events]


def life(events: PlatformEvents) -> list[str]:
    """Everything there is to log about an environment."""
    return [
        *events.init_started(),
        *events.init_ended(0.25, "init", None),
        *events.invoke_started("r-1", "arn:aws:lambda:eu-central-1:0:function:notifier"),
        *events.invoke_ended(WELL),
        *events.logs_dropped(123, 12345),
        *events.invoke_ended(TIMED_OUT),
        *events.init_ended(0.25, "invoke", Failure("error", "Runtime.ExitError")),
    ]


def test_records_as_aws_writes_them() -> None:
    """The first three but for runtimeDone are a recording of October 2026, the last two are one of July 2026."""
    events = JsonEvents(SUBJECT, LogSettings(is_json=True, system_level="DEBUG"))
    assert records(events.init_started()) == [
        (
            "platform.initStart",
            {
                "initializationType": "on-demand",
                "phase": "init",
                "runtimeVersion": "nodejs:22.v1",
                "runtimeVersionArn": "arn:aws:lambda:eu-central-1::runtime:775d",
                "functionName": "notifier",
                "functionVersion": "$LATEST",
                "instanceId": "2026/10/08/[$LATEST]22be",
                "instanceMaxMemory": 268435456,
            },
        )
    ]
    arn = "arn:aws:lambda:eu-central-1:0:function:notifier"
    start = {"requestId": "r-1", "functionArn": arn, "version": "$LATEST"}
    assert records(events.invoke_started("r-1", arn)) == [("platform.start", start)]
    done, report = records(events.invoke_ended(WELL))
    metrics = {"durationMs": 1233.96, "producedBytes": 4}
    assert done == ("platform.runtimeDone", {"requestId": "r-1", "status": "success", "metrics": metrics})
    assert list(report[1]) == ["requestId", "metrics", "status"]
    assert report == (
        "platform.report",
        {
            "requestId": "r-1",
            "metrics": {
                "durationMs": 1233.96,
                "billedDurationMs": 1698,
                "memorySizeMB": 256,
                "maxMemoryUsedMB": 123,
                "initDurationMs": 463.512,
            },
            "status": "success",
        },
    )
    assert '"durationMs":5000.0,' in events.invoke_ended(TIMED_OUT)[0]
    done, report = records(events.invoke_ended(TIMED_OUT))
    metrics = {"durationMs": 5000.0, "producedBytes": 0}
    assert done == ("platform.runtimeDone", {"requestId": "r-2", "status": "timeout", "metrics": metrics})
    assert report == (
        "platform.report",
        {
            "requestId": "r-2",
            "metrics": {
                "durationMs": 5000.0,
                "billedDurationMs": 5000,
                "memorySizeMB": 256,
                "maxMemoryUsedMB": 94,
            },
            "status": "timeout",
        },
    )


def test_the_records_of_the_init_phase_and_of_what_was_dropped() -> None:
    events = JsonEvents(SUBJECT, LogSettings(is_json=True, system_level="DEBUG"))
    how = {"initializationType": "on-demand", "phase": "invoke", "status": "error", "errorType": "Runtime.ExitError"}
    assert records(events.init_ended(0.25, "invoke", Failure("error", "Runtime.ExitError"))) == [
        ("platform.initRuntimeDone", how),
        ("platform.initReport", {**how, "metrics": {"durationMs": 250.0}}),
    ]
    [(kind, record)] = records(events.logs_dropped(123, 12345))
    assert kind == "platform.logsDropped"
    assert (record["droppedBytes"], record["droppedRecords"]) == (12345, 123)


def test_the_system_log_level() -> None:
    def kinds(level: str) -> list[str]:
        events = JsonEvents(SUBJECT, LogSettings(is_json=True, system_level=level))
        return [kind.removeprefix("platform.") for kind, _ in records(life(events))]

    failures = ["logsDropped", "runtimeDone", "report", "initRuntimeDone", "initReport"]
    assert kinds("WARN") == failures
    assert kinds("INFO") == ["initStart", "start", "report", *failures]
    assert kinds("DEBUG") == [
        *("initStart", "initRuntimeDone", "initReport", "start", "runtimeDone", "report"),
        *failures,
    ]


def test_text_d72_d77() -> None:
    """Without a word about an init phase that went well."""
    messages = life(TextEvents(SUBJECT))
    assert "Task timed out after 5.00 seconds" in messages.pop(-2)
    heads = [message.split()[0] for message in messages]
    assert heads == ["INIT_START", "START", "END", "REPORT", "Petri", "END", "REPORT", "INIT_REPORT"]
