"""Access logs of HTTP APIs (rows A85, B89)."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.logs import messages_of
from tests.support import ECHO, create_api, create_function, eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Emulator

FAIL = "def handler(event, context): raise ValueError('no luck')"
CHOOSE_STATUS = "def handler(event, context): return {'statusCode': 418, 'body': 'tea'}"


@pytest.fixture(scope="module")
def api_id(emulator: Emulator) -> str:
    routes = {
        "ANY /pets/{id}": create_function(emulator, ECHO),
        "GET /fail": create_function(emulator, FAIL),
        "GET /tea": create_function(emulator, CHOOSE_STATUS),
    }
    return create_api(emulator, "HTTP", routes)


@pytest.fixture
def log(emulator: Emulator, api_id: str) -> Callable[..., list[str]]:
    """Set a format; then call with the number of lines to wait for."""
    group = f"/test/{uuid.uuid4().hex[:8]}"
    emulator.client("logs").create_log_group(logGroupName=group)

    def read(line_format: str | None = None, *, lines: int = 0) -> list[str]:
        if line_format is not None:
            arn = f"arn:aws:logs:eu-west-1:000000000000:log-group:{group}"
            emulator.client("apigatewayv2").update_stage(
                ApiId=api_id, StageName="dev", AccessLogSettings={"DestinationArn": arn, "Format": line_format}
            )
            return []
        return eventually(lambda: found if len(found := messages_of(emulator, group)) >= lines else [])

    return read


def get(emulator: Emulator, api_id: str, path: str, **headers: str) -> requests.Response:
    return requests.get(emulator.api_url(api_id) + path, headers=headers, timeout=20)


def as_json(*names: str) -> str:
    return json.dumps({name: f"$context.{name}" for name in ("requestId", *names)})


def test_json_b89(emulator: Emulator, api_id: str, log: Callable[..., list[str]]) -> None:
    log(
        as_json(
            "extendedRequestId", "httpMethod", "routeKey", "path", "protocol", "status", "stage", "apiId",
            "domainName", "identity.sourceIp", "identity.userAgent", "responseLength", "integrationStatus",
            "integration.status", "integrationErrorMessage", "error.message", "authorizer.error", "accountId",
        )
    )  # fmt: skip
    response = get(emulator, api_id, "/pets/7", **{"User-Agent": "agent/1"})
    (line,) = log(lines=1)
    request_id = response.headers["apigw-requestid"]
    assert json.loads(line) == {
        "requestId": request_id,
        "extendedRequestId": request_id,
        "httpMethod": "GET",
        "routeKey": "ANY /pets/{id}",
        "path": "/dev/pets/7",
        "protocol": "HTTP/1.1",
        "status": "200",
        "stage": "dev",
        "apiId": api_id,
        "domainName": response.json()["requestContext"]["domainName"],
        "identity.sourceIp": "127.0.0.1",
        "identity.userAgent": "agent/1",
        "responseLength": str(len(response.content)),
        "integrationStatus": "200",
        "integration.status": "200",
        "integrationErrorMessage": "-",
        "error.message": "-",
        "authorizer.error": "-",
        "accountId": "000000000000",
    }


def test_clf_b89(emulator: Emulator, api_id: str, log: Callable[..., list[str]]) -> None:
    log(
        '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.routeKey '
        '$context.protocol" $context.status $context.responseLength $context.requestId'
    )
    event = get(emulator, api_id, "/pets/7")
    context = event.json()["requestContext"]
    (line,) = log(lines=1)
    assert line == (
        f'127.0.0.1 - - [{context["time"]}] "GET ANY /pets/{{id}} HTTP/1.1" 200 {len(event.content)} '
        f"{context['requestId']}"
    )


def test_times_are_numbers_b89(emulator: Emulator, api_id: str, log: Callable[..., list[str]]) -> None:
    names = ("responseLatency", "integrationLatency", "integration.latency", "requestTimeEpoch", "dataProcessed")
    log(as_json(*names))
    get(emulator, api_id, "/pets/7")
    (line,) = log(lines=1)
    values: dict[str, Any] = json.loads(line)
    assert all(int(values[name]) >= 0 for name in names)
    assert int(values["responseLatency"]) >= int(values["integrationLatency"])


def test_failures_b89(emulator: Emulator, api_id: str, log: Callable[..., list[str]]) -> None:
    """What went wrong is in the log, not in the answer."""
    log(as_json("status", "error.message", "error.messageString", "integrationErrorMessage", "integrationStatus"))
    get(emulator, api_id, "/fail")
    (line,) = log(lines=1)
    # The quoted form brings quotes of its own.
    line = line.replace('""Internal Server Error""', '"Internal Server Error"')
    values = json.loads(line)
    assert (values["status"], values["error.message"]) == ("500", "Internal Server Error")
    assert "no luck" in values["integrationErrorMessage"]


def test_status_of_the_function_and_of_lambda_b89(
    emulator: Emulator, api_id: str, log: Callable[..., list[str]]
) -> None:
    log("$context.requestId $context.status $context.integration.status $context.integrationStatus")
    get(emulator, api_id, "/tea")
    (line,) = log(lines=1)
    assert line.split()[1:] == ["418", "418", "200"]


def test_no_route_b89(emulator: Emulator, api_id: str, log: Callable[..., list[str]]) -> None:
    log("$context.requestId $context.status $context.routeKey $context.integrationLatency $context.error.responseType")
    get(emulator, api_id, "/nowhere")
    (line,) = log(lines=1)
    assert line.split()[1:] == ["404", "-", "-", "RESOURCE_NOT_FOUND"]


def test_long_lines_are_cut_a85(emulator: Emulator, api_id: str, log: Callable[..., list[str]]) -> None:
    log("$context.requestId $context.identity.userAgent")
    get(emulator, api_id, "/pets/7", **{"User-Agent": "x" * 2000})
    (line,) = log(lines=1)
    assert len(line) == 1024


def test_every_call_has_its_line_b89(emulator: Emulator, api_id: str, log: Callable[..., list[str]]) -> None:
    log("$context.requestId")
    ids = [get(emulator, api_id, "/pets/7").headers["apigw-requestid"] for _ in range(50)]
    assert sorted(log(lines=50)) == sorted(ids)
