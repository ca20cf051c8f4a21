"""The emulator is killed, and everything that it had answered for is there again."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
import websocket

from tests.conftest import Emulator, free_port
from tests.e2e.stacks import Stack, own_stack
from tests.support import ROLE, create_function, eventually, zip_of

Restart = Callable[[], Emulator]


class Life:
    """One state folder and port, and the emulators that live there one after the other."""

    def __init__(self, start: Callable[..., Emulator], folder: Path) -> None:
        self._start = start
        self._folder, self._port = folder, free_port()
        self.emulator = self._begin()

    def kill(self) -> None:
        """End it without a chance to write anything."""
        self.emulator.process.send_signal(signal.SIGKILL)
        self.emulator.process.wait()

    def begin_again(self) -> Emulator:
        """The next emulator."""
        self.emulator = self._begin()
        return self.emulator

    def state_file(self, service: str) -> Path:
        """Where the state of a service is kept."""
        (file,) = self._folder.rglob(f"services/{service}.state")
        return file

    def log(self) -> str:
        """What the emulator has to say."""
        return (self._folder / "logs" / "emulator.log").read_text()

    def _begin(self) -> Emulator:
        return self._start(self._folder, self._port)


@pytest.fixture
def life(start_emulator: Callable[..., Emulator], tmp_path: Path) -> Life:
    """An emulator that may be killed."""
    return Life(start_emulator, tmp_path / "state")


@pytest.fixture
def own(life: Life, tmp_path: Path) -> Iterator[Stack]:
    """The application on it."""
    with own_stack(life.emulator, tmp_path, "restart") as own:
        yield own


def play(life: Life, outputs: Any) -> None:
    """One virus, from click to browser."""
    socket = websocket.create_connection(life.emulator.api_url(outputs.websocket_api_id, scheme="ws"), timeout=30)
    url = life.emulator.api_url(outputs.http_api_id) + "/virus"
    created = requests.post(url, timeout=30).json()["id"]
    while json.loads(socket.recv()) != {"virusId": created}:
        pass
    assert {"id": created} in requests.get(url, timeout=30).json()["viruses"]
    socket.close()


def test_the_application_goes_on_after_a_kill(life: Life, own: Stack) -> None:
    outputs = own.deploy()
    play(life, outputs)
    life.kill()
    life.begin_again()
    play(life, outputs)
    assert own.deploy_changes() == []


def test_every_kind_of_resource_is_back(life: Life) -> None:
    first = life.emulator
    function = create_function(first, "def handler(event, context): return event", key="value")
    s3, sqs, events = first.client("s3"), first.client("sqs"), first.client("events")
    location = {"LocationConstraint": "eu-west-1"}
    s3.create_bucket(Bucket="bucket", CreateBucketConfiguration=location)
    s3.put_object(Bucket="bucket", Key="a/key", Body=b"body" * 1000)
    s3.put_object(Bucket="bucket", Key="gone", Body=b"")
    s3.delete_object(Bucket="bucket", Key="gone")
    queue = sqs.create_queue(QueueName="queue")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="message")
    events.put_rule(Name="rule", ScheduleExpression="rate(1 day)", State="DISABLED")
    events.put_targets(Rule="rule", Targets=[{"Id": "1", "Arn": function}])
    first.client("iam").create_role(RoleName="role", AssumeRolePolicyDocument="{}", Path="/team/")
    first.client("logs").create_log_group(logGroupName="group")
    first.client("ssm").put_parameter(Name="/parameter", Value="1", Type="String")
    topic = first.client("sns").create_topic(Name="topic")["TopicArn"]
    key = first.client("apigateway").create_api_key(name="key", enabled=True)["id"]
    api = first.client("apigatewayv2").create_api(Name="api", ProtocolType="HTTP", Tags={"who": "me"})
    other = first.client("apigatewayv2", region_name="us-east-1", aws_access_key_id="111111111111")
    other_api = other.create_api(Name="other", ProtocolType="HTTP")["ApiId"]
    life.kill()

    again = life.begin_again()
    answer = again.client("lambda").invoke(FunctionName=function, Payload=b'{"a": 1}')
    assert json.loads(answer["Payload"].read()) == {"a": 1}
    configuration = again.client("lambda").get_function_configuration(FunctionName=function)
    assert configuration["Environment"]["Variables"] == {"key": "value"}
    assert again.client("s3").get_object(Bucket="bucket", Key="a/key")["Body"].read() == b"body" * 1000
    assert [o["Key"] for o in again.client("s3").list_objects_v2(Bucket="bucket")["Contents"]] == ["a/key"]
    assert again.client("sqs").receive_message(QueueUrl=queue)["Messages"][0]["Body"] == "message"
    (rule,) = again.client("events").list_rules()["Rules"]
    assert (rule["Name"], rule["State"]) == ("rule", "DISABLED")
    assert again.client("events").list_targets_by_rule(Rule="rule")["Targets"][0]["Arn"] == function
    assert again.client("iam").get_role(RoleName="role")["Role"]["Path"] == "/team/"
    assert "group" in [g["logGroupName"] for g in again.client("logs").describe_log_groups()["logGroups"]]
    assert again.client("ssm").get_parameter(Name="/parameter")["Parameter"]["Value"] == "1"
    assert [t["TopicArn"] for t in again.client("sns").list_topics()["Topics"]] == [topic]
    assert again.client("apigateway").get_api_key(apiKey=key)["name"] == "key"
    apigatewayv2 = again.client("apigatewayv2")
    assert apigatewayv2.get_api(ApiId=api["ApiId"])["Tags"] == {"who": "me"}
    assert [a["ApiId"] for a in apigatewayv2.get_apis()["Items"]] == [api["ApiId"]]
    there = again.client("apigatewayv2", region_name="us-east-1", aws_access_key_id="111111111111")
    assert [a["ApiId"] for a in there.get_apis()["Items"]] == [other_api]


def test_event_patterns_work_again(life: Life, tmp_path: Path) -> None:
    first = life.emulator
    queue = first.client("sqs").create_queue(QueueName="inbox")["QueueUrl"]
    events = first.client("events")
    events.put_rule(Name="rule", EventPattern='{"source": ["here"]}')
    events.put_targets(Rule="rule", Targets=[{"Id": "1", "Arn": "arn:aws:sqs:eu-west-1:000000000000:inbox"}])
    life.kill()

    again = life.begin_again()
    again.client("events").put_events(Entries=[{"Source": "here", "DetailType": "news", "Detail": "{}"}])
    receive = again.client("sqs").receive_message
    (message,) = eventually(lambda: receive(QueueUrl=queue).get("Messages"))
    assert json.loads(message["Body"])["detail-type"] == "news"


class Inbox:
    """Hears of each record; holds the answer to the first back when it is told to."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.go_on = threading.Event()
        inbox = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                keys = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                inbox.keys += keys
                if "wait" in keys:
                    inbox.go_on.wait(20)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                """Quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """No more."""
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()


REPORTER = """
import json, os, urllib.request
def handler(event, context):
    keys = [record["dynamodb"]["Keys"]["id"]["S"] for record in event["Records"]]
    urllib.request.urlopen(os.environ["INBOX"], json.dumps(keys).encode()).close()
