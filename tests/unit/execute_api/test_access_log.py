"""Lines of access logs (rows A85, A103, B89)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from emulator.execute_api import access_log
from emulator.execute_api.access_log import MAX_EVENT_BYTES, cut, render, write

if TYPE_CHECKING:
    from emulator.lambda_runtime.log_events import LogEvent
    from emulator.lambda_runtime.log_store import LogStream

VARIABLES = {
    "requestId": "id=",
    "identity.sourceIp": "127.0.0.1",
    "status": "200",
    "httpMethod": "GET",
    "error.message": "",
    "authorizer.claims.cognito:username": "ann",
    "authorizer.my-key": "value",
}


@pytest.mark.parametrize(
    ("line_format", "line"),
    [
        ('{"id":"$context.requestId","ip":"$context.identity.sourceIp"}', '{"id":"id=","ip":"127.0.0.1"}'),
        ('$context.identity.sourceIp - - "$context.httpMethod" $context.status', '127.0.0.1 - - "GET" 200'),
        ("$context.requestId $context.nothing.at.all", "id= -"),
        ("$context.requestId $context.error.message", "id= -"),
        ("$context.status.", "200."),
        ("$context.status-$context.httpMethod", "200-GET"),
        ("$context.status$context.httpMethod", "200GET"),
        ("$context.authorizer.claims.cognito:username", "ann"),
        ("$context.authorizer.my-key, $context.authorizer.other", "value, -"),
        ("$context. $contextual $CONTEXT.status", "$context. $contextual $CONTEXT.status"),
        ("", ""),
    ],
)
def test_render_a103_b89(line_format: str, line: str) -> None:
    assert render(line_format, VARIABLES) == line


def test_cut_at_1024_bytes_a85() -> None:
    assert cut("x" * MAX_EVENT_BYTES) == "x" * MAX_EVENT_BYTES
    assert cut("x" * (MAX_EVENT_BYTES + 1)) == "x" * MAX_EVENT_BYTES
    assert cut("€" * 1000) == "€" * (MAX_EVENT_BYTES // 3)


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[LogStream, list[LogEvent]]]:
    delivered: list[tuple[LogStream, list[LogEvent]]] = []
    monkeypatch.setattr(access_log, "deliver", lambda *delivery: delivered.append(delivery))
    return delivered


def stage(**settings: str) -> Any:
    return {"StageName": "dev", "AccessLogSettings": settings}


@pytest.mark.parametrize("suffix", ["", ":*"])
def test_write(delivered: list[tuple[LogStream, list[LogEvent]]], suffix: str) -> None:
    """To the group of the ARN, in one stream."""
    arn = f"arn:aws:logs:eu-west-1:000000000000:log-group:/my/api{suffix}"
    for _ in range(2):
        write(stage(DestinationArn=arn, Format="$context.status"), lambda: VARIABLES)
    (stream, (event,)), (same_stream, _) = delivered
    assert (stream.account_id, stream.region, stream.group) == ("000000000000", "eu-west-1", "/my/api")
    assert event.message == "200"
    assert stream == same_stream


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"DestinationArn": "arn:aws:logs:eu-west-1:000000000000:log-group:a"},
        {"DestinationArn": "arn:aws:firehose:eu-west-1:000000000000:deliverystream/a", "Format": "$context.status"},
        {"DestinationArn": "nonsense", "Format": "$context.status"},
    ],
)
def test_nothing_to_write(delivered: list[tuple[LogStream, list[LogEvent]]], settings: dict[str, str]) -> None:
    write(stage(**settings), lambda: VARIABLES)
    assert delivered == []
