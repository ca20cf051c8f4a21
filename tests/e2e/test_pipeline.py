"""One virus from the HTTP request to every open socket, with nothing mocked."""

from __future__ import annotations

import json
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import requests
import websocket

from infra import stack
from tests.conftest import free_port
from tests.e2e.stacks import Stack, own_stack
from tests.support import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Emulator


@dataclass
class Pipeline:
    """The deployed application and how clients reach it."""

    emulator: Emulator
    http: str
    websocket_url: str
    table: str

    def create(self) -> str:
        """Create a virus; gives its id."""
        response = requests.post(f"{self.http}/virus", timeout=20)
        assert response.status_code == 200, response.text
        virus_id: str = response.json()["id"]
        return virus_id

    def viruses(self) -> set[str]:
        """The ids of all viruses."""
        return {virus["id"] for virus in requests.get(f"{self.http}/virus", timeout=20).json()["viruses"]}

    def connection_ids(self) -> set[str]:
        """The ids of all connections in the table."""
        items = self.emulator.client("dynamodb").query(
            TableName=self.table,
            KeyConditionExpression="partitionKey = :p",
            ExpressionAttributeValues={":p": {"S": "Connection"}},
            ConsistentRead=True,
        )["Items"]
        return {item["sortKey"]["S"] for item in items}

    @contextmanager
    def sockets(self, count: int) -> Iterator[list[websocket.WebSocket]]:
        """Open sockets, whose connections are in the table as long as they are open."""
        before = self.connection_ids()
        opened = [websocket.create_connection(self.websocket_url, timeout=15) for _ in range(count)]
        assert len(self.connection_ids() - before) == count
        yield opened
        for client in opened:
            client.close()
        eventually(lambda: self.connection_ids() == before)


def pipeline_of(own: Stack) -> Pipeline:
    """Deploy a stack and say how to reach it."""
    outputs = own.deploy()
    emulator: Any = own.emulator
    return Pipeline(
        emulator,
        emulator.api_url(outputs.http_api_id, outputs.stage),
        emulator.api_url(outputs.websocket_api_id, outputs.stage, scheme="ws"),
        outputs.table_name,
    )


@pytest.fixture(scope="module", autouse=True)
def ticking(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """A stack that creates a virus each minute; the minute passes while other tests run."""
    with own_stack(emulator, tmp_path_factory.mktemp("ticking"), "ticking") as own:
        each_minute = (replace(own.application.schedules[0], expression="rate(1 minute)"),)
        own.application = replace(own.application, schedules=each_minute)
        yield pipeline_of(own)


@pytest.fixture(scope="module")
def pipeline(emulator: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    """The stack that the other tests use."""
    with own_stack(emulator, tmp_path_factory.mktemp("pipeline"), "pipeline") as own:
        yield pipeline_of(own)


def received(client: websocket.WebSocket, count: int) -> list[dict[str, str]]:
    """The next messages, and the certainty that none follows them."""
    messages = [json.loads(str(client.recv())) for _ in range(count)]
    client.settimeout(0.3)
    with pytest.raises(websocket.WebSocketTimeoutException):
        client.recv()
    client.settimeout(15)
    return messages


def test_every_socket_hears_of_every_virus_exactly_once(pipeline: Pipeline) -> None:
    with pipeline.sockets(5) as sockets:
        created = Counter(pipeline.create() for _ in range(10))
        for client in sockets:
            assert Counter(message["virusId"] for message in received(client, 10)) == created
    assert set(created) <= pipeline.viruses()


def test_every_socket_hears_of_a_kill(pipeline: Pipeline) -> None:
    """Bonus 2 of the workshop; a client that knows only virusId finds none in this message."""
    virus_id = pipeline.create()
    with pipeline.sockets(2) as sockets:
        # What was created before may still be on its way to sockets that opened since.
        response = requests.delete(f"{pipeline.http}/virus/{virus_id}", timeout=20)
        assert response.status_code in (200, 204)
        for client in sockets:
            message = json.loads(str(client.recv()))
            while "virusId" in message:
                message = json.loads(str(client.recv()))
            assert message == {"killedVirusId": virus_id}
    assert virus_id not in pipeline.viruses()


def test_stale_connection_is_forgotten_a90(pipeline: Pipeline) -> None:
    """A connection that answers 410 is deleted from the table, and the others get their message."""
    dynamodb = pipeline.emulator.client("dynamodb")
    with pipeline.sockets(1) as (client,):
        (connection_id,) = pipeline.connection_ids()
        key = {"partitionKey": {"S": "Connection"}, "sortKey": {"S": connection_id}}
        item = dynamodb.get_item(TableName=pipeline.table, Key=key)["Item"]
        an_hour_ago = {"N": str(int(time.time()) - 3600)}
        stale = item | {"sortKey": {"S": "AAAAAAAAAAAAAAA="}, "connectedAt": an_hour_ago}
        dynamodb.put_item(TableName=pipeline.table, Item=stale)
        virus_id = pipeline.create()
        assert {"virusId": virus_id} in received(client, 1)
        eventually(lambda: pipeline.connection_ids() == {connection_id})


def test_bad_requests_b07(pipeline: Pipeline) -> None:
    """The gateway's own 404 and the application's own 400; the application answers on."""
    malformed = requests.post(
        f"{pipeline.http}/virus", data="{oops", headers={"Content-Type": "application/json"}, timeout=20
    )
    assert malformed.status_code == 400
    assert set(malformed.json()) == {"message"}
    unknown = requests.get(f"{pipeline.http}/nothing", timeout=20)
    assert (unknown.status_code, unknown.content) == (404, b'{"message":"Not Found"}')
    assert requests.get(f"{pipeline.http}/hello", timeout=20).status_code == 200


def test_browsers_may_call_it_b50_b53(pipeline: Pipeline) -> None:
    """The game's origin, for the methods that it uses."""
    response = requests.options(
        f"{pipeline.http}/virus/1",
        headers={"Origin": "http://localhost:3000", "Access-Control-Request-Method": "DELETE"},
        timeout=20,
    )
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] in ("*", "http://localhost:3000")
    assert (
        "DELETE" in response.headers["Access-Control-Allow-Methods"]
        or "*" in (response.headers["Access-Control-Allow-Methods"])
    )


@pytest.mark.timeout(150)
def test_schedule_fires(ticking: Pipeline) -> None:
    """After a minute there is a virus that nobody asked for."""
    assert eventually(ticking.viruses, timeout_seconds=90)


@pytest.mark.timeout(150)
def test_data_and_urls_survive_a_restart(start_emulator: Any, stop_emulator: Any, tmp_path_factory: Any) -> None:
    """Viruses are still there, under the same URLs, after the stack is deployed to the restarted emulator."""
    state = tmp_path_factory.mktemp("state")
    before, port = None, free_port()
    for _ in range(2):
        emulator = start_emulator(state, port)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ENDPOINT_URL", emulator.endpoint)
            patch.setenv("AWS_ACCESS_KEY_ID", "test")
            patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
            outputs = stack.deploy(boto3.Session(region_name="eu-west-1"), lambda _change: None)
        http = emulator.api_url(outputs.http_api_id)
        if before is None:
            virus_id = requests.post(f"{http}/virus", timeout=20).json()["id"]
            before = outputs
        else:
            listed = requests.get(f"{http}/virus", timeout=20).json()["viruses"]
            assert {"id": virus_id} in listed
            assert outputs == before
        stop_emulator(emulator)
