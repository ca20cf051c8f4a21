"""Deploying a stack, and deploying it again after something changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from infra import stack
from infra.application import Function, Schedule
from infra.errors import StackError
from infra.outputs import Outputs
from tests.conftest import Emulator
from tests.e2e.stacks import Stack, changed, own_stack

ACCOUNT = "000000000000"
REGION = "eu-west-1"


@pytest.fixture(scope="module")
def mine(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack that was deployed; tests that change it, or its code, leave it deployed as it is then."""
    with own_stack(emulator, tmp_path_factory.mktemp("deploy"), "deploy") as own:
        yield own


@pytest.fixture(scope="module")
def first_changes(mine: Stack) -> list[str]:
    """What the first deployment did."""
    return mine.deploy_changes()


@pytest.fixture
def deployed(mine: Stack, first_changes: list[str]) -> Stack:
    """The stack, as wanted before the test begins."""
    assert first_changes
    mine.deploy()
    return mine


@pytest.fixture
def outputs(deployed: Stack) -> Outputs:
    """The outputs of the stack."""
    return stack.outputs(deployed.session, deployed.application)


def invoke(emulator: Emulator, function_arn: str, event: object = None) -> Any:
    answer = emulator.client("lambda").invoke(FunctionName=function_arn, Payload=json.dumps(event or {}))
    result = json.load(answer["Payload"])
    assert "FunctionError" not in answer, result
    return result


def test_the_first_time_everything_is_created(first_changes: list[str]) -> None:
    functions = ["connect", "createVirus", "disconnect", "getVirus", "hello", "killVirus", "sendMessageToClient"]
    assert first_changes == sorted(
        [
            "created table deploy-table",
            *(f"created role deploy-dev-eu-west-1-{name}" for name in functions),
            *(f"created function deploy-dev-{name}" for name in functions),
            "created permission deploy-dev-connect/websocket-connect",
            "created permission deploy-dev-createVirus/http-POST-virus",
            "created permission deploy-dev-createVirus/schedule",
            "created permission deploy-dev-disconnect/websocket-disconnect",
            "created permission deploy-dev-getVirus/http-GET-virus",
            "created permission deploy-dev-hello/http-GET-hello",
            "created permission deploy-dev-killVirus/http-DELETE-virus-id",
            "created api deploy-http",
            *(f"created integration deploy-http {name}" for name in ("createVirus", "getVirus", "hello", "killVirus")),
            "created route deploy-http GET /hello",
            "created route deploy-http GET /virus",
            "created route deploy-http POST /virus",
            "created route deploy-http DELETE /virus/{id}",
            "created stage deploy-http dev",
            "created api deploy-websocket",
            "created integration deploy-websocket connect",
            "created integration deploy-websocket disconnect",
            "created route deploy-websocket $connect",
            "created route deploy-websocket $disconnect",
            "created stage deploy-websocket dev",
            "created stream deploy-table to deploy-dev-sendMessageToClient",
            "created rule deploy-dev-createVirus-schedule",
        ]
    )


def test_the_second_time_nothing_changes(deployed: Stack) -> None:
    before = stack.outputs(deployed.session, deployed.application)
    changes: list[Any] = []
    after = stack.deploy(deployed.session, changes.append, deployed.application)
    assert changed(changes) == []
    assert len(changes) == 40
    assert after == before


def test_table(emulator: Emulator, outputs: Outputs) -> None:
    table = emulator.client("dynamodb").describe_table(TableName="deploy-table")["Table"]
    assert [(key["AttributeName"], key["KeyType"]) for key in table["KeySchema"]] == [
        ("partitionKey", "HASH"),
        ("sortKey", "RANGE"),
    ]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert (table["TableArn"], table["LatestStreamArn"]) == (outputs.table_arn, outputs.stream_arn)


def test_apis_have_the_proposed_ids(outputs: Outputs) -> None:
    assert (outputs.http_api_id, outputs.websocket_api_id) == ("deployhttp", "deploywebs")
    assert outputs.http_api_url.startswith("https://deployhttp.execute-api.")
    assert outputs.websocket_api_url.startswith("wss://deploywebs.execute-api.")
    assert outputs.http_api_url.endswith("/dev")
    assert outputs.websocket_api_url.endswith("/dev")


def test_http_api_lets_the_games_pages_call_it(emulator: Emulator, outputs: Outputs) -> None:
    api = emulator.client("apigatewayv2").get_api(ApiId=outputs.http_api_id)
    assert api["CorsConfiguration"]["AllowOrigins"] == ["http://localhost:3000", "http://127.0.0.1:3000"]
    assert sorted(api["CorsConfiguration"]["AllowMethods"]) == ["DELETE", "GET", "POST"]
    assert api["CorsConfiguration"]["AllowHeaders"] == ["content-type"]


