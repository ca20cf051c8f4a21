"""What tests build on the emulator: functions from source text, APIs from a table of routes."""

from __future__ import annotations

import io
import json
import socket
import time
import uuid
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import psutil
import pytest
import requests
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.conftest import Emulator

ROLE = "arn:aws:iam::000000000000:role/test"

# Well-formed, which is what counts for a key that nobody has issued.
SIGNED_HEADERS = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/execute-api/aws4_request, "
    "SignedHeaders=host;x-amz-date, Signature=0",
    "X-Amz-Date": "20260101T000000Z",
}

ECHO = """
import json
def handler(event, context):
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(event)}
"""


def zip_of(source: str, name: str = "index.py") -> bytes:
    """A deployment package with one module."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, source)
    return buffer.getvalue()


def create_function(
    emulator: Emulator,
    source: str,
    *,
    timeout: int = 10,
    permitted: bool = True,
    name: str | None = None,
    **environment: str,
) -> str:
    """A Python function with ``handler`` in ``source``; API Gateway may invoke it if ``permitted``. Gives its ARN."""
    lambda_client = emulator.client("lambda")
    arn: str = lambda_client.create_function(
        FunctionName=name or f"test-{uuid.uuid4().hex[:8]}",
        Runtime="python3.13",
        Handler="index.handler",
        Role=ROLE,
        Timeout=timeout,
        Code={"ZipFile": zip_of(source)},
        Environment={"Variables": environment},
    )["FunctionArn"]
    eventually(lambda: lambda_client.get_function_configuration(FunctionName=arn)["State"] == "Active")
    if permitted:
        lambda_client.add_permission(
            FunctionName=arn,
            StatementId="apigateway",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
        )
    return arn


def create_api(
    emulator: Emulator,
    protocol: str,
    routes: Mapping[str, str],
    *,
    stage: str = "dev",
    payload_format: str = "2.0",
    timeout_ms: int | None = None,
    stage_variables: Mapping[str, str] | None = None,
    **api: Any,
) -> str:
    """An API of ``protocol`` whose ``routes`` map route keys to function ARNs, deployed to ``stage``. Gives its id."""
    client = emulator.client("apigatewayv2")
    if protocol == "WEBSOCKET":
        api.setdefault("RouteSelectionExpression", "$request.body.action")
    api_id: str = client.create_api(Name="test", ProtocolType=protocol, **api)["ApiId"]
    integrations: dict[str, str] = {}
    for route_key, function_arn in routes.items():
        if function_arn not in integrations:
            options: dict[str, Any] = {"TimeoutInMillis": timeout_ms} if timeout_ms else {}
            if protocol == "HTTP":
                options["PayloadFormatVersion"] = payload_format
            uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function_arn}/invocations"
            integrations[function_arn] = client.create_integration(
                ApiId=api_id, IntegrationType="AWS_PROXY", IntegrationUri=uri, IntegrationMethod="POST", **options
            )["IntegrationId"]
        client.create_route(ApiId=api_id, RouteKey=route_key, Target=f"integrations/{integrations[function_arn]}")
    client.create_stage(ApiId=api_id, StageName=stage, AutoDeploy=True, StageVariables=dict(stage_variables or {}))
    return api_id


def http_get_event(emulator: Emulator, api_id: str, path: str, **request: Any) -> dict[str, Any]:
    """Call a route that echoes, and read the event its function got."""
    method = request.pop("method", "GET")
    response = requests.request(method, emulator.api_url(api_id) + path, timeout=20, **request)
    assert response.status_code == 200, response.text
    event: dict[str, Any] = response.json()
    return event


def recorded(events_file: Path) -> list[dict[str, Any]]:
    """The events that ``RECORDER`` has written so far. What is being written has no end of line yet."""
    lines = events_file.read_text().splitlines(keepends=True) if events_file.exists() else []
    return [json.loads(line) for line in lines if line.endswith("\n")]


RECORDER = """
import json, os
def handler(event, context):
    with open(os.environ["EVENTS_FILE"], "a") as file:
        file.write(json.dumps(event) + "\\n")
    return {"statusCode": 200}
