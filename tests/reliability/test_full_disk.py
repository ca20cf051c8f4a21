"""The state folder is on a disk that is full: nothing that was acknowledged is lost, and who asks is told."""

from __future__ import annotations

import os
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.conftest import Emulator
from tests.support import create_function, eventually

SIZE = "96m"


class Disk:
    """A small file system."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave no room. What others give free meanwhile is taken, too."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while True:
                        file.write(b"x" * size)
                except OSError:
                    continue

    def free(self) -> None:
        """Give the room back."""
        self._ballast.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A file system in memory, which only root can mount."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a small file system cannot be mounted here: that takes root on Linux")
    yield Disk(folder)
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def status(error: ClientError) -> int:
    """The HTTP status of an error: SDKs try again after 500 and more."""
    return int(error.response["ResponseMetadata"]["HTTPStatusCode"])


def test_nothing_acknowledged_is_lost(
    disk: Disk, start_emulator: Callable[..., Emulator], stop_emulator: Callable[[Emulator], None]
) -> None:
    first = start_emulator(disk.folder / "state")
    dynamodb, api = first.client("dynamodb"), first.client("apigatewayv2")
    key: Any = [{"AttributeName": "id", "KeyType": "HASH"}]
    dynamodb.create_table(
        TableName="items",
        KeySchema=key,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    items: list[str] = []
    apis: list[str] = []

    def put() -> int:
        item_id = str(uuid.uuid4())
        try:
            dynamodb.put_item(TableName="items", Item={"id": {"S": item_id}, "text": {"S": "x" * 10_000}})
        except ClientError as error:
            return status(error)
        items.append(item_id)
        return 200

    def create_api() -> tuple[int, str]:
        try:
            apis.append(api.create_api(Name="api", ProtocolType="HTTP")["ApiId"])
        except ClientError as error:
            return status(error), str(error)
        return 200, ""

    function = create_function(first, "def handler(event, context):\n    return event")
    assert (put(), create_api()) == (200, (200, ""))
    disk.fill()
    answers = {put() for _ in range(50)}
    assert answers <= {200, 500}
    assert 500 in answers, "the disk was not full"
    code, message = create_api()
    assert code == 500
    assert "cannot be written" in message
    assert "No space left on device" in message
    # What needs no room goes on.
    assert first.client("lambda").invoke(FunctionName=function, Payload=b"1")["Payload"].read() == b"1"
    assert dynamodb.get_item(TableName="items", Key={"id": {"S": items[0]}})["Item"]["id"]["S"] == items[0]

    disk.free()
    eventually(lambda: put() == 200, 60)
    eventually(lambda: create_api()[0] == 200, 60)
    time.sleep(0.1)
    first.process.kill()
    first.process.wait()

    again = start_emulator(disk.folder / "state", first.port)
    for item_id in items:
        assert "Item" in again.client("dynamodb").get_item(TableName="items", Key={"id": {"S": item_id}})
    there = {each["ApiId"] for each in again.client("apigatewayv2").get_apis()["Items"]}
    assert set(apis) <= there
    stop_emulator(again)
