"""Functions and APIs to measure with, made with boto3."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.emulator import BenchEmulator

ROLE = "arn:aws:iam::000000000000:role/bench"

# Answers at once.
TRIVIAL = """
def handler(event, context):
    return {"statusCode": 200, "body": "ok"}
"""

# Answers with the message it was sent.
ECHO = """
def handler(event, context):
    return {"statusCode": 200, "body": event["body"]}
"""

# Remembers the connection, as real $connect functions do.
CONNECT = """
import os
import boto3

dynamodb = boto3.client("dynamodb")

def handler(event, context):
    item = {"id": {"S": event["requestContext"]["connectionId"]}}
    dynamodb.put_item(TableName=os.environ["TABLE"], Item=item)
    return {"statusCode": 200}
"""


def create_function(emulator: BenchEmulator, name: str, source: str, **environment: str) -> str:
    """A Python function with ``handler`` in ``source``, which API Gateway may invoke. Gives its ARN."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("index.py", source)
    functions = emulator.client("lambda")
    arn: str = functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="index.handler",
        Role=ROLE,
        Timeout=25,
        Code={"ZipFile": buffer.getvalue()},
        Environment={"Variables": environment},
    )["FunctionArn"]
    functions.get_waiter("function_active_v2").wait(FunctionName=name)
    functions.add_permission(
        FunctionName=name,
        StatementId="apigateway",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
    )
    return arn


def create_table(emulator: BenchEmulator, name: str) -> None:
    """A table whose items have an ``id``."""
    emulator.client("dynamodb").create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )


def create_api(emulator: BenchEmulator, protocol: str, routes: Mapping[str, str], *, two_way: bool = False) -> str:
    """An API whose ``routes`` map route keys to function ARNs or URLs, deployed to stage ``dev``. Gives its id.

    ``two_way``: what a function returns for a message goes back to the client.
    """
    client = emulator.client("apigatewayv2")
    selection = {"RouteSelectionExpression": "$request.body.action"} if protocol == "WEBSOCKET" else {}
    api_id: str = client.create_api(Name="bench", ProtocolType=protocol, **selection)["ApiId"]
    for route_key, target in routes.items():
        integration = client.create_integration(ApiId=api_id, **_integration(protocol, target))["IntegrationId"]
        response = {"RouteResponseSelectionExpression": "$default"} if two_way else {}
        route = client.create_route(ApiId=api_id, RouteKey=route_key, Target=f"integrations/{integration}", **response)
        if two_way:
            client.create_route_response(ApiId=api_id, RouteId=route["RouteId"], RouteResponseKey="$default")
    client.create_stage(ApiId=api_id, StageName="dev", AutoDeploy=True)
    return api_id


def _integration(protocol: str, target: str) -> dict[str, str]:
    if target.startswith("http"):
        return {
            "IntegrationType": "HTTP_PROXY",
            "IntegrationUri": target,
            "IntegrationMethod": "ANY",
            "PayloadFormatVersion": "1.0",
        }
    uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{target}/invocations"
    payload_format = {"PayloadFormatVersion": "2.0"} if protocol == "HTTP" else {}
    return {"IntegrationType": "AWS_PROXY", "IntegrationUri": uri, "IntegrationMethod": "POST", **payload_format}
