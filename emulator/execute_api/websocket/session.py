"""What the gateway knows about one WebSocket connection."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from emulator.execute_api.ids import new_connection_id

if TYPE_CHECKING:
    from emulator.apigatewayv2.store import Api, Snapshot
    from emulator.execute_api.authorizers.api_keys import ApiKey
    from emulator.iam.callers import Caller


@dataclass(slots=True, eq=False)
class Session:
    """One connection from its handshake to its end. Times are in milliseconds since the epoch."""

    api: Api
    stage_name: str
    source_ip: str
    user_agent: str | None
    domain_name: str
    connection_id: str = field(default_factory=new_connection_id)
    connected_at_ms: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    last_active_ms: int = field(init=False)
    # Who it is, as $connect's authorization found out, for the events of its whole life (rows A41, A112, A116).
    authorizer: dict[str, str] | None = None
    """principal and context of a Lambda authorizer, as strings"""
    authorizer_latency_ms: int = 0
    usage_identifier_key: str | None = None
    caller: Caller | None = None
    """who signed the request for the connection"""
    api_key: ApiKey | None = None

    def __post_init__(self) -> None:
        self.last_active_ms = self.connected_at_ms

    def touch(self) -> None:
        """A message went one way or the other (rows A84, A102)."""
        self.last_active_ms = time.time_ns() // 1_000_000

    def deployed(self) -> Snapshot | None:
        """What the stage serves now: later messages follow a new deployment (row A53)."""
        return self.api.deployed(self.stage_name)

    def stage_variables(self) -> dict[str, str]:
        """The stage's variables, empty when it has none."""
        stage = self.api.stages.get(self.stage_name)
        return stage.get("StageVariables", {}) if stage else {}
