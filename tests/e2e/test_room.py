"""`petri room`: learners with an account each on one emulator, who do not notice one another."""

from __future__ import annotations

import stat
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.petri_command import PetriCommand
from tests.e2e.rooms import TABLE, Member, members_of, received
from tests.support import eventually, zip_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Emulator

SIZE = 3
PREFIX = "dojo-serverless-dev"


@pytest.fixture(scope="module")
def petri(start_emulator: Callable[..., Emulator]) -> PetriCommand:
    """An emulator with nothing but the room."""
    return PetriCommand.of(start_emulator())


@pytest.fixture(scope="module")
def room(petri: PetriCommand) -> list[Member]:
    """Learners whose stacks are deployed."""
    return members_of(petri.answer("room", "create", str(SIZE), "--state", str(petri.state)))


def test_each_has_files_that_only_the_trainer_reads(petri: PetriCommand, room: list[Member]) -> None:
    assert len({member.account for member in room}) == len({member.told["secretAccessKey"] for member in room}) == SIZE
    folder = petri.state / "room"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = {file.name: file for file in folder.iterdir()}
    assert {"learner-01.env", "learner-02.env", "learner-03.env", "learners.json", "room.html"} <= files.keys()
    assert {stat.S_IMODE(file.stat().st_mode) for file in files.values()} == {0o600}
    page = files["room.html"].read_text()
    for member in room:
        for what in ("account", "secretAccessKey", "endpoint", "http", "websocket", "game"):
            assert member.told[what] in page
        lines = Path(member.told["file"]).read_text().splitlines()
        assert f"export AWS_SECRET_ACCESS_KEY={member.told['secretAccessKey']}" in lines
        assert f"export AWS_ACCESS_KEY_ID={member.account}" in lines


def test_a_learner_works_with_his_file(petri: PetriCommand, room: list[Member]) -> None:
    lines = Path(room[1].told["file"]).read_text().splitlines()
    variables = dict(line.removeprefix("export ").split("=", 1) for line in lines if line.startswith("export "))
    done = petri.run("deploy", **variables)
    assert done.returncode == 0, done.stderr
    assert "Nothing to change" in done.stdout
    assert room[1].told["http"] in done.stdout


def test_who_is_in_the_room_keeps_his_key(petri: PetriCommand, room: list[Member]) -> None:
    again = petri.answer("room", "create", "2", "--no-deploy", "--address", "trainer", "--state", str(petri.state))
    assert [each.told["secretAccessKey"] for each in members_of(again)] == [
        each.told["secretAccessKey"] for each in room
    ]
    assert all(each.told["endpoint"] == f"http://trainer:{petri.port}" for each in members_of(again))
    listed = petri.answer("room", "list", "--state", str(petri.state))
    assert [each.told for each in members_of(listed)] == [each.told for each in room]


def test_viruses_stay_with_their_learner(room: list[Member]) -> None:
    with ExitStack() as stack:
        sockets = [stack.enter_context(member.socket()) for member in room]
        created = [{member.create() for _ in range(5)} for member in room]
        for member, opened, own in zip(room, sockets, created, strict=True):
            messages = received(opened, own)
            # Schedules create some, too.
            assert own <= messages <= member.viruses()
    for member, own in zip(room, created, strict=True):
        others = set().union(*created) - own
        assert own <= member.viruses()
        assert not others & member.viruses()


