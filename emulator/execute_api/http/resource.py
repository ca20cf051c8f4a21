"""Between Twisted and the chain: a request in, a response out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localstack import config
from twisted.internet import reactor
from twisted.web.server import NOT_DONE_YET

from emulator.execute_api.addressing import domain_name
from emulator.execute_api.http.gateway import handle
from emulator.execute_api.http.model import HttpCall, HttpRequest, HttpResponse
from emulator.execute_api.procedures import start
from emulator.execute_api.status_line import set_status
from emulator.execute_api.workers import calls

if TYPE_CHECKING:
    from twisted.web.server import Request

    from emulator.apigatewayv2.custom_domains import MappedRequest
    from emulator.apigatewayv2.store import Api


# What the gateway says for itself, whatever a backend says: about its connection to the client, about length and time
# of the message, and not at all who it is.
_OWN_HEADERS = frozenset(
    {"connection", "content-length", "date", "keep-alive", "server", "trailer", "transfer-encoding", "upgrade"}
)


def render(request: Request, api: Api, path: str, mapped: MappedRequest | None = None) -> int:
    """Answer ``request``, whose path below the API's root is ``path``, from a worker thread.

    ``mapped`` is where its custom domain leads; None on the API's own host.
    """
    call = HttpCall(request=_read(request, api, path, mapped), api=api)
    gone = request.notifyFinish()
    gone.addErrback(lambda _: None)

    def answer(response: HttpResponse) -> None:
        if not gone.called:
            _write(request, response)

    start(calls, handle(call), lambda response: reactor.callFromThread(answer, response))
    return NOT_DONE_YET


def _read(request: Request, api: Api, path: str, mapped: MappedRequest | None) -> HttpRequest:
    _, _, query_string = request.uri.decode("latin-1").partition("?")
    own_domain_name = domain_name(api.record["ApiId"], config.GATEWAY_LISTEN[0].port)
    return HttpRequest(
        method=request.method.decode("latin-1"),
        path=path,
        query_string=query_string,
        headers=tuple(
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, values in request.requestHeaders.getAllRawHeaders()
            for value in values
        ),
        body=request.content.read(),
        source_ip=request.getClientAddress().host,
        domain_name=(request.getHeader("host") or "") if mapped else own_domain_name,
        mapped=mapped,
        header_bytes=request.header_bytes,
        body_refused=request.body_refused,
        target=request.uri.decode("latin-1"),
    )


def _write(request: Request, response: HttpResponse) -> None:
    set_status(request, response.status)
    # Twisted would name itself, and guess a type that the backend has not named.
    request.responseHeaders.removeHeader("server")
    request.defaultContentType = None
    if getattr(request.channel, "persistent", False):
        request.responseHeaders.setRawHeaders("connection", ["keep-alive"])  # row B42
    for name, value in response.headers:
        if name.lower() not in _OWN_HEADERS:
            request.responseHeaders.addRawHeader(name, value)
    if response.status not in (204, 304):
        request.responseHeaders.setRawHeaders("content-length", [str(len(response.body))])
        request.write(response.body)
    request.finish()