"""


def eventually[Value](read: Callable[[], Value], timeout_seconds: float = 10) -> Value:
    """Wait until ``read`` gives something true, and give that back."""
    deadline = time.monotonic() + timeout_seconds
    while not (value := read()):
        if time.monotonic() > deadline:
            raise AssertionError(f"Still {value!r} after {timeout_seconds} s")
        time.sleep(0.02)
    return value


def metric_sum(emulator: Emulator, namespace: str, name: str, **dimensions: str) -> float:
    """The sum of a metric's data of these minutes."""
    now = datetime.now(UTC)
    points: list[Any] = emulator.client("cloudwatch").get_metric_statistics(
        Namespace=namespace,
        MetricName=name,
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
        StartTime=now - timedelta(minutes=5),
        EndTime=now + timedelta(minutes=5),
        Period=600,
        Statistics=["Sum"],
    )["Datapoints"]
    return sum(float(point["Sum"]) for point in points)


def make_two_way(emulator: Emulator, api_id: str, route_key: str) -> None:
    """Let a WebSocket route answer its client: selection expression and route response."""
    client = emulator.client("apigatewayv2")
    route_id = next(r["RouteId"] for r in client.get_routes(ApiId=api_id)["Items"] if r["RouteKey"] == route_key)
    client.update_route(ApiId=api_id, RouteId=route_id, RouteResponseSelectionExpression="$default")
    client.create_route_response(ApiId=api_id, RouteId=route_id, RouteResponseKey="$default")


def sign(
    url: str,
    method: str = "GET",
    body: bytes = b"",
    credentials: Credentials | None = None,
    service: str = "execute-api",
) -> dict[str, str]:
    """The headers of a signed request; without ``credentials`` it is an account's root who signs."""
    request = AWSRequest(method=method, url=_as_http(url), data=body)
    SigV4Auth(credentials or Credentials("test", "test"), service, "eu-west-1").add_auth(request)
    return dict(request.headers.items())


def presign(url: str, credentials: Credentials | None = None, expires_seconds: int = 60) -> str:
    """``url`` with a signature in its query string, as browsers need it for a WebSocket."""
    request = AWSRequest(method="GET", url=_as_http(url))
    chosen = credentials or Credentials("test", "test")
    SigV4QueryAuth(chosen, "execute-api", "eu-west-1", expires=expires_seconds).add_auth(request)
    return url.partition("?")[0] + "?" + str(request.url).partition("?")[2]


def _as_http(url: str) -> str:
    return url.replace("ws://", "http://", 1)


def create_authorizer(emulator: Emulator, api_id: str, function_arn: str, *sources: str, **members: Any) -> str:
    """A Lambda authorizer of an API. Gives its id."""
    uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{function_arn}/invocations"
    arguments: dict[str, Any] = {"Name": uuid.uuid4().hex, "AuthorizerType": "REQUEST", "AuthorizerUri": uri} | members
    created = emulator.client("apigatewayv2").create_authorizer(ApiId=api_id, IdentitySource=list(sources), **arguments)
    authorizer_id: str = created["AuthorizerId"]
    return authorizer_id


def update_route(emulator: Emulator, api_id: str, route_key: str, **members: Any) -> None:
    """Change the route with this key."""
    client = emulator.client("apigatewayv2")
    route_id = next(r["RouteId"] for r in client.get_routes(ApiId=api_id)["Items"] if r["RouteKey"] == route_key)
    client.update_route(ApiId=api_id, RouteId=route_id, **members)


def other_address() -> str:
    """An IPv4 address of this machine that is not loopback: what comes from there comes from elsewhere."""
    for addresses in psutil.net_if_addrs().values():
        for each in addresses:
            if each.family == socket.AF_INET and not each.address.startswith(("127.", "169.254.")):
                return str(each.address)
    pytest.skip("This machine has no address but loopback.")
