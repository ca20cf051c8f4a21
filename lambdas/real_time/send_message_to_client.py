"""The table's stream: tell every connected client which viruses came and which were killed."""

import json
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shared import connections, table
from shared.connections import Connection
from shared.management_api import CONCURRENT_POSTS, management_client

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)

_executor = ThreadPoolExecutor(CONCURRENT_POSTS)


def handler(event: dict[str, Any], _context: object) -> None:
    """Post the news of a batch of stream records to all connections at once, in order for each connection."""
    messages = [message for record in event["Records"] if (message := message_of(record))]
    if not messages:
        return
    receivers = list(connections.all_connections())
    for endpoint in {receiver.endpoint for receiver in receivers}:
        management_client(endpoint)  # made here, because the threads must not
    for _ in _executor.map(lambda receiver: deliver(receiver, messages), receivers):
        pass


def message_of(record: dict[str, Any]) -> bytes | None:
    """The message for a stream record: ``{"virusId": …}``, ``{"killedVirusId": …}``, or None if it is no news."""
    keys = table.unmarshall(record["dynamodb"]["Keys"])
    if keys["partitionKey"] != table.VIRUS:
        return None
    match record["eventName"]:
        case "INSERT":
            return json.dumps({"virusId": keys["sortKey"]}).encode()
        case "REMOVE":
            return json.dumps({"killedVirusId": keys["sortKey"]}).encode()
        case _:
            return None


def deliver(receiver: Connection, messages: Sequence[bytes]) -> None:
    """Post messages to one connection. Its failure is logged and never raised: the others must get theirs."""
    try:
        post(receiver, messages)
    except Exception:
        logger.exception("Cannot post to connection %s", receiver.id)


def post(receiver: Connection, messages: Sequence[bytes]) -> None:
    """Post messages one after the other; forget the connection if it is gone."""
    client = management_client(receiver.endpoint)
    try:
        for message in messages:
            client.post_to_connection(ConnectionId=receiver.id, Data=message)
    except client.exceptions.GoneException:
        if receiver.may_be_opening():
            logger.info("Connection %s is not open yet", receiver.id)
        else:
            logger.info("Connection %s is gone", receiver.id)
            connections.forget(receiver.id)
