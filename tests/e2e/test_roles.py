"""What a function's role does not allow is refused: for the application's roles, and for all on demand."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket
from botocore.exceptions import ClientError

from infra import roles, stream
from infra.errors import StackError
from tests.conftest import Emulator
from tests.e2e.stacks import Stack, own_stack
from tests.support import ROLE, create_function, eventually, zip_of

ACCOUNT = "000000000000"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)

# Calls what it is told to call, and tells what came of it.
CALLER = """
import boto3
from botocore.exceptions import ClientError
def handler(event, context):
    client = boto3.client(event["service"], **event.get("options", {}))
    try:
        getattr(client, event["call"])(**event["arguments"])
    except ClientError as error:
        metadata = error.response["ResponseMetadata"]
        return [metadata["HTTPStatusCode"], error.response["Error"]["Code"], error.response["Error"]["Message"]]
    return "done"
"""


class Caller:
    """A function with a role of its own, and a table."""

    def __init__(self, emulator: Emulator, path: str = "/") -> None:
        self._emulator = emulator
        self._iam, self._lambda = emulator.client("iam"), emulator.client("lambda")
        self.name = f"caller-{uuid.uuid4().hex[:8]}"
        role = self._iam.create_role(RoleName=self.name, Path=path, AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
        self._lambda.create_function(
            FunctionName=self.name,
            Runtime="python3.13",
            Handler="index.handler",
            Role=role,
            Timeout=20,
            Code={"ZipFile": zip_of(CALLER)},
        )
        table = emulator.client("dynamodb").create_table(
            TableName=self.name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )["TableDescription"]
        self.table_arn, self.stream_arn = table["TableArn"], table["LatestStreamArn"]
        self.principal = f"arn:aws:sts::{ACCOUNT}:assumed-role/{self.name}/{self.name}"

    def allow(self, *actions: str, on: str = "*", effect: str = "Allow") -> None:
        """Give the role a policy."""
        statement = {"Effect": effect, "Action": list(actions), "Resource": on}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        self._iam.put_role_policy(RoleName=self.name, PolicyName=uuid.uuid4().hex, PolicyDocument=document)

    def call(self, service: str, call: str, options: dict[str, Any] | None = None, **arguments: Any) -> Any:
        """Let the function call something."""
        event = {"service": service, "call": call, "arguments": arguments, "options": options or {}}
        payload = self._lambda.invoke(FunctionName=self.name, Payload=json.dumps(event))["Payload"]
        return json.loads(payload.read())

    def put(self) -> Any:
        """Let the function write an item."""
        return self.call("dynamodb", "put_item", TableName=self.name, Item={"id": {"S": "1"}})

    def refused(self, action: str, resource: str) -> str:
        """How AWS says that it may not."""
        return (
            f"User: {self.principal} is not authorized to perform: {action} on resource: {resource} "
            f"because no identity-based policy allows the {action} action"
        )


@pytest.fixture(scope="module")
def strict(start_emulator: Callable[..., Emulator]) -> Emulator:
    """An emulator that checks all roles."""
    return start_emulator(ENFORCE_IAM="1")


@pytest.fixture
def caller(strict: Emulator) -> Caller:
    """A function whose role may nothing."""
    return Caller(strict)


def test_a_missing_permission_is_named(caller: Caller) -> None:
    assert caller.put() == [400, "AccessDeniedException", caller.refused("dynamodb:PutItem", caller.table_arn)]
    caller.allow("dynamodb:PutItem", on=caller.table_arn)
    assert caller.put() == "done"


def test_a_permission_is_for_its_resource(caller: Caller) -> None:
    caller.allow("dynamodb:*", on=f"{caller.table_arn}-other")
    assert caller.put()[1] == "AccessDeniedException"
    caller.allow("dynamodb:Put*", on=caller.table_arn[:-3] + "*")
    assert caller.put() == "done"


def test_a_denial_counts_more(caller: Caller) -> None:
    caller.allow("*")
    caller.allow("dynamodb:PutItem", effect="Deny")
    assert caller.put()[2].endswith(" with an explicit deny in an identity-based policy")


def test_each_item_of_a_transaction_needs_its_permission(caller: Caller) -> None:
    key = {"id": {"S": "1"}}
    items = [{"Put": {"TableName": caller.name, "Item": key}}]
    caller.allow("dynamodb:DeleteItem", "dynamodb:TransactWriteItems")
    code, message = caller.call("dynamodb", "transact_write_items", TransactItems=items)[1:]
    assert (code, message) == ("AccessDeniedException", caller.refused("dynamodb:PutItem", caller.table_arn))


def test_a_query_protocol_has_its_own_code(caller: Caller) -> None:
    topic = f"arn:aws:sns:eu-west-1:{ACCOUNT}:news"
    refused = caller.call("sns", "publish", TopicArn=topic, Message="hello")
    assert refused == [403, "AccessDenied", caller.refused("sns:Publish", topic)]


def test_who_am_i_needs_no_permission(caller: Caller) -> None:
    assert caller.call("sts", "get_caller_identity") == "done"


def test_a_service_without_known_resources_is_checked_by_action(caller: Caller) -> None:
    caller.allow("ssm:PutParameter", on=f"arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/mine")
    assert caller.call("ssm", "put_parameter", Name="/mine", Value="1", Type="String") == "done"
    assert caller.call("ssm", "get_parameter", Name="/mine")[1] == "AccessDeniedException"


def test_posting_to_connections_a95(strict: Emulator, caller: Caller) -> None:
    api_id = websocket_api(strict)
    options = {"endpoint_url": f"http://127.0.0.1:{strict.port}/_aws/execute-api/{api_id}/dev"}

    def post() -> Any:
        return caller.call(
            "apigatewaymanagementapi", "post_to_connection", options, ConnectionId="x" * 15 + "=", Data="hello"
        )

    resource = f"arn:aws:execute-api:eu-west-1:********0000:{api_id}/dev/POST/@connections/{{connectionId}}"
    message = (
        f"User: {caller.principal} is not authorized to perform: execute-api:ManageConnections on resource: {resource}"
    )
    assert post() == [403, "AccessDeniedException", message]
    caller.allow(
        "execute-api:ManageConnections", on=f"arn:aws:execute-api:eu-west-1:{ACCOUNT}:{api_id}/dev/POST/@connections/*"
    )
    assert post()[:2] == [410, "GoneException"]


def websocket_api(emulator: Emulator) -> str:
    """A WebSocket API that is deployed."""
    client = emulator.client("apigatewayv2")
    api_id: str = client.create_api(
        Name="test", ProtocolType="WEBSOCKET", RouteSelectionExpression="$request.body.action"
    )["ApiId"]
    client.create_route(ApiId=api_id, RouteKey="$default")
    client.create_stage(ApiId=api_id, StageName="dev", AutoDeploy=True)
    return api_id


def test_a_stream_needs_a_role_that_may_read_it(strict: Emulator, caller: Caller) -> None:
    client = strict.client("lambda")

    def create_mapping() -> Any:
        return client.create_event_source_mapping(
            EventSourceArn=caller.stream_arn, FunctionName=caller.name, StartingPosition="LATEST"
        )

    caller.allow("dynamodb:DescribeStream", "dynamodb:ListStreams", "dynamodb:GetShardIterator")
    with pytest.raises(client.exceptions.InvalidParameterValueException) as failure:
        create_mapping()
    error = failure.value.response["Error"]
    assert error["Message"] == (
        f"Cannot access stream {caller.stream_arn}. Please ensure the role can perform the GetRecords, "
        "GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM."
    )
    caller.allow("dynamodb:GetRecords", on=caller.stream_arn)
    client.delete_event_source_mapping(UUID=create_mapping()["UUID"])


@pytest.mark.parametrize(
    ("destination", "action", "message"),
    [
        ("arn:aws:sqs:eu-west-1:000000000000:queue", "sqs:SendMessage", "call SendMessage on SQS"),
        ("arn:aws:sns:eu-west-1:000000000000:topic", "sns:Publish", "call Publish on SNS"),
    ],
)
def test_a_destination_needs_a_role_that_may_write_to_it(
    strict: Emulator, caller: Caller, destination: str, action: str, message: str
) -> None:
    client = strict.client("lambda")
    for reading in ("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"):
        caller.allow(f"dynamodb:{reading}", on="*")

    def create_mapping() -> Any:
        return client.create_event_source_mapping(
            EventSourceArn=caller.stream_arn,
            FunctionName=caller.name,
            StartingPosition="LATEST",
            DestinationConfig={"OnFailure": {"Destination": destination}},
        )

    with pytest.raises(client.exceptions.InvalidParameterValueException) as error:
        create_mapping()
    assert error.value.response["Error"]["Message"] == (
        f"The provided execution role does not have permissions to {message}"
    )
    caller.allow(action, on=destination)
    client.delete_event_source_mapping(UUID=create_mapping()["UUID"])


def test_a_role_that_is_not_there_is_no_check(strict: Emulator) -> None:
    """Tools that deploy without roles keep working until somebody asks for checks of a role that exists."""
    function = create_function(strict, CALLER)
    payload = json.dumps({"service": "sts", "call": "get_caller_identity", "arguments": {}})
    answer = strict.client("lambda").invoke(FunctionName=function, Payload=payload)
    assert json.loads(answer["Payload"].read()) == "done", ROLE


def test_by_default_other_roles_are_not_checked(emulator: Emulator) -> None:
    assert Caller(emulator).put() == "done"


def test_by_default_roles_of_the_application_are_checked(emulator: Emulator) -> None:
    mine = Caller(emulator, path="/dojo-serverless-dev/")
    assert mine.put()[1] == "AccessDeniedException"


@pytest.fixture
def own(strict: Emulator, tmp_path: Path) -> Iterator[Stack]:
    """The application as a stack of the test's own."""
    with own_stack(strict, tmp_path, "roles") as own:
        yield own


