"""The handshake: the 101 waits for the $connect route, and a refusal is an HTTP status (rows A05 to A18)."""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from localstack import config
from twisted.internet import reactor
from twisted.protocols.policies import ProtocolWrapper
from twisted.web.server import NOT_DONE_YET
from websockets.datastructures import Headers
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.http11 import Request as HandshakeRequest
from websockets.http11 import Response as HandshakeResponse
from websockets.server import ServerProtocol

from emulator.execute_api.addressing import domain_name
from emulator.execute_api.events.websocket import connect_event
from emulator.execute_api.http.size_limit import MAX_HEADER_BYTES
from emulator.execute_api.integration_outcome import recorded
from emulator.execute_api.integrations.errors import IntegrationError
from emulator.execute_api.integrations.lambda_proxy import FunctionFailedError
from emulator.execute_api.procedures import Procedure, start
from emulator.execute_api.status_line import set_status
from emulator.execute_api.throttle import admit_connection
from emulator.execute_api.trace import trace_header_or_new
from emulator.execute_api.websocket import disconnect
from emulator.execute_api.websocket.authorize import ConnectRefusedError, UpgradeRequest, authorize
from emulator.execute_api.websocket.call import WebSocketCall
from emulator.execute_api.websocket.connection import Connection
from emulator.execute_api.websocket.integrate import integrate
from emulator.execute_api.websocket.messages import error_body
from emulator.execute_api.websocket.report import is_logged, report
from emulator.execute_api.websocket.route_selection import route_by_key
from emulator.execute_api.websocket.session import Session
from emulator.execute_api.websocket.validate_parameters import missing_parameters
from emulator.execute_api.workers import calls
from emulator.tracing.sources.websocket_apis import note_call, note_connection

if TYPE_CHECKING:
    from mypy_boto3_apigatewayv2.type_defs import RouteTypeDef
    from twisted.web.server import Request
    from websockets.extensions import Extension

    from emulator.apigatewayv2.store import Api, Snapshot

LOG = logging.getLogger(__name__)

# In characters, scheme and host among them (row A19).
MAX_URL_LENGTH = 4096

# Without context takeover a connection needs no memory for it between messages.
_COMPRESSION = ServerPerMessageDeflateFactory(server_no_context_takeover=True, client_no_context_takeover=True)


@dataclass(frozen=True, slots=True)
class Handshake:
    """The answer to an upgrade request as RFC 6455 wants it, and the extensions that it agrees to (row A20)."""

    response: HandshakeResponse
    extensions: list[Extension]

    @classmethod
    def of(cls, request: Request, path: str) -> Handshake:
        """Check the request: a status other than 101 says what is wrong with it."""
        # Subprotocols are not negotiated here: only the $connect integration may choose one (row A15).
        protocol = ServerProtocol(extensions=[_COMPRESSION])
        response = protocol.accept(HandshakeRequest(path, Headers(_headers(request))))
        return cls(response, protocol.extensions)


@dataclass(frozen=True, slots=True)
class ConnectResult:
    """What the $connect route decided: an HTTP status, and what goes with it."""

    status: int
    subprotocol: str | None = None
    error: str | None = None
    request_id: str = ""
    error_type: str | None = None
    """of a refusal by an authorizer"""

    @property
    def accepted(self) -> bool:
        """Any 2xx opens the connection (row A06)."""
        return 200 <= self.status <= 299


