from __future__ import annotations

import logging
import threading
import time
from typing import Any

import pytest

from tests.unit.lambdas.fake_aws import FakeAws


def record(event_name: str, kind: str, item_id: str) -> dict[str, Any]:
    """D34, D35, D38: a stream record with both images, as far as the event has them."""
    keys = {"partitionKey": {"S": kind}, "sortKey": {"S": item_id}}
    images = {"INSERT": ["NewImage"], "MODIFY": ["NewImage", "OldImage"], "REMOVE": ["OldImage"]}[event_name]
    return {
        "eventName": event_name,
        "eventSource": "aws:dynamodb",
        "dynamodb": {"Keys": keys, **dict.fromkeys(images, keys), "StreamViewType": "NEW_AND_OLD_IMAGES"},
    }


def send(*records: dict[str, Any]) -> None:
    from real_time import send_message_to_client

    send_message_to_client.handler({"Records": list(records)}, None)


def test_tells_every_connection_which_viruses_came_and_went_in_order(aws: FakeAws) -> None:
    connections = [f"connection{number}=" for number in range(5)]
    for connection_id in connections:
        aws.add_connection(connection_id)
    send(*(record(name, "Virus", number) for number in "123" for name in ("INSERT", "REMOVE")))
    news = [{key: number} for number in "123" for key in ("virusId", "killedVirusId")]
    assert aws.messages == dict.fromkeys(connections, news)
    assert all(query["ConsistentRead"] for query in aws.queries)


def test_posts_to_all_connections_at_the_same_time(aws: FakeAws) -> None:
    from shared.management_api import CONCURRENT_POSTS

    for number in range(CONCURRENT_POSTS):
        aws.add_connection(f"{number:02}=")
    aws.rendezvous = threading.Barrier(CONCURRENT_POSTS, timeout=20)
    send(record("INSERT", "Virus", "1"))
    assert len(aws.messages) == CONCURRENT_POSTS


@pytest.mark.parametrize(
    ("event_name", "kind"),
    [("INSERT", "Connection"), ("REMOVE", "Connection"), ("MODIFY", "Connection"), ("MODIFY", "Virus")],
)
def test_other_changes_are_no_news_and_cost_no_query(aws: FakeAws, event_name: str, kind: str) -> None:
    aws.add_connection("connection=")
    send(record(event_name, kind, "1"))
    assert aws.messages == {}
    assert aws.queries == []


def test_without_connections_nothing_is_posted(aws: FakeAws) -> None:
    send(record("INSERT", "Virus", "1"))
    assert aws.messages == {}


def test_a_connection_that_is_gone_is_forgotten_and_the_others_get_their_messages(aws: FakeAws) -> None:
    """A90"""
    for connection_id in ("gone=", "open="):
        aws.add_connection(connection_id)
    aws.refusals["gone="] = 410
    send(record("INSERT", "Virus", "1"), record("INSERT", "Virus", "2"))
    assert aws.messages == {"gone=": [{"virusId": "1"}], "open=": [{"virusId": "1"}, {"virusId": "2"}]}
    assert list(aws.items) == [("Connection", "open=")]


def test_a_connection_without_the_time_of_its_beginning_is_forgotten_as_well(aws: FakeAws) -> None:
    aws.add_connection("gone=")
    del aws.items["Connection", "gone="]["connectedAt"]
    aws.refusals["gone="] = 410
    send(record("INSERT", "Virus", "1"))
    assert aws.items == {}


def test_a_connection_whose_handshake_is_going_on_is_kept(aws: FakeAws) -> None:
    """A92: posting to it answers 410 although it will be open in a moment."""
    aws.add_connection("opening=", connectedAt={"N": str(int(time.time() * 1000))})
    aws.refusals["opening="] = 410
    send(record("INSERT", "Virus", "1"))
    assert list(aws.items) == [("Connection", "opening=")]


def test_any_other_failure_is_logged_and_the_others_get_their_messages(
    aws: FakeAws, caplog: pytest.LogCaptureFixture
) -> None:
    aws.add_connection("broken=", endpoint={"S": "http://127.0.0.1:9/dev"})
    aws.add_connection("refused=")
    aws.add_connection("working=")
    aws.refusals["refused="] = 403
    send(record("INSERT", "Virus", "1"))
    assert aws.messages["working="] == [{"virusId": "1"}]
    failures = {entry.getMessage() for entry in caplog.records if entry.levelno == logging.ERROR}
    assert failures == {"Cannot post to connection broken=", "Cannot post to connection refused="}
    assert len(aws.items) == 3


def test_the_client_of_a_stage_is_made_once() -> None:
    from shared.management_api import management_client

    assert management_client("https://one.example/dev") is management_client("https://one.example/dev")
    assert management_client("https://one.example/dev") is not management_client("https://two.example/dev")
