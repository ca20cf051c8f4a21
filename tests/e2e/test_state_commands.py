"""`petri snapshot`, `petri reset` and `petri fire` as people type them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.conftest import Emulator, free_port
from tests.support import create_function, eventually


class Petri:
    """The command for one state folder, and a client of its emulator."""

    def __init__(self, state: Path) -> None:
        self.state, self.port = state, free_port()
        self.up()

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run ``petri`` and wait for its end."""
        petri = Path(sys.executable).with_name("petri")
        return subprocess.run(
            [petri, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=90,
            env={k: v for k, v in os.environ.items() if not k.startswith("AWS_")} | environment,
            check=False,
        )

    def up(self) -> None:
        """The emulator alone, in the background."""
        done = self.run("up", "--emulator-only", "--json", "--port", str(self.port), "--state", str(self.state))
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["endpoint"] == f"http://localhost:{self.port}"

    def client(self, service: str) -> Any:
        """A boto3 client."""
        session: Any = boto3.Session("test", "test", region_name="eu-west-1")
        return session.client(service, endpoint_url=f"http://127.0.0.1:{self.port}")


@pytest.fixture
def petri(tmp_path: Path) -> Iterator[Petri]:
    mine = Petri(tmp_path / "state")
    yield mine
    mine.run("down", "--state", str(mine.state))


def test_a_snapshot_is_where_one_comes_back_to(petri: Petri) -> None:
    state = ("--state", str(petri.state))
    dynamodb, iam = petri.client("dynamodb"), petri.client("iam")
    dynamodb.create_table(
        TableName="table",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.put_item(TableName="table", Item={"id": {"S": "1"}})
    saved = petri.run("snapshot", "save", "one-item", *state)
    assert saved.returncode == 0, saved.stderr

    dynamodb.put_item(TableName="table", Item={"id": {"S": "2"}})
    iam.create_role(RoleName="later", AssumeRolePolicyDocument="{}")
    (listed,) = json.loads(petri.run("snapshot", "list", "--json", *state).stdout)
    assert listed["name"] == "one-item"

    loaded = petri.run("snapshot", "load", "one-item", *state)
    assert loaded.returncode == 0, loaded.stderr
    assert [item["id"]["S"] for item in dynamodb.scan(TableName="table")["Items"]] == ["1"]
    assert iam.list_roles()["Roles"] == []

    assert petri.run("reset", *state).returncode == 2, "nobody was asked"
    reset = petri.run("reset", "--yes", "--json", *state)
    assert json.loads(reset.stdout) == {"reset": True, "state": str(petri.state)}
    assert dynamodb.list_tables()["TableNames"] == []
    # A file works like a name: this is how one hands a snapshot out.
    assert petri.run("snapshot", "load", listed["file"], *state).returncode == 0
    assert dynamodb.list_tables()["TableNames"] == ["table"]

    removed = petri.run("snapshot", "remove", "one-item", "--json", *state)
    assert json.loads(removed.stdout) == listed
    missing = petri.run("snapshot", "load", "one-item", *state)
    assert (missing.returncode, missing.stderr.strip()) == (
        2,
        "There is no snapshot one-item. There are: none yet.",
    )


def test_a_damaged_snapshot_changes_nothing(petri: Petri) -> None:
    state = ("--state", str(petri.state))
    petri.client("iam").create_role(RoleName="role", AssumeRolePolicyDocument="{}")
    damaged = petri.state / "damaged.tar.gz"
    damaged.write_bytes(b"\x1f\x8b nonsense")
    failed = petri.run("snapshot", "load", str(damaged), *state)
    assert failed.returncode == 2
    assert "cannot be read" in failed.stderr
    assert [role["RoleName"] for role in petri.client("iam").list_roles()["Roles"]] == ["role"]


def test_a_bad_name_is_refused(petri: Petri) -> None:
    refused = petri.run("snapshot", "save", "../out", "--state", str(petri.state))
    assert refused.returncode == 2
    assert "is no name for a snapshot" in refused.stderr


def test_fire_runs_the_targets_of_a_rule_now_d86(emulator: Emulator, tmp_path: Path) -> None:
    events_file = tmp_path / "events"
    source = """
import json, os
def handler(event, context):
    with open(os.environ["EVENTS_FILE"], "w") as file:
        json.dump(event, file)
"""
    function = create_function(emulator, source, EVENTS_FILE=str(events_file))
    events = emulator.client("events")
    rule = events.put_rule(Name="fired-by-hand", ScheduleExpression="rate(1 day)")["RuleArn"]
    events.put_targets(Rule="fired-by-hand", Targets=[{"Id": "1", "Arn": function}])
    try:
        petri = Path(sys.executable).with_name("petri")
        environment = os.environ | {
            "AWS_ENDPOINT_URL": emulator.endpoint,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
        subprocess.run([petri, "fire", "by-hand"], env=environment, check=True, timeout=60)
        event = json.loads(eventually(lambda: events_file.exists() and events_file.read_text()) or "")
    finally:
        events.remove_targets(Rule="fired-by-hand", Ids=["1"])
        events.delete_rule(Name="fired-by-hand")
    assert event["detail-type"] == "Scheduled Event"
    assert (event["source"], event["resources"], event["detail"]) == ("aws.events", [rule], {})
