"""From a write to the function: event source mappings of DynamoDB streams, with real functions.

No time is asserted, but a mapping that is not woken by writes reads every five minutes only, and fails these tests.
"""

from __future__ import annotations

import io
import json
import threading
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import psutil
import pytest

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
    if "raise" in answer:
        raise RuntimeError(answer["raise"])
    return answer
"""


def wait_until[T](get: Callable[[], T]) -> T:
    """What ``get`` returns, once it is true."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (result := get()):
        assert time.monotonic() < deadline, "waited for too long"
        time.sleep(0.01)
    return result


class Inbox:
    """What a function received, and what it shall answer."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.answers: Iterator[Event] = iter(())
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                inbox.events.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                answer = json.dumps(next(inbox.answers, {})).encode()
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
        return [[record["dynamodb"]["Keys"]["sortKey"]["S"] for record in event["Records"]] for event in self.events]

    def keys(self) -> list[str]:
        """The sort keys of all records."""
        return [key for batch in self.batches() for key in batch]

    def wait_for(self, *keys: str) -> None:
        """Wait for these, and for nothing else."""
        wait_until(lambda: len(self.keys()) >= len(keys))
        assert self.keys() == list(keys)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """An inbox of the test's own."""
    inbox = Inbox()
    yield inbox
    inbox.close()


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
        role = emulator.client("iam").create_role(RoleName=self.name, AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            archive.writestr("index.py", FUNCTION)
        self.function_arn = self.functions.create_function(
            FunctionName=self.name,
            Runtime="python3.13",
            Handler="index.handler",
            Role=role,
            Code={"ZipFile": package.getvalue()},
            Environment={"Variables": {"INBOX": inbox.url}},
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

    def put(self, *keys: str, **attributes: Item) -> None:
        """Write items, one after the other."""
        for key in keys:
            item = {"partitionKey": {"S": "Virus"}, "sortKey": {"S": key}, **attributes}
            self.dynamodb.put_item(TableName=self.name, Item=item)

    def remove(self) -> None:
        """Delete what was made."""
        for mapping in self.mappings:
            self.functions.delete_event_source_mapping(UUID=mapping)
        self.functions.delete_function(FunctionName=self.name)
        self.dynamodb.delete_table(TableName=self.name)


@pytest.fixture
def application(emulator: Any, inbox: Inbox) -> Iterator[Application]:
    """An application of the test's own."""
    application = Application(emulator, inbox)
    yield application
    application.remove()


def test_a_new_mapping_has_the_defaults_of_aws_d01(application: Application) -> None:
    mapping = application.functions.create_event_source_mapping(
        EventSourceArn=application.stream_arn, FunctionName=application.name, StartingPosition="LATEST"
    )
    application.mappings.append(mapping["UUID"])
    assert mapping["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert mapping["State"] == "Creating"
    expected = {
        "EventSourceArn": application.stream_arn,
        "FunctionArn": application.function_arn,
        "StartingPosition": "LATEST",
        "BatchSize": 100,
        "MaximumBatchingWindowInSeconds": 0,
        "ParallelizationFactor": 1,
        "MaximumRecordAgeInSeconds": -1,
        "MaximumRetryAttempts": -1,
        "BisectBatchOnFunctionError": False,
        "TumblingWindowInSeconds": 0,
        "DestinationConfig": {"OnFailure": {}},
        "FunctionResponseTypes": [],
        "StateTransitionReason": "User action",
        "LastProcessingResult": "No records processed",
    }
    assert {key: mapping.get(key) for key in expected} == expected
    application.wait_for_state(mapping["UUID"], "Enabled")


def test_the_event_is_like_aws_d34_d35_d37_d38(application: Application, inbox: Inbox) -> None:
    application.map()
    before = int(time.time())
    application.put("1", blob={"B": b"foobar"}, number={"N": "1.50"})
    inbox.wait_for("1")
    (record,) = inbox.events[0]["Records"]
    image = {
        "partitionKey": {"S": "Virus"},
        "sortKey": {"S": "1"},
        "blob": {"B": "Zm9vYmFy"},
        "number": {"N": "1.5"},
    }
    assert len(record.pop("eventID")) == 32
    created = record["dynamodb"].pop("ApproximateCreationDateTime")
    assert before <= created <= time.time()
    assert created == int(created)
    assert record["dynamodb"].pop("SequenceNumber").isdigit()
    assert record["dynamodb"].pop("SizeBytes") > 0
    assert record == {
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-west-1",
        "dynamodb": {
            "Keys": {"partitionKey": {"S": "Virus"}, "sortKey": {"S": "1"}},
            "NewImage": image,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": application.stream_arn,
    }


def test_latest_has_what_is_written_once_the_mapping_is_enabled_d17(application: Application, inbox: Inbox) -> None:
    application.put("before")
    application.map("LATEST")
    application.put("after")
    inbox.wait_for("after")


def test_trim_horizon_has_what_was_written_before_d17(application: Application, inbox: Inbox) -> None:
    application.put("1", "2")
    application.map("TRIM_HORIZON")
    application.put("3")
    inbox.wait_for("1", "2", "3")


@pytest.mark.parametrize("write", ["update", "delete", "batch", "transaction", "statement"])
def test_every_kind_of_write_is_noticed(application: Application, inbox: Inbox, write: str) -> None:
    name, key = application.name, {"partitionKey": {"S": "Virus"}, "sortKey": {"S": "1"}}
    application.put("1", n={"N": "0"})
    application.map()
    dynamodb = application.dynamodb
    match write:
        case "update":
            dynamodb.update_item(TableName=name, Key=key, UpdateExpression="REMOVE n")
        case "delete":
            dynamodb.delete_item(TableName=name, Key=key)
        case "batch":
            dynamodb.batch_write_item(RequestItems={name: [{"DeleteRequest": {"Key": key}}]})
        case "transaction":
            dynamodb.transact_write_items(TransactItems=[{"Delete": {"TableName": name, "Key": key}}])
        case "statement":
            dynamodb.execute_statement(
                Statement=f"DELETE FROM \"{name}\" WHERE partitionKey = 'Virus' AND sortKey = '1'"
            )
    inbox.wait_for("1")
    assert inbox.events[0]["Records"][0]["eventName"] == ("MODIFY" if write == "update" else "REMOVE")


def test_a_batch_has_no_more_than_its_size_d16(application: Application, inbox: Inbox) -> None:
    application.put("1", "2", "3")
    application.map("TRIM_HORIZON", BatchSize=2)
    inbox.wait_for("1", "2", "3")
    assert inbox.batches() == [["1", "2"], ["3"]]


def test_a_batching_window_collects_records_d16(application: Application, inbox: Inbox) -> None:
    application.map(MaximumBatchingWindowInSeconds=2)
    application.put("1", "2", "3")
    inbox.wait_for("1", "2", "3")
    assert inbox.batches() == [["1", "2", "3"]]


def test_a_full_batch_does_not_wait_for_its_window_d16(application: Application, inbox: Inbox) -> None:
    application.map(MaximumBatchingWindowInSeconds=300, BatchSize=2)
    application.put("1", "2")
    inbox.wait_for("1", "2")


def test_filters_d41_d46(application: Application, inbox: Inbox) -> None:
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"kind": {"S": ["wanted"]}}}}
    application.map(FilterCriteria={"Filters": [{"Pattern": json.dumps(pattern)}]})
    application.put("1", kind={"S": "unwanted"})
    application.put("2", kind={"S": "wanted"})
    application.put("2", kind={"S": "wanted"}, changed={"BOOL": True})
    application.put("3", kind={"S": "wanted"})
    inbox.wait_for("2", "3")


def test_many_writes_arrive_once_and_in_order_d18(application: Application, inbox: Inbox) -> None:
    application.map()
    keys = [f"{number:02}" for number in range(30)]
    application.put(*keys)
    inbox.wait_for(*keys)


def test_two_functions_of_one_stream(application: Application, inbox: Inbox, emulator: Any) -> None:
    other_inbox = Inbox()
    other = Application(emulator, other_inbox)
    other.stream_arn = application.stream_arn
    application.map()
    other.map()
    application.put("1")
    inbox.wait_for("1")
    other_inbox.wait_for("1")
    other.remove()
    other_inbox.close()


def test_a_failed_batch_is_tried_again_and_the_next_one_waits_d15_d22(application: Application, inbox: Inbox) -> None:
    inbox.answers = iter([{"raise": "not yet"}])
    application.map(BatchSize=1)
    application.put("1", "2")
    inbox.wait_for("1", "1", "2")


def test_retries_are_limited_d24(application: Application, inbox: Inbox) -> None:
    inbox.answers = iter([{"raise": "never"}] * 2)
    application.map(BatchSize=1, MaximumRetryAttempts=1)
    application.put("1", "2")
    inbox.wait_for("1", "1", "2")


def test_a_partial_failure_is_tried_again_from_there_d26(application: Application, inbox: Inbox) -> None:
    application.put("1", "2", "3")

    def answers() -> Iterator[Event]:
        second = inbox.events[0]["Records"][1]["dynamodb"]["SequenceNumber"]
        yield {"batchItemFailures": [{"itemIdentifier": second}]}

    inbox.answers = answers()
    application.map("TRIM_HORIZON", FunctionResponseTypes=["ReportBatchItemFailures"])
    inbox.wait_for("1", "2", "3", "2", "3")
    assert inbox.batches() == [["1", "2", "3"], ["2", "3"]]


def test_a_mapping_can_be_deleted_while_its_function_fails(application: Application, inbox: Inbox) -> None:
    inbox.answers = iter(lambda: {"raise": "always"}, None)
    mapping = application.map()
    application.put("1")
    wait_until(inbox.keys)
    application.functions.delete_event_source_mapping(UUID=mapping)
    application.mappings.remove(mapping)

    def is_gone() -> bool:
        try:
            application.functions.get_event_source_mapping(UUID=mapping)
        except application.functions.exceptions.ResourceNotFoundException:
            return True
        return False

    wait_until(is_gone)


def test_an_enabled_again_mapping_goes_on_where_it_was(application: Application, inbox: Inbox) -> None:
    mapping = application.map()
    application.put("1")
    inbox.wait_for("1")
    application.functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    application.wait_for_state(mapping, "Disabled")
    application.put("2")
    application.functions.update_event_source_mapping(UUID=mapping, Enabled=True)
    application.wait_for_state(mapping, "Enabled")
    application.put("3")
    inbox.wait_for("1", "2", "3")


def test_nothing_is_lost_when_the_engine_dies(application: Application, inbox: Inbox, emulator: Any) -> None:
    application.map()
    application.put("1")
    inbox.wait_for("1")
    (engine,) = [child for child in psutil.Process(emulator.pid).children() if child.name() == "java"]
    engine.kill()

    def is_written() -> bool:
        try:
            application.put("2")
        except application.dynamodb.exceptions.InternalServerError:
            # The engine took the request with it. SDKs repeat it after this answer; the tests' clients do not.
            return False
        return True

    wait_until(is_written)
    inbox.wait_for("1", "2")
