"""LocalStack's gateway as a Twisted resource, with fewer trips between threads than rolo's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rolo.gateway.wsgi import WsgiGateway
from rolo.serving.twisted import (
    HeaderPreservingWSGIResource,
    HeaderPreservingWSGIResponse,
    WebsocketResourceDecorator,
)
from rolo.websocket.request import WebSocketRequest
from twisted.internet import reactor
from twisted.web.server import NOT_DONE_YET
from werkzeug.wsgi import ClosingIterator

from emulator.execute_api.workers import WorkerPool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rolo.gateway import Gateway
    from twisted.web.resource import IResource
    from twisted.web.server import Request

# What of a response is held back to be sent at once, in bytes.
_HELD_BACK = 64 * 1024


def gateway_resource(gateway: Gateway) -> IResource:
    """The resource that answers with ``gateway``, for HTTP and for LocalStack's own WebSockets."""
    resource = _Resource(reactor, WorkerPool("gateway"), WsgiGateway(gateway))
    return WebsocketResourceDecorator(resource, WebSocketRequest.listener(gateway.accept))


class _Resource(HeaderPreservingWSGIResource):
    def render(self, request: Request) -> int:
        _Response(self._reactor, self._threadpool, self._application, request).start()
        return NOT_DONE_YET


class _Response(HeaderPreservingWSGIResponse):
    """Hands a whole response to the reactor at once.

    Twisted's own waits for the reactor at every piece, which for most answers is their only one. A response without a
    Content-Length is sent piece by piece still: its reader may wait for each.
    """

    application: Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        application = self.application
        self.application = lambda environ, start_response: self._joined(application(environ, start_response))
        self._whole_body = b""

    def _joined(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """What is to be sent before the end, in a worker thread; a body that fits into one piece is not among it."""
        is_length_known = any(name.lower() == "content-length" for name, _ in self.headers)
        held_back, size = [], 0
        try:
            for piece in pieces:
                held_back.append(piece)
                size += len(piece)
                if not is_length_known or size > _HELD_BACK:
                    yield b"".join(held_back)
                    held_back, size = [], 0
        finally:
            if isinstance(pieces, ClosingIterator):
                pieces.close()
        if self.started:
            yield b"".join(held_back)
        else:
            self._whole_body = b"".join(held_back)

    def _sendResponseHeaders(self) -> None:  # noqa: N802 - Twisted's name
        """Called on the reactor's thread before the first piece, or before the end."""
        super()._sendResponseHeaders()
        if self._whole_body:
            self.request.write(self._whole_body)
