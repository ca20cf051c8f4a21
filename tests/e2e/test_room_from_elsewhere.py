"""What other machines may do where Petri listens to them: by an address of this machine that is not loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests
from botocore.exceptions import ClientError

from tests.e2e.petri_command import PetriCommand
from tests.e2e.rooms import Member, members_of
from tests.e2e.test_console_guard import ask
from tests.support import eventually, other_address

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Emulator

TOKEN = "trainers-token"


@pytest.fixture(scope="module")
def petri(start_emulator: Callable[..., Emulator]) -> PetriCommand:
    """An emulator that listens to everybody."""
    return PetriCommand.of(start_emulator(PETRI_HOST="0.0.0.0", PETRI_CONSOLE_TOKEN=TOKEN))


@pytest.fixture(scope="module")
def room(petri: PetriCommand) -> list[Member]:
    """Two learners, told to come by the network."""
    return members_of(petri.answer("room", "create", "2", "--address", other_address(), "--state", str(petri.state)))


def refused(call: Callable[[], Any]) -> str:
    """The error code that a call gets."""
    with pytest.raises(ClientError) as failure:
        call()
    return str(failure.value.response["Error"]["Code"])


CALLS = {
    "sts": "get_caller_identity",
    "dynamodb": "list_tables",
    "lambda": "list_functions",
    "s3": "list_buckets",
    "apigatewayv2": "get_apis",
    "sqs": "list_queues",
    "logs": "describe_log_groups",
}


@pytest.mark.parametrize("service", CALLS)
def test_aws_wants_the_learners_secret(room: list[Member], service: str) -> None:
    member = room[0]
    getattr(member.client(service), CALLS[service])()
    theirs = room[1].told["secretAccessKey"]
    for secret in ("test", theirs):
        client = member.client(service, secret=secret)
        assert refused(getattr(client, CALLS[service])) == "InvalidSignatureException"
    strangers = Member({**member.told, "accessKeyId": "test"})
    assert refused(getattr(strangers.client(service), CALLS[service])) == "UnrecognizedClientException"
    nobody = Member({**member.told, "accessKeyId": "100000000099"})
    assert refused(getattr(nobody.client(service), CALLS[service])) == "InvalidSignatureException"


def test_the_token_opens_every_account(room: list[Member]) -> None:
    for member in (room[0], Member({**room[0].told, "accessKeyId": "000000000000"})):
        found = member.client("sts", secret=TOKEN).get_caller_identity()
        assert found["Account"] == member.told["accessKeyId"]


def test_the_console_elsewhere_gets_what_it_signs_with_for_the_token_alone(petri: PetriCommand) -> None:
    address, path = other_address(), "/_petri/credentials"
    host = f"Host: {address}:{petri.port}"
    bearer = f"Authorization: Bearer {TOKEN}"
    assert ask(petri.port, path, host, address=address)[0] == 403
    assert TOKEN in ask(petri.port, path, host, bearer, address=address)[1]
    status, answer = ask(petri.port, path, f"Host: localhost:{petri.port}")
    assert status == 200
    assert TOKEN not in answer
    # A page of another site is not the console, whatever it has.
    assert ask(petri.port, path, host, bearer, "Origin: http://evil.example", address=address)[0] == 403


def test_bodies_of_all_kinds_are_verified(room: list[Member]) -> None:
    member = room[0]
    s3 = member.client("s3")
    s3.create_bucket(Bucket="kept-things", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket="kept-things", Key="a b/ü+1.txt", Body=b"x" * 100_000)
    assert len(s3.get_object(Bucket="kept-things", Key="a b/ü+1.txt")["Body"].read()) == 100_000
    assert s3.list_objects_v2(Bucket="kept-things", Prefix="a b/")["KeyCount"] == 1
    url = s3.generate_presigned_url("get_object", Params={"Bucket": "kept-things", "Key": "a b/ü+1.txt"})
    assert requests.get(url, timeout=10).status_code == (200 if "X-Amz-Signature" in url else 403)
    dynamodb = member.client("dynamodb")
    assert dynamodb.list_tables(Limit=1)["TableNames"] == ["dojo-serverless-table"]
    key = {"partitionKey": {"S": "Virus"}, "sortKey": {"S": "ünïcode"}}
    dynamodb.put_item(TableName="dojo-serverless-table", Item=key)
    assert member.client("lambda").invoke(FunctionName="dojo-serverless-dev-hello", Payload=b"{}")["StatusCode"] == 200
    assert member.client("lambda").get_function(FunctionName="dojo-serverless-dev-hello")["Configuration"]


def test_a_signature_is_good_for_its_request_alone(petri: PetriCommand, room: list[Member]) -> None:
    member = room[0]
    sent: list[Any] = []
    client = member.client("dynamodb")

    def note(request: Any, **_: Any) -> None:
        sent.append(request)

    client.meta.events.register("before-send.dynamodb.*", note)
    client.list_tables()
    headers = {name: value.decode() if isinstance(value, bytes) else value for name, value in sent[0].headers.items()}
    url = member.told["endpoint"] + "/"
    assert requests.post(url, headers=headers, data=sent[0].body, timeout=10).status_code == 200
    # As the console sends it, which is a page of this very address; others learn nothing.
    for name, page in (("Origin", member.told["endpoint"]), ("Referer", f"{url}_petri/lambda")):
        assert requests.post(url, headers={**headers, name: page}, data=sent[0].body, timeout=10).status_code == 200
        foreign = {**headers, name: "http://evil.example"}
        assert requests.post(url, headers=foreign, data=sent[0].body, timeout=10).status_code == 403
    assert requests.post(url, headers=headers, data=b'{"Limit":1}', timeout=10).status_code == 403
    assert requests.post(url + "?x=1", headers=headers, data=sent[0].body, timeout=10).status_code == 403
    # A second one would leave open who calls.
    address, port = other_address(), petri.port
    lines = [f"{name}: {value}" for name, value in headers.items() if name.lower() != "content-length"]
    other = headers["Authorization"].replace(member.account, room[1].account)
    for pair in ((headers["Authorization"], other), (other, headers["Authorization"])):
        twice = [line for line in lines if not line.startswith("Authorization")]
        twice += [f"Authorization: {each}" for each in pair]
        status, _ = ask(
            port, "/", f"Host: {address}:{port}", "Content-Length: 0", *twice, address=address, method="POST"
        )
        assert status == 403


@pytest.mark.parametrize(
    "path", ["/_localstack/health", "/%5flocalstack/health", "//_localstack/health", "/_aws/cloudwatch/metrics/raw"]
)
def test_what_is_not_aws_wants_the_token(petri: PetriCommand, path: str) -> None:
    address = other_address()
    host = f"Host: {address}:{petri.port}"
    assert ask(petri.port, path, host, address=address)[0] == 403
    assert ask(petri.port, path, host, "Authorization: Bearer wrong", address=address)[0] == 403
    assert ask(petri.port, path, host, f"Authorization: Bearer {TOKEN}", address=address)[0] != 403


@pytest.mark.parametrize("host", ["nosuchapi1.execute-api.localhost", "localhost", "127.0.0.1"])
def test_another_host_name_opens_nothing(petri: PetriCommand, host: str) -> None:
    address = other_address()
    target = "X-Amz-Target: DynamoDB_20120810.ListTables"
    status, answer = ask(
        petri.port, "/", f"Host: {host}:{petri.port}", target, "Content-Length: 0", address=address, method="POST"
    )
    assert status == 403
    assert "TableNames" not in answer


def test_deployed_apis_are_open_but_not_their_connections(room: list[Member]) -> None:
    first, second = room
    with first.socket() as opened:
        virus = first.create()
        assert virus in str(opened.recv())
        table = first.client("dynamodb")

        def connections() -> list[str]:
            query = {":p": {"S": "Connection"}}
            found = table.query(
                TableName="dojo-serverless-table",
                KeyConditionExpression="partitionKey = :p",
                ExpressionAttributeValues=query,
            )
            return [item["sortKey"]["S"] for item in found["Items"]]

        (connection_id,) = eventually(connections)
        endpoint = first.told["websocket"].replace("ws:", "http:")
        management = first.client("apigatewaymanagementapi", endpoint)
        management.post_to_connection(ConnectionId=connection_id, Data=b"mine")
        assert opened.recv() == "mine"
        for client in (
            first.client("apigatewaymanagementapi", endpoint, secret="wrong"),
            second.client("apigatewaymanagementapi", endpoint),
            second.client("apigatewaymanagementapi"),
            Member({**first.told, "accessKeyId": "test"}).client("apigatewaymanagementapi", endpoint),
        ):
            with pytest.raises(ClientError) as failure:
                client.post_to_connection(ConnectionId=connection_id, Data=b"no")
            assert failure.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_this_machine_needs_no_secret(petri: PetriCommand, room: list[Member]) -> None:
    own = f"http://127.0.0.1:{petri.port}"
    assert room[0].client("dynamodb", own, secret="any").list_tables()["TableNames"] == ["dojo-serverless-table"]
    assert requests.get(f"{own}/_localstack/health", timeout=10).status_code == 200


def test_one_interface_is_for_others_and_loopback_for_this_machine(start_emulator: Callable[..., Emulator]) -> None:
    address = other_address()
    emulator = start_emulator(PETRI_HOST=address)
    assert emulator.client("dynamodb").list_tables()["TableNames"] == []
    over_the_network = emulator.client("dynamodb", f"http://{address}:{emulator.port}")
    assert refused(over_the_network.list_tables) == "UnrecognizedClientException"
