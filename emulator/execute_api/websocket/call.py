"""One handshake, message or disconnect, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef, StageTypeDef

    from emulator.execute_api.integration_outcome import IntegrationOutcome
    from emulator.execute_api.websocket.session import Session


@dataclass(slots=True)
class WebSocketCall:
    """What logs and metrics tell of a call."""

    session: Session
    event: dict[str, Any]
    """as the integration gets it"""
    route: RouteTypeDef | None
    """None: no route takes the message"""
    status: int = 200
    """what the client gets, or would get if a message had an HTTP status"""
    error: str | None = None
    """the gateway's own answer, such as ``Forbidden``"""
    integration: IntegrationOutcome | None = None
    """set when a backend was called"""
    payload: bytes | None = None
    """what the backend answered"""
    answered: bool = False
    """a frame went back to the client"""

    @property
    def context(self) -> dict[str, Any]:
        """The ``requestContext`` of the event."""
        context: dict[str, Any] = self.event["requestContext"]
        return context

    @property
    def request_id(self) -> str:
        """The id of this call, which error frames tell the client."""
        return str(self.context["requestId"])

    @property
    def stage(self) -> StageTypeDef | None:
        """The stage as it is now; None when it was deleted."""
        return self.session.api.stages.get(self.session.stage_name)

    def fail(self, status: int, error: str) -> None:
        """The gateway answers for itself."""
        self.status, self.error = status, error
