"""Requests that come while the emulator still reads its state back wait until it has, and find what was created."""

from __future__ import annotations

from typing import TYPE_CHECKING

from localstack.aws.connect import INTERNAL_REQUEST_PARAMS_HEADER
from twisted.internet import reactor
from twisted.internet.defer import Deferred

if TYPE_CHECKING:
    from collections.abc import Callable

    from twisted.web.server import Request

_opened: Deferred[None] = Deferred()


def open_to_all() -> None:
    """Let everybody in. From any thread, once."""
    reactor.callFromThread(_opened.callback, None)


def has_to_wait(request: Request) -> bool:
    """Whether a request came too early. LocalStack's own do not wait: reading the state back needs them."""
    return (
        not _opened.called
        and request.getHeader(INTERNAL_REQUEST_PARAMS_HEADER) is None
        and not request.uri.startswith(b"/_localstack/")
    )


def answer_later(request: Request, render: Callable[[Request], int | bytes]) -> None:
    """Have ``render`` answer the request as soon as everybody is let in, if its client is still there."""
    gone = request.notifyFinish()
    gone.addErrback(lambda _: None)

    def answer(_opened: None) -> None:
        if not gone.called and isinstance(content := render(request), bytes):
            request.write(content)
            request.finish()

    _opened.addCallback(answer)