"""


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """An inbox of the test's own."""
    inbox = Inbox()
    yield inbox
    inbox.close()


def test_a_batch_under_way_is_delivered_again_and_nothing_is_skipped(life: Life, inbox: Inbox) -> None:
    first = life.emulator
    function = create_function(first, REPORTER, timeout=30, INBOX=inbox.url)
    stream = first.client("dynamodb").create_table(
        TableName="table",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
    )["TableDescription"]["LatestStreamArn"]
    mappings = first.client("lambda")
    uuid = mappings.create_event_source_mapping(
        EventSourceArn=stream, FunctionName=function, StartingPosition="LATEST", BatchSize=1
    )["UUID"]
    eventually(lambda: mappings.get_event_source_mapping(UUID=uuid)["State"] == "Enabled")

    def put(key: str) -> None:
        life.emulator.client("dynamodb").put_item(TableName="table", Item={"id": {"S": key}})

    put("delivered")
    eventually(lambda: inbox.keys == ["delivered"])
    # The position is written after the function has answered.
    time.sleep(0.5)
    put("wait")
    put("after")
    eventually(lambda: inbox.keys == ["delivered", "wait"])
    life.kill()
    inbox.go_on.set()
    life.begin_again()
    put("new")
    eventually(lambda: inbox.keys[-1] == "new", 60)
    assert inbox.keys == ["delivered", "wait", "wait", "after", "new"]


