"""Between Twisted and the chain: a request in, a response out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localstack import config
from twisted.internet import reactor
from twisted.internet.threads import deferToThreadPool
from twisted.web.server import NOT_DONE_YET

from emulator.execute_api.addressing import domain_name
from emulator.execute_api.http.gateway import handle
from emulator.execute_api.http.model import HttpCall, HttpRequest, HttpResponse
from emulator.execute_api.workers import calls

if TYPE_CHECKING:
    from twisted.web.server import Request

    from emulator.apigatewayv2.store import Api


def render(request: Request, api: Api, path: str) -> int:
    """Answer ``request``, whose path below the API's root is ``path``, from a worker thread."""
    call = HttpCall(request=_read(request, api, path), api=api)
    gone = request.notifyFinish()
    gone.addErrback(lambda _: None)
    answer = deferToThreadPool(reactor, calls, handle, call)
    answer.addCallback(lambda response: None if gone.called else _write(request, response))
    return NOT_DONE_YET


def _read(request: Request, api: Api, path: str) -> HttpRequest:
    _, _, query_string = request.uri.decode("latin-1").partition("?")
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
        domain_name=domain_name(api.record["ApiId"], config.GATEWAY_LISTEN[0].port),
        target=request.uri.decode("latin-1"),
    )


def _write(request: Request, response: HttpResponse) -> None:
    request.setResponseCode(response.status)
    for name, value in response.headers:
        request.responseHeaders.addRawHeader(name, value)
    # Twisted would add its own: API Gateway sends neither.
    request.responseHeaders.removeHeader("server")
    if response.status not in (204, 304):
        request.responseHeaders.setRawHeaders("content-length", [str(len(response.body))])
        request.write(response.body)
    request.finish()
