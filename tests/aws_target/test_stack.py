"""``petri deploy --target aws`` on accounts of others: what is made, and that all of it goes again."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from infra.application import APPLICATION
from tests.aws_target.inventory import inventory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws_target.account import Account

# The first of them may have to install what it needs.
pytestmark = pytest.mark.timeout(300)

TAGS = {"stack": "dojo-serverless-dev", "deployed-by": "petri"}
PREFIX = "dojo-serverless-dev-"
FUNCTIONS = sorted(function.name for function in APPLICATION.functions)


@pytest.fixture(scope="module", params=["ministack", "moto"])
def account(request: pytest.FixtureRequest) -> Account:
    """An account, empty at first."""
    account: Account = request.getfixturevalue(request.param)
    return account


@pytest.fixture(scope="module")
def created(account: Account) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """What the first deployment did, and what it answered."""
    assert inventory(account) == []
    yield account.changes("deploy")
    account.clear()


@pytest.fixture
def outputs(created: tuple[list[str], dict[str, Any]]) -> dict[str, Any]:
    """The outputs of the stack."""
    outputs: dict[str, Any] = created[1]["outputs"]
    return outputs


def test_everything_is_created_once(account: Account, created: tuple[list[str], dict[str, Any]]) -> None:
    changes, answer = created
    assert len(changes) == 47
    assert {each.partition(" ")[0] for each in changes} == {"created"}
    assert answer["unchanged"] == 0
    assert (answer["account"]["region"], answer["account"]["profile"]) == ("eu-west-1", "elsewhere")
    assert answer["account"]["endpoint"] == account.endpoint
    # 2 APIs, a table, a mapping, a rule, and for each function itself, its role and its log group.
    assert len(inventory(account)) == 5 + 3 * len(FUNCTIONS)

    assert account.changes("deploy") == ([], answer | {"changes": [], "unchanged": 47})
    compared = account.petri("diff")
    assert compared.stdout.endswith("Nothing to change (47 checked).\n")


def test_table(account: Account, outputs: dict[str, Any]) -> None:
    dynamodb = account.client("dynamodb")
    table = dynamodb.describe_table(TableName="dojo-serverless-table")["Table"]
    assert table["KeySchema"] == [
        {"AttributeName": "partitionKey", "KeyType": "HASH"},
        {"AttributeName": "sortKey", "KeyType": "RANGE"},
    ]
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["StreamSpecification"] == {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    tags = dynamodb.list_tags_of_resource(ResourceArn=outputs["table_arn"])["Tags"]
    assert {tag["Key"]: tag["Value"] for tag in tags} == TAGS


@pytest.mark.parametrize("name", FUNCTIONS)
def test_function_with_its_role_and_its_log(account: Account, outputs: dict[str, Any], name: str) -> None:
    described = account.client("lambda").get_function(FunctionName=PREFIX + name)
    configuration = described["Configuration"]
    wanted = next(function for function in APPLICATION.functions if function.name == name)
    assert (configuration["Handler"], configuration["Runtime"]) == (wanted.handler, "python3.13")
    assert (configuration["Timeout"], configuration["MemorySize"]) == (wanted.timeout, wanted.memory)
    # Nothing about where AWS is: on AWS the SDK knows.
    assert configuration["Environment"]["Variables"] == {"DYNAMODB_TABLE": "dojo-serverless-table"}
    assert described["Tags"] == TAGS

    role_name = f"dojo-serverless-dev-eu-west-1-{name}"
    role = account.client("iam").get_role(RoleName=role_name)["Role"]
    assert configuration["Role"] == role["Arn"]
    assert (role["Path"], {tag["Key"]: tag["Value"] for tag in role["Tags"]}) == ("/dojo-serverless-dev/", TAGS)
    policy = account.client("iam").get_role_policy(RoleName=role_name, PolicyName="function")["PolicyDocument"]
    actions = [action for statement in policy["Statement"] for action in statement["Action"]]
    assert set(wanted.table_actions) <= set(actions)
    assert "logs:CreateLogGroup" not in actions
    assert not [each for each in policy["Statement"] if each["Resource"] == "*" or "*" in "".join(each["Action"])]

    group = f"/aws/lambda/{PREFIX}{name}"
    (found,) = account.client("logs").describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    assert (found["logGroupName"], found["retentionInDays"]) == (group, 14)


def test_apis(account: Account, outputs: dict[str, Any]) -> None:
    apigateway, account_id = account.client("apigatewayv2"), outputs["account_id"]
    routes = {"http_api_id": APPLICATION.http_routes, "websocket_api_id": APPLICATION.websocket_routes}
    for output, wanted in routes.items():
        api_id = outputs[output]
        # The account chooses ids, and is not told of ones that an emulator would take.
        assert apigateway.get_api(ApiId=api_id)["Tags"] == TAGS
        assert api_id not in (APPLICATION.http_api_id, APPLICATION.websocket_api_id)
        integrations = {each["IntegrationId"]: each for each in apigateway.get_integrations(ApiId=api_id)["Items"]}
        found = {}
        for route in apigateway.get_routes(ApiId=api_id)["Items"]:
            integration = integrations[route["Target"].removeprefix("integrations/")]
            found[route["RouteKey"]] = integration["IntegrationUri"]
        assert found == {
            key: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
            f"arn:aws:lambda:eu-west-1:{account_id}:function:{PREFIX}{name}/invocations"
            for key, name in wanted.items()
        }
        assert apigateway.get_stage(ApiId=api_id, StageName="dev")["AutoDeploy"] is True
    for kind, scheme in (("http", "https?"), ("websocket", "(wss|https?)")):
        url = outputs[f"{kind}_api_url"]
        # Schemes and ports are as others write them: AWS has https, wss and none.
        assert_matches(
            rf"{scheme}://{outputs[f'{kind}_api_id']}\.execute-api\.eu-west-1\.amazonaws\.com(:\d+)?/dev", url
        )


def test_what_calls_functions(account: Account, outputs: dict[str, Any]) -> None:
    functions, events = account.client("lambda"), account.client("events")
    (mapping,) = functions.list_event_source_mappings()["EventSourceMappings"]
    assert mapping["EventSourceArn"] == outputs["stream_arn"]
    assert mapping["FunctionArn"] == outputs["function_arns"]["sendMessageToClient"]
    assert mapping["State"] == "Enabled"

    rule = events.describe_rule(Name=f"{PREFIX}createVirus-schedule")
    assert (rule["ScheduleExpression"], rule["State"]) == ("rate(1 minute)", "ENABLED")
    (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
    assert target["Arn"] == outputs["function_arns"]["createVirus"]

    policy = json.loads(functions.get_policy(FunctionName=f"{PREFIX}createVirus")["Policy"])
    granted = {each["Sid"]: (each["Principal"]["Service"], source_of(each)) for each in policy["Statement"]}
    assert granted == {
        "http-POST-virus": (
            "apigateway.amazonaws.com",
            f"arn:aws:execute-api:eu-west-1:{outputs['account_id']}:{outputs['http_api_id']}/dev/POST/virus",
        ),
        "schedule": ("events.amazonaws.com", rule["Arn"]),
    }


def test_one_functions_code(account: Account, created: tuple[list[str], dict[str, Any]]) -> None:
    done = account.petri("deploy", "-f", "hello")
    assert done.stdout.endswith("Nothing to change (1 checked).\n")


def test_nothing_is_left(account: Account, created: tuple[list[str], dict[str, Any]]) -> None:
    changes, _ = account.changes("remove")
    assert len(changes) == 26
    assert {each.partition(" ")[0] for each in changes} == {"deleted"}
    assert inventory(account) == []
    assert account.petri("remove", "--yes").stdout.endswith("Nothing to remove.\n")


def source_of(statement: dict[str, Any]) -> str:
    source: str = statement["Condition"]["ArnLike"]["AWS:SourceArn"]
    return source


def assert_matches(pattern: str, text: str) -> None:
    assert re.fullmatch(pattern, text), text
