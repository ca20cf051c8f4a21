"""One virus through MiniStack: the same functions, deployed by the same command, on code of others. Roles count there.

What MiniStack lacks, and is left out here: nothing of the path. (moto runs no functions without Docker.)
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import requests
import websocket

from tests.support import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.aws_target.account import Account
    from tests.aws_target.tls_front import TlsFront

# The first of them may have to install what it needs.
pytestmark = pytest.mark.timeout(300)

TABLE = "dojo-serverless-table"


@pytest.fixture(scope="module")
def outputs(ministack: Account) -> Iterator[dict[str, Any]]:
    """The deployed stack."""
    _, answer = ministack.changes("deploy")
    yield answer["outputs"]
    ministack.clear()


def call(account: Account, outputs: dict[str, Any], method: str, path: str) -> requests.Response:
    """Call the HTTP API by AWS's name of it, at the address where it is."""
    host = f"{outputs['http_api_id']}.execute-api.eu-west-1.amazonaws.com"
    return requests.request(method, f"{account.endpoint}/dev{path}", headers={"Host": host}, timeout=60)


def items(account: Account, kind: str) -> set[str]:
    """The sort keys of all items of a kind."""
    found = account.client("dynamodb").query(
        TableName=TABLE,
        KeyConditionExpression="partitionKey = :kind",
        ExpressionAttributeValues={":kind": {"S": kind}},
    )
    return {item["sortKey"]["S"] for item in found["Items"]}


def test_from_the_request_to_the_socket(ministack: Account, outputs: dict[str, Any], front: TlsFront) -> None:
    host = f"{outputs['websocket_api_id']}.execute-api.eu-west-1.amazonaws.com"
    url = f"{ministack.endpoint.replace('http', 'ws')}/dev"
    client = websocket.create_connection(url, host=host, timeout=60)
    assert len(items(ministack, "Connection")) == 1

    answer = call(ministack, outputs, "POST", "/virus")
    assert answer.status_code == 200, answer.text
    virus_id = answer.json()["id"]
    assert virus_id in items(ministack, "Virus")
    assert {"id": virus_id} in call(ministack, outputs, "GET", "/virus").json()["viruses"]
    assert next_message(client, "virusId", virus_id)
    # By the name that the event gave, with TLS: as on AWS.
    assert front.names == {host}

    assert call(ministack, outputs, "DELETE", f"/virus/{virus_id}").status_code in (200, 204)
    assert virus_id not in items(ministack, "Virus")
    assert next_message(client, "killedVirusId", virus_id)

    client.close()
    eventually(lambda: not items(ministack, "Connection"), timeout_seconds=30)


def test_a_function_may_no_more_than_its_role_says(ministack: Account, outputs: dict[str, Any]) -> None:
    """The roles are asked there: what passed above passed because of them."""
    role = ministack.client("iam").get_role_policy(
        RoleName="dojo-serverless-dev-eu-west-1-getVirus", PolicyName="function"
    )
    ministack.client("iam").delete_role_policy(RoleName=role["RoleName"], PolicyName="function")
    answer = ministack.client("lambda").invoke(FunctionName="dojo-serverless-dev-getVirus", Payload="{}")
    assert "AccessDenied" in json.load(answer["Payload"])["errorMessage"]
    changes, _ = ministack.changes("deploy")
    assert changes == [f"updated role {role['RoleName']}"]
    assert call(ministack, outputs, "GET", "/virus").status_code == 200


def next_message(client: websocket.WebSocket, key: str, value: str) -> bool:
    """Wait for a message; the schedule may send others before it."""
    while json.loads(str(client.recv())) != {key: value}:
        pass
    return True
