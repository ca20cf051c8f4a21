"""Random kills under load: of the database, functions and the emulator. What was acknowledged is there, and arrives.

A few seconds in the ordinary run; ``make soak seconds=3600`` for as long as one likes.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
import psutil
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tests.conformance.event_source_mappings.application import Application, Inbox, wait_until
from tests.conftest import Emulator

SECONDS = float(os.environ.get("PETRI_SOAK_SECONDS", "12"))
SEED = int(os.environ.get("PETRI_SOAK_SEED", str(random.randrange(10**6))))
WRITERS = 3


class Writer(threading.Thread):
    """Writes one item after the other, each until it is acknowledged."""

    def __init__(self, endpoint: str, table: str, name: str) -> None:
        super().__init__(name=name, daemon=True)
        session: Any = boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test")
        config = Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=10)
        self._client = session.client("dynamodb", endpoint_url=endpoint, region_name="eu-west-1", config=config)
        self._table = table
        self.acknowledged: list[str] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.wait(0.01):
            key = f"{self.name} {len(self.acknowledged):06}"
            with suppress(ClientError, BotoCoreError):
                self._client.put_item(
                    TableName=self._table, Item={"partitionKey": {"S": self.name}, "sortKey": {"S": key}}
                )
                self.acknowledged.append(key)


class Chaos:
    """Kills, one thing after the other."""

    def __init__(self, emulator: Emulator, start: Callable[..., Emulator]) -> None:
        self.emulator = emulator
        self._start = start
        self._random = random.Random(SEED)
        self.killed: list[str] = []
        self.seen: set[psutil.Process] = set()
        """All that the emulators had started when something was killed."""

    def rage(self, seconds: float) -> None:
        """Go on for so long; each kind of kill comes at least once."""
        deadline = time.monotonic() + seconds
        kinds = [self.kill_engine, self.kill_function, self.kill_emulator]
        while True:
            self._random.shuffle(kinds)
            for kill in kinds:
                time.sleep(self._random.uniform(0.2, 2))
                kill()
            if time.monotonic() > deadline:
                return

    def kill_engine(self) -> None:
        """DynamoDB Local."""
        self._kill_one("engine", lambda process: process.name() == "java")

    def kill_function(self) -> None:
        """A function's process, or the one that they are forked from."""
        self._kill_one("function", lambda process: process.name() != "java")

    def kill_emulator(self) -> None:
        """All of it, and begin again."""
        self.look()
        self.emulator.process.kill()
        self.emulator.process.wait()
        self.killed.append("emulator")
        self.emulator = self._start(self.emulator.state_dir, self.emulator.port)

    def look(self) -> list[psutil.Process]:
        """What the emulator has started."""
        children = psutil.Process(self.emulator.pid).children(recursive=True)
        self.seen.update(children)
        return children

    def _kill_one(self, kind: str, matches: Callable[[psutil.Process], bool]) -> None:
        with suppress(psutil.NoSuchProcess):
            found = [child for child in self.look() if matches(child)]
            if found:
                self._random.choice(found).kill()
                self.killed.append(kind)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """An inbox of the test's own."""
    inbox = Inbox()
    yield inbox
    inbox.close()


@pytest.mark.timeout(SECONDS * 2 + 180)
def test_random_kills_lose_nothing_and_leave_nothing_behind(
    start_emulator: Callable[..., Emulator],
    stop_emulator: Callable[[Emulator], None],
    inbox: Inbox,
    tmp_path: Path,
) -> None:
    first = start_emulator(tmp_path / "state")
    application = Application(first, inbox)
    mapping = application.map(ParallelizationFactor=2, BatchSize=10)
    writers = [Writer(first.endpoint, application.name, f"writer {number}") for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    chaos = Chaos(first, start_emulator)
    chaos.rage(SECONDS)
    time.sleep(1)
    for writer in writers:
        writer.stopped.set()
    for writer in writers:
        writer.join(30)
    context = f"PETRI_SOAK_SEED={SEED}, killed {chaos.killed}"

    written = [key for writer in writers for key in writer.acknowledged]
    assert len(written) > WRITERS, context
    for writer in writers:
        pages = application.dynamodb.get_paginator("query").paginate(
            TableName=application.name,
            KeyConditionExpression="partitionKey = :writer",
            ExpressionAttributeValues={":writer": {"S": writer.name}},
        )
        stored = {item["sortKey"]["S"] for page in pages for item in page["Items"]}
        assert set(writer.acknowledged) <= stored, context
    assert application.functions.get_event_source_mapping(UUID=mapping)["State"] == "Enabled", context
    wait_until(lambda: set(written) <= set(inbox.received()), 90)
    for writer in writers:
        # In order, but for what is delivered again.
        first_times = [key for key in dict.fromkeys(inbox.received()) if key.startswith(writer.name)]
        assert first_times == sorted(first_times), context

    chaos.look()
    stop_emulator(chaos.emulator)
    wait_until(lambda: not [process for process in chaos.seen if process.is_running()], 20)
