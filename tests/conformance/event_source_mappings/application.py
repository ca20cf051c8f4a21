"""A table with a stream, a real function that asks the test what to do, and mappings from the one to the other."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from tests.support import zip_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_lambda import LambdaClient

type Event = dict[str, Any]
type Item = dict[str, Any]

PATIENCE_SECONDS = 20.0

# Hands each event over to the test, which answers what to return or raise.
FUNCTION = """
import json, os, urllib.request

def handler(event, context):
    with urllib.request.urlopen(os.environ["INBOX"], json.dumps(event).encode()) as response:
        answer = json.load(response)
    if isinstance(answer, dict) and "raise" in answer:
        raise RuntimeError(answer["raise"])
    return answer
"""


def wait_until[T](get: Callable[[], T], seconds: float = PATIENCE_SECONDS) -> T:
    """What ``get`` returns, once it is true."""
    deadline = time.monotonic() + seconds
    while not (result := get()):
        assert time.monotonic() < deadline, "waited for too long"
        time.sleep(0.01)
    return result


class Inbox:
    """What a function received, and what it shall answer."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.answers: Iterator[Any] = iter(())
        self.decide: Callable[[list[str]], Any] = lambda _keys: next(self.answers, {})
        """What to answer to the records with these sort keys; may take its time."""
        self.read: Callable[[Event], list[str]] = keys_of
        """What there is to know of an event."""
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                inbox.events.append(event)
                answer = json.dumps(inbox.decide(inbox.read(event))).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """No more."""
        self._server.shutdown()
        self._server.server_close()

    def batches(self) -> list[list[str]]:
        """The sort keys of the records of each call."""
        return [self.read(event) for event in self.events]

    def received(self) -> list[str]:
        """The sort keys of all records."""
        return [key for batch in self.batches() for key in batch]

    def wait_for(self, *keys: str) -> None:
        """Wait for these, and for nothing else."""
        wait_until(lambda: len(self.received()) >= len(keys))
        assert self.received() == list(keys)


def keys_of(event: Event) -> list[str]:
    """The sort keys of an event's records."""
    return [record["dynamodb"]["Keys"]["sortKey"]["S"] for record in event["Records"]]


class Application:
    """A table, a function, and the mappings from the table's stream to it."""

    def __init__(self, emulator: Any, inbox: Inbox) -> None:
        self.dynamodb: DynamoDBClient = emulator.client("dynamodb")
        self.functions: LambdaClient = emulator.client("lambda")
        self.inbox = inbox
        self.name = f"streams-{uuid.uuid4()}"
        self.mappings: list[str] = []
        self.stream_arn = self.dynamodb.create_table(
            TableName=self.name,
            KeySchema=[
                {"AttributeName": "partitionKey", "KeyType": "HASH"},
                {"AttributeName": "sortKey", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": "partitionKey", "AttributeType": "S"},
                {"AttributeName": "sortKey", "AttributeType": "S"},
            ],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )["TableDescription"]["LatestStreamArn"]
        iam = emulator.client("iam")
        self.role_arn = iam.create_role(RoleName=self.name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        self.function_arn = self.create_function()

    def create_function(self) -> str:
        """Its function; returns the ARN."""
        return self.functions.create_function(
            FunctionName=self.name,
            Runtime="python3.13",
            Handler="index.handler",
            Role=self.role_arn,
            Timeout=30,
            Code={"ZipFile": zip_of(FUNCTION)},
            Environment={"Variables": {"INBOX": self.inbox.url}},
        )["FunctionArn"]

    def map(self, starting_position: Any = "LATEST", **settings: Any) -> str:
        """A new mapping, when it is enabled; returns its UUID."""
        mapping = self.functions.create_event_source_mapping(
            EventSourceArn=self.stream_arn, FunctionName=self.name, StartingPosition=starting_position, **settings
        )["UUID"]
        self.mappings.append(mapping)
        self.wait_for_state(mapping, "Enabled")
        return mapping

    def wait_for_state(self, mapping: str, state: str) -> None:
        """Wait until a mapping is in a state."""
        wait_until(lambda: self.functions.get_event_source_mapping(UUID=mapping)["State"] == state)

    def wait_for_result(self, mapping: str, result: str) -> None:
        """Wait until this is the result of the mapping's last call."""
        wait_until(lambda: self.functions.get_event_source_mapping(UUID=mapping)["LastProcessingResult"] == result)

    def exists(self, mapping: str) -> bool:
        """Whether there is such a mapping."""
        try:
            self.functions.get_event_source_mapping(UUID=mapping)
        except self.functions.exceptions.ResourceNotFoundException:
            return False
        return True

    def unmap(self, mapping: str) -> None:
        """Delete a mapping."""
        self.functions.delete_event_source_mapping(UUID=mapping)
        self.mappings.remove(mapping)

    def put(self, *keys: str, partition: str = "Virus", **attributes: Item) -> None:
        """Write items, one after the other."""
        for key in keys:
            item = {"partitionKey": {"S": partition}, "sortKey": {"S": key}, **attributes}
            self.dynamodb.put_item(TableName=self.name, Item=item)

    def remove(self) -> None:
        """Delete what was made and is still there."""
        for mapping in self.mappings:
            self.functions.delete_event_source_mapping(UUID=mapping)
        if self.name in [function["FunctionName"] for function in self.functions.list_functions()["Functions"]]:
            self.functions.delete_function(FunctionName=self.name)
        if self.name in self.dynamodb.list_tables()["TableNames"]:
            self.dynamodb.delete_table(TableName=self.name)
