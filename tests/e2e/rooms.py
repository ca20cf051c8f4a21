"""A room of learners as tests see it: `petri room create` has made it, and clients have the keys that it gave out."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import boto3
import requests
import websocket
from botocore.config import Config

TABLE = "dojo-serverless-table"


@dataclass(frozen=True)
class Member:
    """A learner, as ``petri room --json`` describes them."""

    told: dict[str, str]

    @property
    def account(self) -> str:
        """The account id."""
        return self.told["account"]

    def client(self, service: str, endpoint: str | None = None, secret: str | None = None) -> Any:
        """A boto3 client with the learner's key."""
        session: Any = boto3.session.Session()
        return session.client(
            service,
            endpoint_url=endpoint or self.told["endpoint"],
            aws_access_key_id=self.told["accessKeyId"],
            aws_secret_access_key=secret or self.told["secretAccessKey"],
            region_name="eu-west-1",
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    def create(self) -> str:
        """Create a virus; gives its id."""
        answer = requests.post(f"{self.told['http']}/virus", timeout=30)
        assert answer.status_code == 200, answer.text
        virus_id: str = answer.json()["id"]
        return virus_id

    def viruses(self) -> set[str]:
        """The ids of all viruses."""
        return {virus["id"] for virus in requests.get(f"{self.told['http']}/virus", timeout=30).json()["viruses"]}

    @contextmanager
    def socket(self) -> Iterator[websocket.WebSocket]:
        """An open socket of the learner's WebSocket API."""
        opened = websocket.create_connection(self.told["websocket"], timeout=30)
        try:
            yield opened
        finally:
            opened.close()


def members_of(answer: dict[str, Any]) -> list[Member]:
    """Those of the answer of ``petri room``."""
    return [Member(each) for each in answer["learners"]]


def received(opened: websocket.WebSocket, awaited: set[str], seconds: float = 30.0) -> set[str]:
    """The ids of viruses that come until all that are awaited have come, and for a moment longer."""
    ids: set[str] = set()
    deadline = time.monotonic() + seconds
    while awaited - ids and time.monotonic() < deadline:
        ids.add(json.loads(str(opened.recv()))["virusId"])
    opened.settimeout(0.5)
    try:
        while True:
            ids.add(json.loads(str(opened.recv()))["virusId"])
    except websocket.WebSocketTimeoutException:
        return ids
