"""What the steps of an HTTP call hand to each other."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from emulator.execute_api.ids import new_id
from emulator.execute_api.trace import trace_header_or_new

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef, StageTypeDef

    from emulator.apigatewayv2.custom_domains import MappedRequest
    from emulator.apigatewayv2.store import Api, Snapshot
    from emulator.execute_api.authorizers.grants import Grant
    from emulator.execute_api.integration_outcome import IntegrationOutcome


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it came in. ``path`` is percent-encoded and starts at the API's root."""

    method: str
    path: str
    query_string: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    source_ip: str
    domain_name: str
    protocol: str = "HTTP/1.1"
    mapped: MappedRequest | None = None
    """where its custom domain leads; None on the API's own host"""
    header_bytes: int = 0
    """of the request line and the header lines"""
    body_refused: bool = False
    """the body was too large, and is not in ``body``"""
    target: str = ""
    """the request target as the client sent it, and as it may have signed it"""

    def header(self, name: str) -> str | None:
        """The first value of a header, whatever the case of its name."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(slots=True)
class HttpResponse:
    """A response on its way out."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


@dataclass(slots=True)
class HttpCall:
    """One request and what the steps have found out about it so far."""

    request: HttpRequest
    api: Api
    request_id: str = field(default_factory=new_id)
    started: float = field(default_factory=time.time)
    """seconds since the epoch"""
    received_ms: int = field(default_factory=lambda: time.time_ns() // 1_000_000)
    trace_header: str = field(init=False)
    # select_stage
    stage: StageTypeDef = field(init=False)
    snapshot: Snapshot = field(init=False)
    resource_path: str = field(init=False)
    """the path below the stage, percent-encoded: what routes match"""
    # match_route
    route: RouteTypeDef | None = None
    path_parameters: dict[str, str] = field(default_factory=dict)
    # authorize
    grant: Grant | None = None
    """who calls, on routes with authorization"""
    authorizer_error: str | None = None
    """why the caller did not pass, as ``$context.authorizer.error`` has it"""
    # what logs and metrics tell
    integration: IntegrationOutcome | None = None
    """set when a backend was called"""
    error: GatewayError | None = None
    """the gateway's own answer"""

    @property
    def integration_type(self) -> str | None:
        """The kind of the matched route's integration, such as ``AWS_PROXY``."""
        target = self.route.get("Target", "") if self.route else ""
        integration = self.snapshot.integrations.get(target.removeprefix("integrations/")) if target else None
        return integration["IntegrationType"] if integration else None

    def __post_init__(self) -> None:
        self.trace_header = trace_header_or_new(self.request.header("x-amzn-trace-id"))


class GatewayError(Exception):
    """The gateway answers for itself: ``{"message": …}`` with this status."""

    def __init__(self, status: int, message: str, *headers: tuple[str, str]) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers

    def response(self) -> HttpResponse:
        """The answer the client gets, byte for byte AWS's (row B07: 23 bytes for Not Found)."""
        body = json.dumps({"message": self.message}, separators=(",", ":")).encode()
        return HttpResponse(self.status, [("Content-Type", "application/json"), *self.headers], body)


class NotFoundError(GatewayError):
    """No such stage or route (rows B02, B07)."""

    def __init__(self) -> None:
        super().__init__(404, "Not Found")


class InternalServerError(GatewayError):
    """The integration failed or answered nonsense (row B44)."""

    def __init__(self) -> None:
        super().__init__(500, "Internal Server Error")
