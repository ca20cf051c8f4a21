"""What can be noted, as it was at hand where it happened: nothing is converted here.

``trace`` is the ``X-Amzn-Trace-Id`` that came with it, None if none did; times are in seconds since 1970. Bodies are
the first `KEPT_BYTES` of what was sent; their ``…_bytes`` say how much that was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from emulator.lambda_runtime.platform_events import Invoked

KEPT_BYTES = 8192

type Headers = Sequence[tuple[str, str]]


class HttpCalled(NamedTuple):
    """An HTTP API has answered a request."""

    trace: str | None
    started: float
    ended: float
    api_id: str
    stage: str | None
    method: str
    path: str
    """below the stage, if there is one"""
    query_string: str
    route_key: str | None
    status: int
    request_headers: Headers
    request_body: bytes
    request_bytes: int
    response_headers: Headers
    response_body: bytes
    response_bytes: int


class SocketCalled(NamedTuple):
    """A WebSocket API has handled a handshake, a message or the end of a connection."""

    trace: str | None
    started: float
    ended: float
    kind: Literal["connect", "message", "disconnect"]
    api_id: str
    stage: str
    connection_id: str
    route_key: str | None
    status: int
    error: str | None
    headers: Mapping[str, str]
    text: str
    """the message, or why the connection has ended"""
    text_bytes: int
    result: bytes
    """what the integration has answered"""
    answer: bytes | None
    """what went back to the client in a frame"""
    answer_bytes: int


class ConnectionChanged(NamedTuple):
    """A connection was opened or has ended; told live, and part of no trace."""

    trace: None
    started: float
    ended: float
    api_id: str
    stage: str
    connection_id: str
    code: int | None
    """of the close frame; None: it was opened"""
    reason: str | None


class FunctionRan(NamedTuple):
    """An invocation is over."""

    trace: str
    started: float
    ended: float
    span_id: str
    """which the function's own calls have as Parent"""
    function_name: str
    request_id: str
    payload: bytes
    payload_bytes: int
    result: bytes
    result_bytes: int
    is_error: bool
    invoked: Invoked | None


class AwsCalled(NamedTuple):
    """A function has called an AWS API."""

    trace: str
    started: float
    ended: float
    service: str
    operation: str
    access_key_id: str | None
    status: int
    error_code: str | None
    request: Any
    """its parameters, as JSON if they are bytes"""
    response: Any
    """members, or JSON as bytes; None if they are too large or not for others' eyes"""
    response_bytes: int


class RecordRead(NamedTuple):
    """A record of a stream was read, to be delivered to functions."""

    trace: str
    """of the write, or a new one"""
    started: float
    """the write's end, if that is known"""
    ended: float
    table: str
    record: Mapping[str, Any]
    """as functions get it"""
    write_started: float | None
    """which write it was, among those of its trace; None if nobody knows"""


class Posted(NamedTuple):
    """``@connections`` was called."""

    trace: str | None
    started: float
    ended: float
    api_id: str
    stage: str
    connection_id: str
    method: str
    status: int
    payload: bytes
    payload_bytes: int


class Fired(NamedTuple):
    """A rule or a schedule was due."""

    trace: str
    started: float
    ended: float
    arn: str
    expression: str
    target: str


class Linked(NamedTuple):
    """An invocation got a batch of records whose writes belong to several traces: it goes on with the first."""

    trace: str
    started: float
    ended: float
    request_id: str
    others: tuple[str, ...]
    """headers"""


type Happening = (
    HttpCalled | SocketCalled | ConnectionChanged | FunctionRan | AwsCalled | RecordRead | Posted | Fired | Linked
)