def test_the_application_has_the_permissions_it_needs(strict: Emulator, own: Stack) -> None:
    outputs = own.deploy()
    url = strict.api_url(outputs.websocket_api_id, scheme="ws")
    socket = websocket.create_connection(url, timeout=20)
    created = requests.post(strict.api_url(outputs.http_api_id) + "/virus", timeout=20).json()
    assert json.loads(socket.recv()) == {"virusId": created["id"]}
    requests.delete(strict.api_url(outputs.http_api_id) + f"/virus/{created['id']}", timeout=20)
    assert json.loads(socket.recv()) == {"killedVirusId": created["id"]}
    socket.close()
    scan = strict.client("dynamodb").scan
    eventually(lambda: scan(TableName=own.application.table)["Count"] == 0)


def test_the_application_without_the_right_to_read_its_stream_is_not_deployed(own: Stack) -> None:
    with pytest.MonkeyPatch.context() as patch:
        whole = roles.policy
        patch.setattr(roles, "policy", lambda *arguments: _without_streams(whole(*arguments)))
        patch.setattr(stream, "ROLE_SECONDS", 1.0)
        with pytest.raises((StackError, ClientError), match="Cannot access stream"):
            own.deploy()


def _without_streams(document: dict[str, Any]) -> dict[str, Any]:
    statements = [s for s in document["Statement"] if "dynamodb:GetRecords" not in s["Action"]]
    return document | {"Statement": statements}