@pytest.mark.parametrize(
    ("protocol", "payload_version", "functions"),
    [
        (
            "http",
            "2.0",
            {
                "GET /hello": "hello",
                "GET /virus": "getVirus",
                "POST /virus": "createVirus",
                "DELETE /virus/{id}": "killVirus",
            },
        ),
        ("websocket", "1.0", {"$connect": "connect", "$disconnect": "disconnect"}),
    ],
)
def test_routes_lead_to_the_functions(
    emulator: Emulator, outputs: Outputs, protocol: str, payload_version: str, functions: dict[str, str]
) -> None:
    """C16, C17, C20"""
    client = emulator.client("apigatewayv2")
    api_id = outputs.http_api_id if protocol == "http" else outputs.websocket_api_id
    integrations = {i["IntegrationId"]: i for i in client.get_integrations(ApiId=api_id)["Items"]}
    uris = {}
    for route in client.get_routes(ApiId=api_id)["Items"]:
        integration = integrations[route["Target"].removeprefix("integrations/")]
        assert integration["IntegrationType"] == "AWS_PROXY"
        assert integration["PayloadFormatVersion"] == payload_version
        uris[route["RouteKey"]] = integration["IntegrationUri"]
    assert uris == {
        route_key: (
            f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/"
            f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:deploy-dev-{function}/invocations"
        )
        for route_key, function in functions.items()
    }
    assert client.get_stage(ApiId=api_id, StageName="dev")["AutoDeploy"] is True


@pytest.mark.parametrize(
    ("function", "grants"),
    [
        ("hello", {("apigateway", "execute-api", "deployhttp/dev/GET/hello")}),
        (
            "createVirus",
            {
                ("apigateway", "execute-api", "deployhttp/dev/POST/virus"),
                ("events", "events", "rule/deploy-dev-createVirus-schedule"),
            },
        ),
        ("killVirus", {("apigateway", "execute-api", "deployhttp/dev/DELETE/virus/{id}")}),
        ("connect", {("apigateway", "execute-api", "deploywebs/dev/$connect")}),
    ],
)
def test_each_trigger_may_invoke_its_function(
    emulator: Emulator, outputs: Outputs, function: str, grants: set[tuple[str, str, str]]
) -> None:
    """B88, D91"""
    policy = json.loads(emulator.client("lambda").get_policy(FunctionName=outputs.function_arns[function])["Policy"])
    assert {
        (statement["Principal"]["Service"], statement["Condition"]["ArnLike"]["AWS:SourceArn"])
        for statement in policy["Statement"]
    } == {
        (f"{principal}.amazonaws.com", f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}")
        for principal, service, resource in grants
    }


def test_stream_invokes_the_function_for_viruses(emulator: Emulator, outputs: Outputs) -> None:
    (mapping,) = emulator.client("lambda").list_event_source_mappings(
        FunctionName=outputs.function_arns["sendMessageToClient"]
    )["EventSourceMappings"]
    assert mapping["EventSourceArn"] == outputs.stream_arn
    assert (mapping["State"], mapping["StartingPosition"]) == ("Enabled", "LATEST")
    (pattern,) = mapping["FilterCriteria"]["Filters"]
    assert json.loads(pattern["Pattern"]) == {"dynamodb": {"Keys": {"partitionKey": {"S": ["Virus"]}}}}


def test_rule_invokes_the_function(emulator: Emulator, outputs: Outputs) -> None:
    """D87"""
    client = emulator.client("events")
    name = "deploy-dev-createVirus-schedule"
    rule = client.describe_rule(Name=name)
    assert (rule["Arn"], rule["ScheduleExpression"], rule["State"]) == (
        outputs.rule_arns["createVirus"],
        "rate(1 day)",
        "ENABLED",
    )
    assert [target["Arn"] for target in client.list_targets_by_rule(Rule=name)["Targets"]] == [
        outputs.function_arns["createVirus"]
    ]


def test_functions_run_with_the_table(emulator: Emulator, outputs: Outputs) -> None:
    created = invoke(emulator, outputs.function_arns["createVirus"])
    virus = json.loads(created["body"])
    viruses = json.loads(invoke(emulator, outputs.function_arns["getVirus"])["body"])["viruses"]
    assert virus in viruses
    invoke(emulator, outputs.function_arns["killVirus"], {"pathParameters": {"id": virus["id"]}})
    viruses = json.loads(invoke(emulator, outputs.function_arns["getVirus"])["body"])["viruses"]
    assert virus not in viruses


def test_changed_code_updates_only_its_function(emulator: Emulator, deployed: Stack, outputs: Outputs) -> None:
    deployed.change_code("hello.py", "Hello, world!", "Hello again!")
    assert deployed.deploy_changes() == ["updated function deploy-dev-hello"]
    assert json.loads(invoke(emulator, outputs.function_arns["hello"])["body"]) == {"message": "Hello again!"}
    assert deployed.deploy_changes() == []