def render(request: Request, api: Api, path: str, custom_domain: str | None = None) -> int | bytes:
    """Answer a request to a WebSocket API's URL, whose path below the API's root is ``path``.

    ``custom_domain`` is the Host header of a request that came by a custom domain.
    """
    if request.header_bytes > MAX_HEADER_BYTES:
        return _refuse_now(request, 431, b'{"message":"Request Header Fields Too Large"}')  # row B48
    host = custom_domain or domain_name(api.record["ApiId"], config.GATEWAY_LISTEN[0].port)
    query_string = request.uri.partition(b"?")[2]
    if len(f"wss://{host}{path}") + bool(query_string) + len(query_string) > MAX_URL_LENGTH:
        return _refuse_now(request, 414, b'{"message":"URI Too Long"}')  # row A19
    stage_name, _, rest = unquote(path).removeprefix("/").partition("/")
    snapshot = api.deployed(stage_name)
    if rest or snapshot is None:
        return _refuse_now(request, 403, b'{"message":"Forbidden"}')  # row A12
    if (request.getHeader("upgrade") or "").lower() != "websocket":
        return _refuse_now(request, 426, b'{"message":"Upgrade Required"}')  # row A106
    if request.method != b"GET" or request.clientproto != b"HTTP/1.1":
        return _refuse_now(request, 400, b'{"message":"Bad Request"}')  # RFC 6455, section 4.1
    handshake = Handshake.of(request, path)
    refusal = handshake.response
    if refusal.status_code != 101:
        return _refuse_now(request, refusal.status_code, f'{{"message":"{refusal.reason_phrase}"}}'.encode())
    session = Session(
        api=api,
        stage_name=stage_name,
        source_ip=request.getClientAddress().host,
        user_agent=request.getHeader("user-agent"),
        domain_name=host,
    )
    route = route_by_key(snapshot, "$connect")
    if not admit_connection(api, api.stages[stage_name]):
        _report_without_integration(request, session, 429, "Too Many Requests")
        return _refuse_now(request, 429, b'{"message":"Too Many Requests"}')  # row A21
    if route is None:
        if is_logged(session):
            _report_without_integration(request, session, 200, None)
        _open(request, session, handshake, ConnectResult(200))  # row A14
    else:
        _open_after_connect_route(request, session, snapshot, route, handshake)
    return NOT_DONE_YET


def _headers(request: Request) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in request.requestHeaders.getAllRawHeaders()
        for value in values
    ]


def _report_without_integration(request: Request, session: Session, status: int, error: str | None) -> None:
    query_string = request.uri.partition(b"?")[2].decode("latin-1")
    event = connect_event(session, _headers(request), query_string, session.stage_variables(), "")
    report(WebSocketCall(session, event, None, status, error))


def _open_after_connect_route(
    request: Request, session: Session, snapshot: Snapshot, route: RouteTypeDef, handshake: Handshake
) -> None:
    upgrade = UpgradeRequest(
        headers=_headers(request),
        target=request.uri.decode("latin-1"),
        trace_header=trace_header_or_new(request.getHeader("x-amzn-trace-id")),
    )
    gone = request.notifyFinish()
    gone.addErrback(lambda _: None)

    def decided(result: ConnectResult) -> None:
        LOG.info("WebSocket $connect %s => %d", session.connection_id, result.status)
        if not gone.called:
            _open(request, session, handshake, result)
        elif result.accepted:
            # The integration believes in a connection that never came to be.
            disconnect.dispatch(session, 1006, "")

    deciding = _run_connect_route(session, snapshot, route, upgrade)
    start(calls, deciding, lambda result: reactor.callFromThread(decided, result))


def _run_connect_route(
    session: Session, snapshot: Snapshot, route: RouteTypeDef, upgrade: UpgradeRequest
) -> Procedure[ConnectResult]:
    started = time.time()
    refusal = _refusal(session, snapshot, route, upgrade)
    # Only now: it tells what the authorizer has found out.
    variables = session.stage_variables()
    event = connect_event(session, upgrade.headers, upgrade.query_string, variables, upgrade.trace_header)
    call = WebSocketCall(session, event, route)
    result = refusal or (yield from _call_connect_route(call, snapshot, route, upgrade.trace_header))
    call.status, call.error = result.status, result.error
    report(call)
    note_call("connect", call, upgrade.trace_header, started)
    return replace(result, request_id=call.request_id)


def _refusal(
    session: Session, snapshot: Snapshot, route: RouteTypeDef, upgrade: UpgradeRequest
) -> ConnectResult | None:
    try:
        authorize(session, snapshot, route, upgrade)
    except ConnectRefusedError as refused:
        return ConnectResult(refused.status, error=refused.message, error_type=refused.error_type)
    except Exception:
        LOG.exception("Internal error while authorizing a WebSocket")
        return ConnectResult(500, error="Internal server error")
    return None