def test_a_file_that_cannot_be_used_is_kept_and_named(life: Life) -> None:
    iam = life.emulator.client("iam")
    iam.create_role(RoleName="role", AssumeRolePolicyDocument="{}")
    life.emulator.client("ssm").put_parameter(Name="/parameter", Value="1", Type="String")
    life.kill()
    file = life.state_file("iam")
    truncated = file.read_bytes()[:-1]
    file.write_bytes(truncated)

    again = life.begin_again()
    assert "The state of iam in" in life.log()
    assert "cannot be used: it is truncated" in life.log()
    assert file.with_name("iam.state.refused-1").read_bytes() == truncated
    assert again.client("iam").list_roles()["Roles"] == []
    assert again.client("ssm").get_parameter(Name="/parameter")["Parameter"]["Value"] == "1"


def test_requests_that_come_early_wait_for_what_was_created(life: Life) -> None:
    """A browser that reconnects while the emulator starts must not be told that its API is not there."""
    function = create_function(life.emulator, "def handler(event, context): return 'here'")
    client = life.emulator.client("apigatewayv2")
    api = client.create_api(Name="early", ProtocolType="HTTP", Target=function)["ApiId"]
    url = f"{life.emulator.endpoint}/_aws/execute-api/{api}/"
    assert requests.get(url, timeout=30).text == "here"
    life.kill()
    answers: list[tuple[int, str]] = []

    def ask_until_answered() -> None:
        while not answers:
            try:
                answer = requests.get(url, timeout=30)
            except requests.ConnectionError:
                continue
            answers.append((answer.status_code, answer.text))

    asking = threading.Thread(target=ask_until_answered)
    asking.start()
    life.begin_again()
    asking.join(30)
    assert answers == [(200, "here")]


def test_versions_and_aliases_are_back(life: Life) -> None:
    lambda_client = life.emulator.client("lambda")
    name = "versioned"
    lambda_client.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="index.handler",
        Role=ROLE,
        Code={"ZipFile": zip_of("def handler(event, context): return 1")},
        Publish=True,
    )
    eventually(lambda: lambda_client.get_function_configuration(FunctionName=name)["State"] == "Active")
    lambda_client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    lambda_client.update_function_code(FunctionName=name, ZipFile=zip_of("def handler(event, context): return 2"))
    life.kill()
    again = life.begin_again().client("lambda")
    results = [
        json.loads(again.invoke(FunctionName=name, Qualifier=qualifier)["Payload"].read())
        for qualifier in ("live", "$LATEST")
    ]
    assert results == [1, 2]


LAST_WORDS = """
import pathlib, time
def handler(event, context):
    print("the last words")
    pathlib.Path(event["file"]).touch()
    time.sleep(60)
"""


def test_what_a_function_has_said_outlives_an_orderly_end(
    start_emulator: Callable[..., Emulator], stop_emulator: Callable[[Emulator], None], tmp_path: Path
) -> None:
    first = start_emulator()
    name = create_function(first, LAST_WORDS).rpartition(":")[2]
    said = tmp_path / "said"
    event = json.dumps({"file": str(said)})
    first.client("lambda").invoke(FunctionName=name, InvocationType="Event", Payload=event)
    eventually(said.exists)
    stop_emulator(first)

    again = start_emulator(first.state_dir)
    events = again.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
    assert "the last words\n" in [event["message"] for event in events]
    stop_emulator(again)
