"""What a check works with: the learner's application as it runs."""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.config import Config
from websockets.exceptions import InvalidStatus, WebSocketException

from infra.application import Application, Function
from infra.outputs import Outputs
from learn import function_problem
from learn.function_problem import Problem
from learn.sockets import Socket
from learn.wrong import Place, Wrong

APPLICATION = Place("application.py")
_SECONDS_TO_ANSWER = 40.0
_SECONDS_TO_LOG = 0.5
_SECONDS_TO_LOG_FAILURE = 6.0
_SERVER_ERROR = 500


@dataclass(frozen=True)
class Answer:
    """What an HTTP request was answered."""

    status: int
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON; None when it is not."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


@dataclass
class Lab:
    """One look at the learner's deployed application."""

    folder: Path
    application: Application
    outputs: Outputs
    session: boto3.Session
    endpoint: str
    patience: float = 5.0
    """seconds until what should happen by itself is said not to happen"""
    _began: float = field(default_factory=time.time)
    _clients: dict[str, Any] = field(default_factory=dict)

    def client(self, service: str, endpoint: str | None = None) -> Any:
        """A boto3 client that retries nothing."""
        key = f"{service} {endpoint}"
        if key not in self._clients:
            config = Config(retries={"total_max_attempts": 1}, read_timeout=_SECONDS_TO_ANSWER)
            self._clients[key] = self.session.client(service, endpoint_url=endpoint, config=config)  # type: ignore[call-overload]
        return self._clients[key]

    # Functions

    def function(self, name: str) -> Function:
        """A function of the application."""
        for function in self.application.functions:
            if function.name == name:
                return function
        names = ", ".join(function.name for function in self.application.functions) or "none"
        raise Wrong(f"There is no function {name} in your application. There are: {names}.", APPLICATION)

    def invoke(self, name: str, event: object) -> Any:
        """What a function answers to an event. Raises Wrong when it fails."""
        self.function(name)
        result = self.client("lambda").invoke(
            FunctionName=self.application.resource_name(name), Payload=json.dumps(event)
        )
        answer = json.loads(result["Payload"].read() or b"null")
        if "FunctionError" in result:
            raise self._wrong(function_problem.of_payload(name, answer))
        return answer

    def problem(self, name: str) -> Problem | None:
        """Why a function failed since the check began, as its log says."""
        return function_problem.of_log(name, self.log(name))

    def log(self, name: str, earlier: float = 0.0) -> list[str]:
        """The messages in a function's log since the check began, or ``earlier`` seconds before; a megabyte at most."""
        logs, group = self.client("logs"), f"/aws/lambda/{self.application.resource_name(name)}"
        try:
            found = logs.filter_log_events(logGroupName=group, startTime=int((self._began - earlier) * 1000) - 1)
        except logs.exceptions.ResourceNotFoundException:
            return []
        return [event["message"] for event in found["events"]]

    def wrong(self, message: str, function: str, place: Place | None = None, *, failed: bool = False) -> Wrong:
        """The error to raise: what was seen, and what the function's log says about it.

        ``failed`` says that the log must have something, as after status 500: logs are delivered a moment later.
        """
        problem, deadline = None, time.monotonic() + (_SECONDS_TO_LOG_FAILURE if failed else _SECONDS_TO_LOG)
        while not (problem := self.problem(function)) and time.monotonic() < deadline:
            time.sleep(0.05)
        return self._wrong(problem, message, place)

    @staticmethod
    def _wrong(problem: Problem | None, message: str = "", place: Place | None = None) -> Wrong:
        sentences = [message, f"{problem.sentence}." if problem else ""]
        return Wrong(" ".join(filter(None, sentences)), (problem and problem.place) or place)

    def source(self, name: str) -> Place:
        """The file of a function's handler."""
        module = self.function(name).handler.rpartition(".")[0].replace(".", "/")
        return Place(f"lambdas/{module}.py")

    def rights(self, name: str) -> list[dict[str, Any]]:
        """The statements of what a function's role allows."""
        found = self.client("lambda").get_function_configuration(FunctionName=self.application.resource_name(name))
        role, iam = found["Role"].rpartition("/")[2], self.client("iam")
        return [
            statement
            for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]
            for statement in iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]["Statement"]
        ]

    # The HTTP API

    def route(self, key: str) -> str:
        """The function that an HTTP route leads to."""
        return self._route("http_routes", self.application.http_routes, key)

    def websocket_route(self, key: str) -> str:
        """The function that a WebSocket route leads to."""
        return self._route("websocket_routes", self.application.websocket_routes, key)

    @staticmethod
    def _route(kind: str, routes: dict[str, str], key: str) -> str:
        if key not in routes:
            there = ", ".join(map(repr, routes)) or "none"
            raise Wrong(f"There is no route {key!r} in {kind}. There are: {there}.", APPLICATION)
        return routes[key]

    def request(self, method: str, path: str, body: object = None) -> Answer:
        """Ask the HTTP API."""
        address = urlsplit(self.endpoint).netloc
        connection = HTTPConnection(address, timeout=_SECONDS_TO_ANSWER)
        text = None if body is None else json.dumps(body)
        stage = f"/_aws/execute-api/{self.outputs.http_api_id}/{self.outputs.stage}"
        connection.request(method, stage + path, text, {"content-type": "application/json"} if text else {})
        response = connection.getresponse()
        answer = Answer(response.status, response.read().decode(errors="replace"))
        connection.close()
        return answer

    def ask(self, method: str, path: str, route: str, body: object = None) -> Any:
        """The JSON that a route answers with status 200. Raises Wrong otherwise."""
        function = self.route(route)
        answer = self.request(method, path, body)
        if answer.status != 200:
            raise self.wrong(
                f"{method} {path} was answered with {answer.status}, not 200.",
                function,
                self.source(function),
                failed=answer.status >= _SERVER_ERROR,
            )
        if answer.json is None:
            shown = answer.text[:80]
            raise Wrong(f"{method} {path} should answer JSON, but answered {shown!r}.", self.source(function))
        return answer.json

    # The WebSocket API

    @property
    def websocket_url(self) -> str:
        """Where clients connect."""
        return (
            f"ws://{urlsplit(self.endpoint).netloc}/_aws/execute-api/{self.outputs.websocket_api_id}/"
            f"{self.outputs.stage}"
        )

    def connect(self, url: str | None = None, place: Place | None = None) -> Socket:
        """Open a WebSocket, at ``url`` if it is said at ``place``. Raises Wrong when it is not let in."""
        function = self.websocket_route("$connect")
        try:
            return Socket(url or self.websocket_url, _SECONDS_TO_ANSWER)
        except InvalidStatus as error:
            status = error.response.status_code
            raise self.wrong(
                f"A client wanted to connect and was refused with {status}.",
                function,
                place or self.source(function),
                failed=status >= _SERVER_ERROR,
            ) from error
        except (OSError, ValueError, WebSocketException) as error:
            raise Wrong(f"A client could not connect to {url or self.websocket_url}: {error}", place) from error

    def told(self, key: str, *expected: tuple[Socket, str]) -> list[bool]:
        """Whether each client got a message with this key and its value, all together in time."""
        deadline = time.monotonic() + self.patience
        return [client.wait_for(key, value, deadline - time.monotonic()) for client, value in expected]

    def is_connected(self, connection_id: str) -> bool:
        """Whether this is the id of an open connection."""
        management = self._management
        try:
            management.get_connection(ConnectionId=connection_id)
        except management.exceptions.ClientError:
            return False
        return True

    def tell_all(self, message: object) -> None:
        """Send a message, as JSON, to all connections in the table that are open."""
        management = self._management
        for connection_id in self.ids("Connection"):
            with suppress(management.exceptions.ClientError):
                management.post_to_connection(ConnectionId=connection_id, Data=json.dumps(message).encode())

    @contextmanager
    def gone_connection(self) -> Iterator[None]:
        """An item of a connection that is gone, as when AWS did not notice at once."""
        before = self.ids("Connection")
        client = self.connect()
        left = [item for item in self.items("Connection") if item["sortKey"] not in before]
        client.close()
        self.happens(lambda: self.ids("Connection") <= before)
        for item in left:
            self.put(item.pop("partitionKey"), item["sortKey"], **{k: v for k, v in item.items() if k != "sortKey"})
        try:
            yield
        finally:
            for item in left:
                self.delete("Connection", item["sortKey"])

    def is_management_endpoint(self, endpoint: str) -> bool:
        """Whether functions can post to connections there."""
        begin, end = f"https://{self.outputs.websocket_api_id}.execute-api.", f"/{self.outputs.stage}"
        return endpoint.startswith(begin) and endpoint.endswith(end)

    @property
    def _management(self) -> Any:
        return self.client("apigatewaymanagementapi", self.websocket_url.replace("ws://", "http://"))

    # The table

    def items(self, kind: str) -> list[dict[str, Any]]:
        """All items with this partition key."""
        pages = (
            self.client("dynamodb")
            .get_paginator("query")
            .paginate(
                TableName=self.application.table,
                KeyConditionExpression="partitionKey = :kind",
                ExpressionAttributeValues={":kind": {"S": kind}},
                ConsistentRead=True,
            )
        )
        read = TypeDeserializer().deserialize
        return [{name: read(value) for name, value in item.items()} for page in pages for item in page["Items"]]

    def ids(self, kind: str) -> set[str]:
        """The sort keys of those."""
        return {item["sortKey"] for item in self.items(kind)}

    def put(self, kind: str, item_id: str, **attributes: Any) -> None:
        """Store an item."""
        item = {"partitionKey": kind, "sortKey": item_id, **attributes}
        write = TypeSerializer().serialize
        self.client("dynamodb").put_item(
            TableName=self.application.table, Item={name: write(value) for name, value in item.items()}
        )

    def delete(self, kind: str, item_id: str) -> None:
        """Delete an item."""
        self.client("dynamodb").delete_item(
            TableName=self.application.table, Key={"partitionKey": {"S": kind}, "sortKey": {"S": item_id}}
        )

    # Waiting, files

    def happens(self, condition: Callable[[], bool], function: str | None = None, within: float | None = None) -> bool:
        """Whether something comes true in time. It does not when the function that should do it is known to fail."""
        deadline = time.monotonic() + (within or self.patience)
        while not condition():
            if time.monotonic() > deadline:
                return False
            if function and self.problem(function):
                time.sleep(0.1)
                return condition()
            time.sleep(0.03)
        return True

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What the learner wrote into ``answers.toml``."""
        file = self.folder / "answers.toml"
        try:
            return tomllib.loads(file.read_text())
        except OSError:
            raise Wrong("answers.toml is not there. `petri learn reset` brings it back.") from None
        except tomllib.TOMLDecodeError as error:
            raise Wrong(f"answers.toml cannot be read: {error}. Texts are in quotes.", Place("answers.toml")) from None