def test_changed_code_of_one_function_can_be_deployed_alone(
    emulator: Emulator, deployed: Stack, outputs: Outputs
) -> None:
    deployed.change_code("hello.py", "def handler", "# changed\ndef handler")
    deployed.change_code("virus/kill.py", "def handler", "# changed\ndef handler")
    changes: list[Any] = []
    stack.deploy_function(deployed.session, "hello", changes.append, deployed.application)
    stack.deploy_function(deployed.session, "hello", changes.append, deployed.application)
    assert list(map(str, changes)) == ["updated    function deploy-dev-hello", "unchanged  function deploy-dev-hello"]
    assert invoke(emulator, outputs.function_arns["hello"])["statusCode"] == 200
    assert deployed.deploy_changes() == ["updated function deploy-dev-killVirus"]


def test_only_a_function_of_the_application_can_be_deployed_alone(deployed: Stack) -> None:
    with pytest.raises(StackError, match=r"There is no function hallo\. The functions are: hello, createVirus,"):
        stack.deploy_function(deployed.session, "hallo", print, deployed.application)


def test_a_function_must_be_there_before_its_code_can_be_updated(deployed: Stack) -> None:
    undeployed = replace(deployed.application, service="nobody")
    with pytest.raises(StackError, match="Function nobody-dev-hello is not deployed yet"):
        stack.deploy_function(deployed.session, "hello", print, undeployed)


def test_changed_settings_update_only_their_function(emulator: Emulator, deployed: Stack, outputs: Outputs) -> None:
    deployed.change_function("hello", timeout=7)
    assert deployed.deploy_changes() == ["updated function deploy-dev-hello"]
    settings = emulator.client("lambda").get_function_configuration(FunctionName=outputs.function_arns["hello"])
    assert settings["Timeout"] == 7
    deployed.change_function("hello", table_actions=("dynamodb:GetItem",))
    assert deployed.deploy_changes() == ["updated role deploy-dev-eu-west-1-hello"]


def test_what_is_new_is_added_and_what_is_no_longer_wanted_is_deleted(deployed: Stack) -> None:
    before = deployed.application
    deployed.application = replace(
        before,
        functions=(*before.functions, Function("goodbye", "hello.handler")),
        http_routes={**before.http_routes, "GET /goodbye": "goodbye", "POST /hello": "hello"},
        schedules=(*before.schedules, Schedule("goodbye", "rate(1 day)")),
    )
    assert deployed.deploy_changes() == [
        "created function deploy-dev-goodbye",
        "created integration deploy-http goodbye",
        "created permission deploy-dev-goodbye/http-GET-goodbye",
        "created permission deploy-dev-goodbye/schedule",
        "created permission deploy-dev-hello/http-POST-hello",
        "created role deploy-dev-eu-west-1-goodbye",
        "created route deploy-http GET /goodbye",
        "created route deploy-http POST /hello",
        "created rule deploy-dev-goodbye-schedule",
    ]
    deployed.application = before
    assert deployed.deploy_changes() == [
        "deleted function deploy-dev-goodbye",
        "deleted integration deploy-http goodbye",
        "deleted permission deploy-dev-hello/http-POST-hello",
        "deleted role deploy-dev-eu-west-1-goodbye",
        "deleted route deploy-http GET /goodbye",
        "deleted route deploy-http POST /hello",
        "deleted rule deploy-dev-goodbye-schedule",
    ]
    assert deployed.deploy_changes() == []


def test_what_others_changed_is_put_right(emulator: Emulator, deployed: Stack, outputs: Outputs) -> None:
    api, functions, events = (emulator.client(name) for name in ("apigatewayv2", "lambda", "events"))
    routes = {route["RouteKey"]: route for route in api.get_routes(ApiId=outputs.http_api_id)["Items"]}
    api.delete_route(ApiId=outputs.http_api_id, RouteId=routes["GET /hello"]["RouteId"])
    api.update_route(
        ApiId=outputs.http_api_id, RouteId=routes["GET /virus"]["RouteId"], Target=routes["POST /virus"]["Target"]
    )
    api.update_api(ApiId=outputs.http_api_id, CorsConfiguration={"AllowOrigins": ["*"]})
    functions.remove_permission(FunctionName=outputs.function_arns["hello"], StatementId="http-GET-hello")
    functions.add_permission(
        FunctionName=outputs.function_arns["hello"],
        StatementId="anybody",
        Action="lambda:InvokeFunction",
        Principal="*",
    )
    (mapping,) = functions.list_event_source_mappings(EventSourceArn=outputs.stream_arn)["EventSourceMappings"]
    functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)
    events.disable_rule(Name="deploy-dev-createVirus-schedule")
    emulator.client("iam").delete_role_policy(RoleName="deploy-dev-eu-west-1-getVirus", PolicyName="function")
    assert deployed.deploy_changes() == [
        "created permission deploy-dev-hello/http-GET-hello",
        "created route deploy-http GET /hello",
        "deleted permission deploy-dev-hello/anybody",
        "updated api deploy-http",
        "updated role deploy-dev-eu-west-1-getVirus",
        "updated route deploy-http GET /virus",
        "updated rule deploy-dev-createVirus-schedule",
        "updated stream deploy-table to deploy-dev-sendMessageToClient",
    ]
    assert deployed.deploy_changes() == []


