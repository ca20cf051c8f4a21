"""HTTP connections with a limit on everything a client may send, and on the time it may take.

Twisted's channel closes or answers without a word what is too large, keeps a body of any size and waits for ever for
headers that come byte by byte.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from rolo.serving.twisted import HeaderPreservingHTTPChannel, TwistedRequestAdapter
from twisted.web.http import _GenericHTTPChannelProtocol

from emulator.execute_api.addressing import ABSOLUTE_TARGET, find_target
from emulator.server.plain_heads import read_head
from emulator.server.send_now import send_now

if TYPE_CHECKING:
    from twisted.internet.interfaces import IProtocol

    from emulator.server.plain_heads import PlainHead

# Row B48: larger bodies are refused before they have arrived.
MAX_BODY_BYTES = 10 * 1024 * 1024

# How long a client may go on sending after a refusal. Closing at once would reset the connection, and the client would
# not see why.
LINGER_SECONDS = 5

# A body that comes in smaller pieces than this has no more time than a request without one.
_DRIP_BYTES = 512


class LimitedRequest(TwistedRequestAdapter):
    """A request that keeps no more of its body than its API takes."""

    header_bytes = 0
    """of the request line and the header lines; 0 over HTTP/2"""
    body_refused = False
    """the body is larger than ``MAX_BODY_BYTES``, and is not kept"""

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """A piece of the body."""
        if self.content.tell() + len(data) > MAX_BODY_BYTES and (self.body_refused or self.is_for_an_api()):
            self.body_refused = True
        else:
            super().handleContentChunk(data)

    def is_for_an_api(self) -> bool:
        """Whether the limits of API Gateway apply. Known when the headers are."""
        channel = self.channel
        uri: bytes = channel._path if isinstance(channel, LimitedChannel) else channel.path
        host: str = self.getHeader("host") or ""
        if absolute := ABSOLUTE_TARGET.match(uri):
            host, uri = absolute["host"].decode("latin-1"), absolute["target"]
        return find_target(host, uri.partition(b"?")[0].decode("latin-1")) is not None


class LimitedChannel(HeaderPreservingHTTPChannel):
    """HTTP/1.1 on one connection.

    A request that is too large is answered with 413, 414 or 431; one that is not complete in time is cut off.
    """

    length: int | None
    _discarding = False
    _body_refused = False
    _drips = False

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Bytes from the client."""
        self._drips = len(data) < _DRIP_BYTES
        if self._is_between_requests() and (head := read_head(data)):
            self.resetTimeout()
            self._begin_request(head)
            data = data[head.end :]
            if not data and not self._buffer:
                return
        super().dataReceived(data)

    def _is_between_requests(self) -> bool:
        """Whether the next byte begins a request that may be served."""
        return bool(
            self.line_mode
            and self._HTTPChannel__first_line
            and self.persistent
            and not (self._buffer or self._busyReceiving or self.paused)
        )

    def _begin_request(self, head: PlainHead) -> None:
        """Do what `lineReceived` does with the lines of a head."""
        request = self.requestFactory(self, len(self.requests))
        self.requests.append(request)
        self._command, self._path, self._version = head.method, head.target, head.version
        request.requestHeaders._rawHeaders = head.headers
        request.requestHeaders._caseMappings = head.spelling
        self._receivedHeaderSize = head.line_bytes
        if head.content_length is not None:
            self._maybeChooseTransferDecoder(b"Content-Length", head.content_length)
        # An answer at once must not begin with the next request before this one is through.
        self._busyReceiving = True
        try:
            self.allHeadersReceived()
            if self.length == 0:
                self.allContentReceived()
            else:
                self._HTTPChannel__first_line = 0
                self.setRawMode()
        finally:
            self._busyReceiving = False

    def resetTimeout(self) -> None:  # noqa: N802 - Twisted's name
        """The client has sent something. Time runs on when it only adds to headers, or drips its body."""
        if self.line_mode:
            begins_a_request = not self._receivedHeaderSize and not self._buffer
            if begins_a_request:
                super().resetTimeout()
        elif not self._drips:
            super().resetTimeout()

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 - Twisted's name
        """A request line or a header."""
        if self._receivedHeaderSize + len(line) > self.totalHeadersSize:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        else:
            super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: ARG002, N802 - Twisted's name
        """One line alone is too long."""
        first = not self._receivedHeaderSize
        self._refuse(HTTPStatus.URI_TOO_LONG if first else HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def allHeadersReceived(self) -> None:  # noqa: N802 - Twisted's name
        """The body follows, unless it is refused: then the request goes on without it, to be answered with 413."""
        request = self.requests[-1]
        request.header_bytes = self._receivedHeaderSize
        too_large = self.length is not None and self.length > MAX_BODY_BYTES
        self._body_refused = request.body_refused = too_large and request.is_for_an_api()
        super().allHeadersReceived()
        if self._body_refused:
            self._end_with(request)
            self.length = 0

    def rawDataReceived(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """A piece of a body, or what comes behind a refused one."""
        if self._discarding or self._body_refused:
            return
        super().rawDataReceived(data)
        if not self._handlingRequest and self.requests and self.requests[-1].body_refused:
            self._body_refused = True
            self._end_with(self.requests[-1])
            self.allContentReceived()

    def requestDone(self, request: LimitedRequest) -> None:  # noqa: N802 - Twisted's name
        """The answer is written."""
        if not self._body_refused:
            send_now(self.transport)
            super().requestDone(request)
            return
        self.requests.remove(request)
        self._linger()

    def _send100Continue(self) -> None:  # noqa: N802 - Twisted's name
        # Nobody asks for a body to refuse it.
        if not self._body_refused:
            super()._send100Continue()

    def _end_with(self, request: LimitedRequest) -> None:
        """No request can follow one whose body is not read."""
        self.persistent = 0
        request.responseHeaders.setRawHeaders(b"Connection", [b"close"])

    def _refuse(self, status: HTTPStatus) -> None:
        body = json.dumps({"message": status.phrase}, separators=(",", ":"))
        self.transport.write(
            f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()
        )
        self._linger()

    def _linger(self) -> None:
        """Read on without keeping anything, until the client has closed or its time is over."""
        self._discarding = True
        self.setRawMode()
        self.setTimeout(None)
        self._abortingCall = self.callLater(LINGER_SECONDS, self.forceAbortClient)


def build_channel() -> IProtocol:
    """What the site makes for a new connection: HTTP/1.1, or HTTP/2 where TLS has agreed to it."""
    return _GenericHTTPChannelProtocol(LimitedChannel())
