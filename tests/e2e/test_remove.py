"""Removing a stack: all that is its own, and nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra import stack
from tests.conftest import Emulator
from tests.e2e.stacks import Stack, own_stack
from tests.resources import all_resources

FUNCTIONS = ["connect", "createVirus", "disconnect", "getVirus", "hello", "killVirus", "sendMessageToClient"]


@pytest.fixture
def mine(emulator: Emulator, tmp_path: Path) -> Iterator[Stack]:
    """A stack that is deployed."""
    with own_stack(emulator, tmp_path, "remove") as own:
        own.deploy()
        yield own


def resources(emulator: Emulator, service: str) -> list[str]:
    """Every resource of the account that has a name of the stack's."""
    return sorted(name for _, name in all_resources(emulator.client) if service in name)


def run_all_functions(emulator: Emulator, own: Stack) -> None:
    """Invoke every function, so that each has a process, and a log that is written or on its way."""
    client = emulator.client("lambda")
    context = {"connectionId": "id=", "domainName": "example.com", "stage": "dev", "connectedAt": 0}
    event = {"pathParameters": {"id": "1"}, "requestContext": context, "Records": []}
    for name in FUNCTIONS:
        answer = client.invoke(FunctionName=own.application.resource_name(name), Payload=json.dumps(event))
        assert "FunctionError" not in answer, answer["Payload"].read()


def test_nothing_is_left(emulator: Emulator, mine: Stack) -> None:
    run_all_functions(emulator, mine)
    assert len(resources(emulator, "remove")) >= 19
    changes = mine.remove_changes()
    assert resources(emulator, "remove") == []
    assert changes == sorted(
        [
            "deleted table remove-table",
            *(f"deleted function remove-dev-{name}" for name in FUNCTIONS),
            *(f"deleted role remove-dev-eu-west-1-{name}" for name in FUNCTIONS),
            *(f"deleted log group /aws/lambda/remove-dev-{name}" for name in FUNCTIONS),
            "deleted api remove-http",
            "deleted api remove-websocket",
            "deleted stream remove-table to remove-dev-sendMessageToClient",
            "deleted rule remove-dev-createVirus-schedule",
        ]
    )


def test_the_second_time_there_is_nothing_to_do(mine: Stack) -> None:
    mine.remove_changes()
    assert mine.remove_changes() == []


def test_the_stack_can_be_deployed_again(emulator: Emulator, mine: Stack) -> None:
    before = stack.outputs(mine.session, mine.application)
    mine.remove_changes()
    after = mine.deploy()
    assert (after.http_api_url, after.websocket_api_url) == (before.http_api_url, before.websocket_api_url)
    run_all_functions(emulator, mine)


def test_a_stack_of_which_parts_are_missing(emulator: Emulator, mine: Stack) -> None:
    """Whatever an interrupted deployment or removal leaves: triggers without functions, roles without, no roles."""
    functions, iam, events = (emulator.client(name) for name in ("lambda", "iam", "events"))
    run_all_functions(emulator, mine)
    functions.delete_function(FunctionName="remove-dev-sendMessageToClient")
    functions.delete_function(FunctionName="remove-dev-hello")
    iam.delete_role_policy(RoleName="remove-dev-eu-west-1-getVirus", PolicyName="function")
    iam.delete_role(RoleName="remove-dev-eu-west-1-getVirus")
    iam.delete_role_policy(RoleName="remove-dev-eu-west-1-connect", PolicyName="function")
    events.remove_targets(Rule="remove-dev-createVirus-schedule", Ids=["createVirus"])
    emulator.client("apigatewayv2").delete_api(ApiId="removehttp")
    emulator.client("dynamodb").delete_table(TableName="remove-table")
    mine.remove_changes()
    assert resources(emulator, "remove") == []


def test_what_others_made_is_kept(emulator: Emulator, mine: Stack, tmp_path: Path) -> None:
    """Neighbours with names like ours: another stack, and resources that were made by hand."""
    api, functions, events, logs = (emulator.client(name) for name in ("apigatewayv2", "lambda", "events", "logs"))
    dynamodb, iam = emulator.client("dynamodb"), emulator.client("iam")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("hello.py", "def handler(event, context): return 1")

    api_id = api.create_api(Name="remove-http", ProtocolType="HTTP", Tags={"stack": "remove-prod"})["ApiId"]
    role_arn = iam.create_role(RoleName="remove-dev-eu-west-1-other", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
    function_arn = functions.create_function(
        FunctionName="remove-dev-other",
        Role=role_arn,
        Runtime="python3.13",
        Handler="hello.handler",
        Code={"ZipFile": archive.getvalue()},
    )["FunctionArn"]
    functions.get_waiter("function_active_v2").wait(FunctionName="remove-dev-other")
    rule_arn = events.put_rule(Name="remove-dev-other", ScheduleExpression="rate(1 day)")["RuleArn"]
    logs.create_log_group(logGroupName="/aws/lambda/remove-dev-other")
    table = dynamodb.create_table(
        TableName="remove-dev-other",
        KeySchema=[{"AttributeName": "partitionKey", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "partitionKey", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
    )["TableDescription"]
    mapping = functions.create_event_source_mapping(
        EventSourceArn=table["LatestStreamArn"], FunctionName="remove-dev-other", StartingPosition="LATEST"
    )
    try:
        with own_stack(emulator, tmp_path / "neighbour", "remova") as neighbour:
            neighbour.deploy()
            mine.remove_changes()
            assert neighbour.deploy_changes() == []
        assert resources(emulator, "remova") == []
        assert resources(emulator, "remove-dev") == sorted(
            [
                "/aws/lambda/remove-dev-other",
                function_arn,
                "remove-dev-eu-west-1-other",
                "remove-dev-other",
                "remove-dev-other",
                "remove-dev-other",
            ]
        )
        assert api.get_api(ApiId=api_id)["Name"] == "remove-http"
        assert events.describe_rule(Name="remove-dev-other")["Arn"] == rule_arn
    finally:
        functions.delete_event_source_mapping(UUID=mapping["UUID"])
        api.delete_api(ApiId=api_id)
        functions.delete_function(FunctionName="remove-dev-other")
        iam.delete_role(RoleName="remove-dev-eu-west-1-other")
        events.delete_rule(Name="remove-dev-other")
        logs.delete_log_group(logGroupName="/aws/lambda/remove-dev-other")
        dynamodb.delete_table(TableName="remove-dev-other")


def test_a_table_that_is_not_the_stacks_is_kept(emulator: Emulator, mine: Stack) -> None:
    dynamodb = emulator.client("dynamodb")
    arn = stack.outputs(mine.session, mine.application).table_arn
    dynamodb.untag_resource(ResourceArn=arn, TagKeys=["stack"])
    try:
        assert "kept table remove-table" in mine.remove_changes()
        assert "remove-table" in dynamodb.list_tables()["TableNames"]
    finally:
        dynamodb.delete_table(TableName="remove-table")