def test_a_table_made_anew_has_a_new_stream_and_the_function_reads_that(
    emulator: Emulator, deployed: Stack, outputs: Outputs
) -> None:
    emulator.client("dynamodb").delete_table(TableName="deploy-table")
    assert deployed.deploy_changes() == [
        "created stream deploy-table to deploy-dev-sendMessageToClient",
        "created table deploy-table",
        "deleted stream deploy-table to deploy-dev-sendMessageToClient",
    ]
    assert stack.outputs(deployed.session, deployed.application).stream_arn != outputs.stream_arn


def test_a_deployment_that_failed_is_continued_by_the_next(emulator: Emulator, tmp_path: Path) -> None:
    with own_stack(emulator, tmp_path, "repair") as own:
        (own.application.code / "hello.py").rename(own.application.code / "goodbye.py")
        with pytest.raises(StackError, match=r"Function hello: its handler is hello\.handler, but .*hello\.py"):
            own.deploy()
        (own.application.code / "goodbye.py").rename(own.application.code / "hello.py")
        own.deploy()
        assert own.deploy_changes() == []


def test_outputs_of_a_stack_that_is_not_deployed(deployed: Stack) -> None:
    undeployed = replace(deployed.application, service="nobody")
    with pytest.raises(StackError, match="Stack nobody-dev is not deployed in eu-west-1"):
        stack.outputs(deployed.session, undeployed)


class TestTableThatIsThereAlready:
    """Tables are known by name: data outlives the stack's other resources where an endpoint keeps only data."""

    @pytest.fixture
    def own(self, emulator: Emulator, tmp_path: Path) -> Iterator[Stack]:
        """A stack that was never deployed."""
        with own_stack(emulator, tmp_path, "tables") as own:
            yield own
        tables = emulator.client("dynamodb")
        if "tables-table" in tables.list_tables()["TableNames"]:
            tables.delete_table(TableName="tables-table")

    def create_table(self, emulator: Emulator, *keys: str, tags: dict[str, str] | None = None) -> None:
        emulator.client("dynamodb").create_table(
            TableName="tables-table",
            KeySchema=[
                {"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=True)
            ],
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1},
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
            Tags=[{"Key": key, "Value": value} for key, value in (tags or {}).items()],
        )

    def test_without_owner_it_is_adopted_with_its_data(self, emulator: Emulator, own: Stack) -> None:
        self.create_table(emulator, "partitionKey", "sortKey")
        item = {"partitionKey": {"S": "Virus"}, "sortKey": {"S": "1"}}
        tables = emulator.client("dynamodb")
        tables.put_item(TableName="tables-table", Item=item)
        assert "updated table tables-table" in own.deploy_changes()
        assert own.deploy_changes() == []
        table = tables.describe_table(TableName="tables-table")["Table"]
        assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
        assert table["StreamSpecification"]["StreamViewType"] == "NEW_AND_OLD_IMAGES"
        assert tables.scan(TableName="tables-table")["Items"] == [item]
        assert "deleted table tables-table" in own.remove_changes()

    def test_of_another_stack_it_is_refused(self, emulator: Emulator, own: Stack) -> None:
        self.create_table(emulator, "partitionKey", "sortKey", tags={"stack": "theirs-dev"})
        with pytest.raises(StackError, match="Table tables-table belongs to stack theirs-dev"):
            own.deploy()

    def test_with_other_keys_it_is_refused(self, emulator: Emulator, own: Stack) -> None:
        self.create_table(emulator, "id", "kind")
        with pytest.raises(StackError, match="Table tables-table has other keys"):
            own.deploy()


def test_a_function_of_somebody_else_is_not_taken_over(emulator: Emulator, tmp_path: Path) -> None:
    functions = emulator.client("lambda")
    with own_stack(emulator, tmp_path, "theirs") as own:
        own.deploy()
        settings = functions.get_function_configuration(FunctionName="theirs-dev-hello")
        functions.update_function_configuration(
            FunctionName="theirs-dev-hello", Role=settings["Role"].replace("/theirs-dev/", "/somebody/")
        )
        try:
            with pytest.raises(StackError, match="Function theirs-dev-hello is there already"):
                own.deploy()
        finally:
            functions.delete_function(FunctionName="theirs-dev-hello")
