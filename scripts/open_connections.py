"""The WebSockets that are open in the emulator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from scripts import emulator_account, petri_api
from scripts.errors import PetriError

_PAGE = 1000


@dataclass(frozen=True)
class OpenConnection:
    """A client that is there."""

    id: str
    api_id: str
    stage: str
    source_ip: str
    user_agent: str | None
    connected_at: datetime

    def as_json(self) -> dict[str, Any]:
        """As ``petri connections --json`` prints it: with AWS's names."""
        return {
            "connectionId": self.id,
            "apiId": self.api_id,
            "stage": self.stage,
            "sourceIp": self.source_ip,
            "userAgent": self.user_agent,
            "connectedAt": self.connected_at.isoformat(timespec="milliseconds"),
        }

    @classmethod
    def parse(cls, described: dict[str, Any]) -> OpenConnection:
        """What ``/_petri/connections`` says of one."""
        return cls(
            described["connectionId"],
            described["apiId"],
            described["stage"],
            described["sourceIp"],
            described["userAgent"],
            datetime.fromtimestamp(described["connectedAt"] / 1000, UTC),
        )


def find_all(endpoint: str, api_id: str | None = None) -> list[OpenConnection]:
    """All, or those of one API, the oldest first."""
    found: list[OpenConnection] = []
    after = None
    while True:
        query = "".join(f"&{name}={quote(value)}" for name, value in (("apiId", api_id), ("after", after)) if value)
        page = petri_api.get(endpoint, f"connections?limit={_PAGE}{query}")
        found += map(OpenConnection.parse, page["connections"])
        if not (after := page["next"]):
            return found


def find(endpoint: str, connection_id: str) -> OpenConnection:
    """The one with this id, or with an id that begins so. Raises PetriError."""
    everyone = find_all(endpoint)
    found = [each for each in everyone if each.id == connection_id] or [
        each for each in everyone if each.id.startswith(connection_id)
    ]
    if len(found) != 1:
        problem = "There is no open connection" if not found else "Several connections have an id that begins with"
        raise PetriError(f"{problem} {connection_id}: `petri connections` lists them.")
    return found[0]


def management(endpoint: str, connection: OpenConnection) -> Any:
    """The client of API Gateway's management API for a connection's stage."""
    session: Any = emulator_account.session()
    url = f"{endpoint}/_aws/execute-api/{connection.api_id}/{connection.stage}"
    return session.client("apigatewaymanagementapi", endpoint_url=url)


def gone(connection: OpenConnection) -> PetriError:
    """The error to raise when a connection has ended meanwhile."""
    return PetriError(f"Connection {connection.id} is gone: `petri connections` lists those that are open.")
