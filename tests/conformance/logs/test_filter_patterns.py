"""CloudWatch Logs applies filter patterns, as its documentation says, wherever one can be given."""

from __future__ import annotations

import base64
import gzip
import json
import time
import uuid
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from tests.support import RECORDER, create_function, eventually, metric_sum, recorded

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Emulator

LINES = [
    "START RequestId: 1",
    "ERROR table not found",
    "WARNING slow",
    '{"level": "ERROR", "ms": 1200, "user": {"name": "Ann"}}',
    '{"level": "INFO", "ms": 3}',
    '127.0.0.1 - ann [10/Oct/2000:13:25:15 -0700] "GET /virus HTTP/1.1" 404 17',
]


@pytest.fixture
def group(emulator: Emulator) -> str:
    """A log group with one stream."""
    logs, name = emulator.client("logs"), f"/test/{uuid.uuid4().hex[:8]}"
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="s")
    return name


def write(emulator: Emulator, group: str, lines: list[str] = LINES) -> None:
    """Put lines into the group's stream, a millisecond apart."""
    now = int(time.time() * 1000) - 1000
    events = [{"timestamp": now + index, "message": line} for index, line in enumerate(lines)]
    emulator.client("logs").put_log_events(logGroupName=group, logStreamName="s", logEvents=events)


@pytest.mark.parametrize(
    ("pattern", "matched"),
    [
        ("", [0, 1, 2, 3, 4, 5]),
        ("ERROR", [1, 3]),
        ("ERROR -found", [3]),
        ("?WARNING ?START", [0, 2]),
        ('"not found"', [1]),
        ("%slow$%", [2]),
        ('{ $.level = "ERROR" && $.user.name = "A*" }', [3]),
        ("{ $.ms < 10 || $.ms > 1000 }", [3, 4]),
        ("[ip, dash, user, time, request, status=4*, bytes]", [5]),
    ],
)
def test_filter_log_events(emulator: Emulator, group: str, pattern: str, matched: list[int]) -> None:
    write(emulator, group)
    pages = emulator.client("logs").get_paginator("filter_log_events")
    found = pages.paginate(logGroupName=group, filterPattern=pattern, PaginationConfig={"PageSize": 1})
    assert [event["message"] for page in found for event in page["events"]] == [LINES[index] for index in matched]


def test_what_is_no_pattern_is_refused(emulator: Emulator, group: str) -> None:
    logs = emulator.client("logs")
    metric = {"metricName": "m", "metricNamespace": "n", "metricValue": "1"}
    for call, arguments in (
        (logs.filter_log_events, {}),
        (logs.put_metric_filter, {"filterName": "f", "metricTransformations": [metric]}),
        (logs.put_subscription_filter, {"filterName": "f", "destinationArn": "arn:aws:lambda:eu-west-1:0:function:f"}),
    ):
        with pytest.raises(ClientError) as refused:
            call(logGroupName=group, filterPattern="{ $.level = ", **arguments)
        error = refused.value.response["Error"]
        assert (error["Code"], error["Message"]) == ("InvalidParameterException", "Invalid filter pattern")


def test_a_metric_filter_counts_what_matches_in_its_group(emulator: Emulator, group: str) -> None:
    logs, namespace = emulator.client("logs"), uuid.uuid4().hex
    other = f"{group}-other"
    logs.create_log_group(logGroupName=other)
    logs.create_log_stream(logGroupName=other, logStreamName="s")
    for name, pattern, value in (("errors", "ERROR", "1"), ("ms", "{ $.ms > 0 }", "$.ms")):
        metric = {"metricName": name, "metricNamespace": namespace, "metricValue": value}
        logs.put_metric_filter(
            logGroupName=group, filterName=name, filterPattern=pattern, metricTransformations=[metric]
        )
    write(emulator, group)
    write(emulator, other)
    assert [metric_sum(emulator, namespace, name) for name in ("errors", "ms")] == [2, 1203]


def test_a_metric_filter_counts_what_a_function_logs(emulator: Emulator) -> None:
    source = "def handler(event, context):\n    print('ERROR one')\n    print('fine')\n"
    name, namespace = create_function(emulator, source).rpartition(":")[2], uuid.uuid4().hex
    logs, group = emulator.client("logs"), f"/aws/lambda/{name}"
    logs.create_log_group(logGroupName=group)
    logs.put_metric_filter(
        logGroupName=group,
        filterName="errors",
        filterPattern="ERROR",
        metricTransformations=[{"metricName": "errors", "metricNamespace": namespace, "metricValue": "1"}],
    )
    for _ in range(2):
        emulator.client("lambda").invoke(FunctionName=name)
    eventually(lambda: metric_sum(emulator, namespace, "errors") == 2)


def test_a_subscription_gets_what_matches(emulator: Emulator, group: str, tmp_path: Path) -> None:
    events_file = tmp_path / "events.jsonl"
    arn = create_function(emulator, RECORDER, EVENTS_FILE=str(events_file))
    emulator.client("logs").put_subscription_filter(
        logGroupName=group, filterName="errors", filterPattern="ERROR", destinationArn=arn
    )
    write(emulator, group, ["all is well"])
    write(emulator, group)
    event = eventually(lambda: recorded(events_file))[0]
    data = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
    assert [each["message"] for each in data["logEvents"]] == [LINES[1], LINES[3]]
