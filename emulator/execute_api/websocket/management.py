"""@connections: PostToConnection, GetConnection, DeleteConnection (rows A87 to A102), answered on the reactor."""

from __future__ import annotations

import json
import logging
import time
from typing import TYPE_CHECKING
from urllib.parse import unquote

from emulator.console.guard import is_this_machine
from emulator.execute_api.authorizers import iam
from emulator.execute_api.clock import iso8601
from emulator.execute_api.ids import is_connection_id
from emulator.execute_api.status_line import set_status
from emulator.execute_api.websocket import connections
from emulator.execute_api.websocket.connection import MAX_MESSAGE_BYTES, Connection
from emulator.execute_api.websocket.report import count_callback
from emulator.iam.sigv4 import SignedRequest
from emulator.tracing.sources.websocket_apis import note_post

if TYPE_CHECKING:
    from twisted.web.server import Request

    from emulator.apigatewayv2.store import Api

LOG = logging.getLogger(__name__)
_MARK = "@connections"


def is_management_path(path: str) -> bool:
    """Whether a raw path is ``[/{stage}]/@connections/…``, the sign encoded or not (row A03)."""
    return _MARK in unquote(path).split("/")[1:3]


def render(request: Request, api: Api, path: str) -> bytes:
    """Answer a call to ``/{stage}/@connections/{connectionId}`` of ``api``."""
    stage_name, _, connection_id = unquote(path).removeprefix("/").partition(f"/{_MARK}/")
    if refusal := _refusal(request, api, stage_name, connection_id):
        return refusal
    connection = connections.find(connection_id)
    if connection and (connection.session.api is not api or connection.session.stage_name != stage_name):
        connection = None  # row A99
    return _answer(request, connection_id, connection)


def render_without_api(request: Request, path: str) -> bytes:
    """Answer a call to ``/@connections/{connectionId}`` on the bare endpoint, as ``awslocal`` sends it.

    AWS has no such endpoint (row A98); here one emulator holds every connection, and ids are unique.
    """
    connection_id = unquote(path).partition(f"{_MARK}/")[2]
    connection = connections.find(connection_id)
    api, stage_name = (connection.session.api, connection.session.stage_name) if connection else (None, "")
    if refusal := _refusal(request, api, stage_name, connection_id):
        return refusal
    return _answer(request, connection_id, connection)


def _answer(request: Request, connection_id: str, connection: Connection | None) -> bytes:
    started = time.time()
    answer = _carry_out(request, connection_id, connection)
    note_post(request, connection_id, connection, started)
    return answer


def _carry_out(request: Request, connection_id: str, connection: Connection | None) -> bytes:
    method = request.method.decode("latin-1")
    if method not in ("POST", "GET", "DELETE"):
        return _error(request, 403, "ForbiddenException", "Forbidden")
    if not is_connection_id(connection_id):
        return _error(request, 400, "BadRequestException", f"Invalid connectionId: {connection_id}")  # row A91
    if connection is None:
        return _error(request, 410, "GoneException", "")  # row A90
    if method == "GET":
        return _json(request, 200, _describe(connection))
    if method == "DELETE":
        connection.close(1000, "Connection Closed Normally")  # row A89
        return _empty(request, 204)
    payload = request.content.read()
    if request.body_refused or len(payload) > MAX_MESSAGE_BYTES:
        return _error(request, 413, "PayloadTooLargeException", "Message too long")  # row A93
    if not connection.send_text(payload):
        return _error(request, 429, "LimitExceededException", "Rate exceeded")  # row A94
    count_callback(connection.session)
    return _empty(request, 200)


def _describe(connection: Connection) -> dict[str, object]:
    """GetConnection's answer (row A88)."""
    session = connection.session
    return {
        "connectedAt": iso8601(session.connected_at_ms),
        "identity": {"sourceIp": session.source_ip, "userAgent": session.user_agent},
        "lastActiveAt": iso8601(session.last_active_ms),
    }


def _refusal(request: Request, api: Api | None, stage_name: str, connection_id: str) -> bytes | None:
    """The answer to who may not call; None if nothing speaks against it (rows A95 to A97)."""
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in request.requestHeaders.getAllRawHeaders()
        for value in values
    ]
    method = request.method.decode("latin-1")
    is_local = is_this_machine(request.getClientAddress().host)
    signed = SignedRequest(method, request.uri.decode("latin-1"), headers, _body(request), is_local)
    arn, shown_arn = None, "*"
    if api is not None:
        where = f"{api.record['ApiId']}/{stage_name}/{method}/{_MARK}"
        base = f"arn:aws:execute-api:{api.region}:{api.account_id}:{where}"
        # Who may not call is told the resource's pattern.
        arn, shown_arn = f"{base}/{connection_id}", iam.shown(f"{base}/{{connectionId}}", api.account_id)
    try:
        iam.grant_for(signed, "execute-api:ManageConnections", arn, shown_arn)
    except iam.NotSignedError as error:
        return _error(request, 403, error.error_type, str(error))
    except iam.AccessDeniedError as error:
        return _access_denied(request, str(error))
    if api is not None and api.deployed(stage_name) is None:
        return _error(request, 403, "ForbiddenException", "Forbidden")  # row A95
    return None


def _body(request: Request) -> bytes | None:
    """What is signed, unless it will be refused for its size anyway."""
    length = request.getHeader("content-length") or "0"
    if not length.isdecimal() or int(length) > MAX_MESSAGE_BYTES:
        return None
    body: bytes = request.content.read()
    request.content.seek(0)
    return body


def _access_denied(request: Request, message: str) -> bytes:
    request.setHeader("x-amzn-ErrorType", "AccessDeniedException")
    LOG.info("execute-api %s @connections => 403 (AccessDeniedException)", request.method.decode("latin-1"))
    return _json(request, 403, {"Message": message})


def _error(request: Request, status: int, error_type: str, message: str) -> bytes:
    request.setHeader("x-amzn-ErrorType", error_type)
    LOG.info("execute-api %s @connections => %d (%s)", request.method.decode("latin-1"), status, error_type)
    return _json(request, status, {"message": message} if message else {})


def _json(request: Request, status: int, body: object) -> bytes:
    set_status(request, status)
    request.setHeader("content-type", "application/json")
    request.responseHeaders.removeHeader("server")
    return json.dumps(body, separators=(",", ":")).encode()


def _empty(request: Request, status: int) -> bytes:
    request.setResponseCode(status)
    request.responseHeaders.removeHeader("server")
    request.responseHeaders.removeHeader("content-type")
    return b""
