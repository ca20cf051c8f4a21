"""Who may open a connection: authorizer and API key of the $connect route, asked once (rows A75 to A80, A112)."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from emulator.console.guard import is_this_machine
from emulator.execute_api.authorizers import iam, lambda_
from emulator.execute_api.authorizers.answer import read_websocket_policy
from emulator.execute_api.authorizers.api_keys import AUTHORIZER_SELECTION, HEADER_SELECTION, accepted_key
from emulator.execute_api.authorizers.identity_source import RequestValues, identity
from emulator.execute_api.authorizers.policy import ACTION
from emulator.execute_api.authorizers.refusals import (
    AuthorizationError,
    AuthorizerError,
    ForbiddenError,
    UnauthorizedError,
)
from emulator.execute_api.events.websocket import authorizer_event
from emulator.iam.sigv4 import SignedRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef

    from emulator.apigatewayv2.store import Snapshot
    from emulator.execute_api.authorizers.grants import IamGrant
    from emulator.execute_api.websocket.session import Session

LOG = logging.getLogger(__name__)

# As long as any integration of a WebSocket API may take.
TIMEOUT_MS = 29_000


@dataclass(frozen=True, slots=True)
class UpgradeRequest:
    """The request for a connection, as the client sent it."""

    headers: Sequence[tuple[str, str]]
    target: str
    """path and query string, percent-encoded"""
    trace_header: str

    @property
    def query_string(self) -> str:
        """What follows the question mark."""
        return self.target.partition("?")[2]


class ConnectRefusedError(Exception):
    """The answer to a client that does not get its connection."""

    def __init__(self, status: int, error_type: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error_type = error_type
        self.message = message


def authorize(session: Session, snapshot: Snapshot, route: RouteTypeDef, upgrade: UpgradeRequest) -> None:
    """Let the connection pass, and keep in ``session`` who it is. Waits: call it from a worker thread.

    :raises ConnectRefusedError: it does not pass
    """
    try:
        match route.get("AuthorizationType", "NONE"):
            case "CUSTOM":
                _ask_function(session, snapshot, route, upgrade)
            case "AWS_IAM":
                session.caller = _check_signature(session, upgrade).caller
        if route.get("ApiKeyRequired"):
            _check_api_key(session, snapshot, upgrade)
    except AuthorizationError as error:
        LOG.info("Authorization of WebSocket %s: %s", session.connection_id, error)
        raise _refused(error) from error


def _refused(error: AuthorizationError) -> ConnectRefusedError:
    if isinstance(error, UnauthorizedError):
        return ConnectRefusedError(401, "UnauthorizedException", "Unauthorized")
    if isinstance(error, iam.NotSignedError):
        return ConnectRefusedError(403, error.error_type, str(error))
    if isinstance(error, iam.AccessDeniedError):
        return ConnectRefusedError(403, "AccessDeniedException", str(error))
    if isinstance(error, ForbiddenError):
        return ConnectRefusedError(403, "ForbiddenException", "Forbidden")
    return ConnectRefusedError(500, "AuthorizerConfigurationException", "Internal server error")


def _ask_function(session: Session, snapshot: Snapshot, route: RouteTypeDef, upgrade: UpgradeRequest) -> None:
    authorizer = snapshot.authorizers.get(route.get("AuthorizerId", ""))
    if authorizer is None:
        raise AuthorizerError("Route $connect has no authorizer")
    variables = session.stage_variables()
    arn = _arn(session)
    event = authorizer_event(session, arn, upgrade.headers, upgrade.query_string, variables, upgrade.trace_header)
    values = RequestValues(
        headers={name.lower(): values for name, values in event["multiValueHeaders"].items()},
        query=event["multiValueQueryStringParameters"],
        context=event["requestContext"],
        stage_variables=variables,
    )
    sources = authorizer.get("IdentitySource", [])
    if identity(sources, values) is None:
        raise UnauthorizedError(f"One of {', '.join(sources)} is missing")
    started = time.monotonic()
    payload = lambda_.ask(authorizer, session.api, event, upgrade.trace_header, TIMEOUT_MS)
    grant = read_websocket_policy(payload).grant_for(arn)
    session.authorizer = grant.strings()
    session.authorizer_latency_ms = int((time.monotonic() - started) * 1000)
    session.usage_identifier_key = grant.usage_identifier_key


def _check_signature(session: Session, upgrade: UpgradeRequest) -> IamGrant:
    arn = _arn(session)
    signed = SignedRequest("GET", upgrade.target, upgrade.headers, b"", is_this_machine(session.source_ip))
    return iam.grant_for(signed, ACTION, arn, iam.shown(arn, session.api.account_id))


def _check_api_key(session: Session, snapshot: Snapshot, upgrade: UpgradeRequest) -> None:
    selection = snapshot.api.get("ApiKeySelectionExpression", HEADER_SELECTION)
    if selection == AUTHORIZER_SELECTION:
        value = session.usage_identifier_key
    else:
        headers: dict[str, list[str]] = {}
        for name, header in upgrade.headers:
            headers.setdefault(name.lower(), []).append(header)
        value = RequestValues(headers, parse_qs(upgrade.query_string), {}, {}).find(selection)
    session.api_key = accepted_key(value, session.api, session.stage_name) if value else None
    if session.api_key is None:
        raise ForbiddenError("Its API key is missing, disabled, or in no usage plan of the stage")


def _arn(session: Session) -> str:
    api = session.api
    return f"arn:aws:execute-api:{api.region}:{api.account_id}:{api.record['ApiId']}/{session.stage_name}/$connect"
