"""Hears what is put on an event bus."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from learn.lab import Lab

type Heard = Callable[[int], list[dict[str, Any]]]


@contextmanager
def listen(lab: Lab, bus: str) -> Iterator[Heard]:
    """Hear all events of a bus while this lasts: call with how many to wait for."""
    sqs, events, name = lab.client("sqs"), lab.client("events"), f"learn-{uuid.uuid4()}"
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    account = arn.split(":")[4]
    events.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps({"account": [account]}))
    events.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])

    def heard(count: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        deadline = time.monotonic() + lab.patience
        while time.monotonic() < deadline and len(found) < count:
            answer = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
            found += [json.loads(message["Body"]) for message in answer.get("Messages", [])]
            time.sleep(0.05)
        return found

    try:
        yield heard
    finally:
        events.remove_targets(Rule=name, EventBusName=bus, Ids=["queue"])
        events.delete_rule(Name=name, EventBusName=bus)
        sqs.delete_queue(QueueUrl=queue)