def test_an_account_has_its_own_resources(room: list[Member]) -> None:
    first, second, _ = room
    for member in room:
        arns = [f["FunctionArn"] for f in member.client("lambda").list_functions()["Functions"]]
        arns += [
            m["EventSourceArn"] for m in member.client("lambda").list_event_source_mappings()["EventSourceMappings"]
        ]
        arns += [rule["Arn"] for rule in member.client("events").list_rules()["Rules"]]
        arns += [role["Arn"] for role in member.client("iam").list_roles()["Roles"]]
        arns += [group["arn"] for group in member.client("logs").describe_log_groups()["logGroups"]]
        arns += [member.client("dynamodb").describe_table(TableName=TABLE)["Table"]["TableArn"]]
        assert len(arns) > 15
        assert {arn.split(":")[4] for arn in arns} == {member.account}
        assert len(member.client("apigatewayv2").get_apis()["Items"]) == 2
    key = {"partitionKey": {"S": "Virus"}, "sortKey": {"S": "mine"}}
    first.client("dynamodb").put_item(TableName=TABLE, Item=key)
    assert "Item" in first.client("dynamodb").get_item(TableName=TABLE, Key=key)
    assert "Item" not in second.client("dynamodb").get_item(TableName=TABLE, Key=key)
    api = first.client("apigatewayv2")
    (theirs, *_) = second.client("apigatewayv2").get_apis()["Items"]
    with pytest.raises(api.exceptions.NotFoundException):
        api.delete_api(ApiId=theirs["ApiId"])


def test_logs_are_in_the_account_of_their_function(room: list[Member]) -> None:
    first, second, _ = room
    marks = {member.account: f"mark of {member.account}" for member in (first, second)}
    for member in (first, second):
        functions = member.client("lambda")
        code = zip_of(f"def handler(event, context): print({marks[member.account]!r})", "hello.py")
        functions.update_function_code(FunctionName=f"{PREFIX}-hello", ZipFile=code)
        functions.get_waiter("function_updated_v2").wait(FunctionName=f"{PREFIX}-hello")
        functions.invoke(FunctionName=f"{PREFIX}-hello")
    for member in (first, second):
        own = marks[member.account]
        messages = eventually(partial(_messages_with, member, own))
        assert [mark for mark in marks.values() if mark in messages] == [own]


def _messages_with(member: Member, text: str) -> str:
    """All that the function has printed, as soon as ``text`` is among it."""
    found = member.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{PREFIX}-hello")
    messages = "".join(event["message"] for event in found["events"])
    return messages if text in messages else ""


def test_functions_that_crash_hurt_nobody_else(room: list[Member]) -> None:
    first, _, last = room
    functions = last.client("lambda")
    for name, code in (
        ("sendMessageToClient", "import os\ndef handler(event, context): os._exit(1)"),
        ("hello", "def handler(event, context):\n    while True: pass"),
    ):
        file = "real_time/send_message_to_client.py" if name != "hello" else "hello.py"
        functions.update_function_code(FunctionName=f"{PREFIX}-{name}", ZipFile=zip_of(code, file))
        functions.get_waiter("function_updated_v2").wait(FunctionName=f"{PREFIX}-{name}")
    for _ in range(3):
        functions.invoke(FunctionName=f"{PREFIX}-hello", InvocationType="Event")
    with first.socket() as opened:
        ids = {first.create() for _ in range(3) if last.create()}
        assert ids <= received(opened, ids)


def test_the_room_can_be_removed(petri: PetriCommand, room: list[Member]) -> None:
    removed = petri.answer("room", "remove", "--state", str(petri.state))
    assert removed["removed"] == [member.told["name"] for member in room]
    assert not list((petri.state / "room").glob("*.env"))
    assert not petri.answer("room", "list", "--state", str(petri.state))["learners"]
    for member in room:
        assert not member.client("lambda").list_functions()["Functions"]
        assert not member.client("dynamodb").list_tables()["TableNames"]
    assert petri.answer("room", "remove", "--state", str(petri.state)) == {"removed": []}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["create"], "For how many learners?"),
        (["create", "0"], "greater than or equal to 1"),
        (["create", "3"], "Petri is not running"),
        (["creat"], "'create'"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, arguments: list[str], says: str) -> None:
    done = PetriCommand(1, tmp_path).run("room", *arguments, "--state", str(tmp_path))
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_room_that_cannot_be_read_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "learners.json").write_text("[{}]")
    done = PetriCommand(1, tmp_path).run("room", "list", "--state", str(tmp_path))
    assert done.returncode == 2
    assert "remove it, and create the room again" in done.stderr
