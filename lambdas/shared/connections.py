"""The open WebSocket connections, as the table knows them."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from shared import table

# API Gateway gives the $connect function at most 29 seconds.
HANDSHAKE_SECONDS = 30


@dataclass(frozen=True)
class Connection:
    """What is needed to post to one client."""

    id: str
    endpoint: str
    """The management API of the client's stage, ``https://{domainName}/{stage}``."""
    connected_at: int = 0
    """When the client asked for the connection, in milliseconds since 1970."""

    @classmethod
    def from_event(cls, event: dict[str, Any]) -> Self:
        """The connection that a $connect event announces."""
        context = event["requestContext"]
        return cls(
            id=context["connectionId"],
            endpoint=f"https://{context['domainName']}/{context['stage']}",
            connected_at=context["connectedAt"],
        )

    def may_be_opening(self) -> bool:
        """Whether the handshake may still be going on: until its end, posting to the connection answers 410."""
        return time.time() * 1000 - self.connected_at < HANDSHAKE_SECONDS * 1000


def save(connection: Connection) -> None:
    """Remember a connection."""
    table.put(table.CONNECTION, connection.id, endpoint=connection.endpoint, connectedAt=connection.connected_at)


def forget(connection_id: str) -> None:
    """Forget a connection; forgetting an unknown one is fine."""
    table.delete(table.CONNECTION, connection_id)


def all_connections() -> Iterator[Connection]:
    """Every connection remembered and not forgotten."""
    for item in table.query(table.CONNECTION):
        yield Connection(item["sortKey"], item["endpoint"], int(item.get("connectedAt", 0)))