def _call_connect_route(
    call: WebSocketCall, snapshot: Snapshot, route: RouteTypeDef, trace_header: str
) -> Procedure[ConnectResult]:
    if missing := missing_parameters(route, call.event):
        return ConnectResult(400, error=f"Missing required request parameters: [{', '.join(missing)}]")
    try:
        with recorded() as call.integration:
            call.payload = yield from integrate(call.session, snapshot, route, call.event, trace_header)
        return _read_result(call.payload)
    except FunctionFailedError as error:
        LOG.warning("WebSocket route $connect: %s", error)
        return ConnectResult(502, error="Internal server error")  # row A08
    except TimeoutError:
        LOG.warning("WebSocket route $connect took longer than its integration's timeout.")
        return ConnectResult(504, error="Endpoint request timed out")  # row A10
    except IntegrationError as error:
        LOG.warning("WebSocket route $connect: %s", error)
        return ConnectResult(500, error="Internal server error")  # row A11
    except Exception:
        LOG.exception("Internal error in WebSocket route $connect")
        return ConnectResult(500, error="Internal server error")


def _read_result(payload: bytes) -> ConnectResult:
    """The function must answer with a statusCode; nothing is inferred here (row A09)."""
    try:
        result = json.loads(payload)
        status = int(result["statusCode"])
        if not 200 <= status <= 599:
            raise ValueError(f"statusCode {status} is no answer to a request")
        # Body and other headers go nowhere (row A18).
        headers = result.get("headers") or {}
        subprotocol = next((v for k, v in headers.items() if k.lower() == "sec-websocket-protocol"), None)
        # As it is, also a list (row A17), but nothing that could end the header.
        if subprotocol is not None and not (isinstance(subprotocol, str) and subprotocol.isprintable()):
            raise ValueError(f"Sec-WebSocket-Protocol cannot be {subprotocol!r}")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        LOG.warning("WebSocket route $connect: the function's response is malformed: %r", error)
        return ConnectResult(502, error="Internal server error")
    return ConnectResult(status, subprotocol)


def _open(request: Request, session: Session, handshake: Handshake, result: ConnectResult) -> None:
    """Send the 101 and hand the socket over, or refuse."""
    if not result.accepted:
        body = error_body(result.error, session.connection_id, result.request_id) if result.error else b""
        if result.error_type:
            request.setHeader("x-amzn-ErrorType", result.error_type)
        request.write(_refuse_now(request, result.status, body))
        request.finish()
        return
    if result.subprotocol:
        handshake.response.headers["Sec-WebSocket-Protocol"] = result.subprotocol
    connection = Connection(session, handshake.extensions)
    transport, early_data = _take_over(request, connection)
    transport.write(handshake.response.serialize())
    connection.makeConnection(transport)
    note_connection(session, None, None)
    if early_data:
        connection.dataReceived(early_data)


def _take_over(request: Request, connection: Connection) -> tuple[Any, bytes]:
    """Take the transport from Twisted's HTTP channel, which then can be forgotten with the request.

    Gives back the transport and what the client has sent since its request.
    """
    channel = request.channel
    transport = channel.transport
    channel.setTimeout(None)
    transport.unregisterProducer()
    transport.resumeProducing()
    early_data = b"".join(channel._dataBuffer)
    channel.requests.clear()
    # Under the multiplexer for TLS the transport is itself a wrapper around the protocol.
    if isinstance(transport, ProtocolWrapper):
        transport.wrappedProtocol = connection
    else:
        transport.protocol = connection
    return transport, early_data


def _refuse_now(request: Request, status: int, body: bytes) -> bytes:
    set_status(request, status)
    request.responseHeaders.removeHeader("server")
    request.setHeader("content-type", "application/json")
    request.setHeader("content-length", str(len(body)))
    return body
