"""A head that is read in one go is what Twisted makes of it line by line: the same requests and the same answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from twisted.internet.task import Clock
from twisted.web.resource import Resource
from twisted.web.server import Site

from emulator.server import http_channel
from emulator.server.http_channel import LimitedChannel, LimitedRequest
from emulator.server.plain_heads import MAX_HEAD_BYTES, read_head
from tests.unit.transports import FakeTransport

if TYPE_CHECKING:
    from twisted.web.server import Request

HOST = b"Host: localhost:4566\r\n"
PLAIN = [
    b"GET / HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /a/b%20c?q=1&q=2 HTTP/1.1\r\nhost: x\r\nACCEPT: a\r\nAccept:b \r\ncookie: a=1; b=2\r\nEmpty:\r\n\r\n",
    b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\n\r\nabc",
    b"POST / HTTP/1.1\r\n" + HOST + b"content-length:0\r\n\r\n",
    b"DELETE /x HTTP/1.0\r\n" + HOST + b"\r\n",
    b"GET / HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET http://other/path HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET / HTTP/1.1\r\nX-Value: \xc3\xa4\xff\t \r\n\r\n",
]
UNUSUAL = [
    b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\n" + HOST + b"transfer-encoding: identity\r\nContent-Length: 1\r\n\r\na",
    b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 1\r\n\r\na",
    b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: +1\r\n\r\na",
    b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1_0\r\n\r\na",
    b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length:\r\n\r\n",
    b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length : 1\r\n\r\na",
    b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 2\r\nExpect: 100-continue\r\n\r\nab",
    b"GET / HTTP/1.1\r\nX: a\r\n b\r\n\r\n",
    b"GET / HTTP/1.1\r\nX: a\r\n\tb\r\n\r\n",
    b"GET / HTTP/1.1\r\nX: a\nContent-Length: 5\r\n\r\nhello",
    b"GET / HTTP/1.1\r\nX: a\rY: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nX: a\0b\r\n\r\n",
    b"GET / HTTP/1.1\r\nX-T\xe4st: no token\r\n\r\n",
    b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
    b"GET / HTTP/1.1\r\n: no name\r\n\r\n",
    b"GET / HTTP/1.1\r\nbad name: x\r\n\r\n",
    b"GET / HTTP/1.1\n\n\r\n\r\n",
    b"GET  / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/2.0\r\n\r\n",
    b"GET /\r\n\r\n",
    b"G\xe4T / HTTP/1.1\r\n\r\n",
    b"\r\nGET / HTTP/1.1\r\n\r\n",
    b"\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nX: " + b"x" * MAX_HEAD_BYTES + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 120 + b"\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 600 + b"\r\n",
]


class Recording(Resource):  # type: ignore[misc]
    """Answers with everything it was asked."""

    isLeaf = True  # noqa: N815 - Twisted's name

    def render(self, request: Request) -> bytes:
        seen = (
            request.method,
            request.uri,
            request.path,
            request.args,
            request.clientproto,
            sorted(request.requestHeaders.getAllRawHeaders()),
            request.requestHeaders.getRawHeaders("accept"),
            request.received_cookies,
            request.content.read(),
            request.header_bytes,
        )
        return repr(seen).encode()


def answer(*pieces: bytes) -> tuple[bytes, bool]:
    """What a connection answers, and whether it is still one for the next request."""
    site = Site(Recording(), requestFactory=LimitedRequest, parsePOSTFormSubmission=False, timeout=60)
    site.reactor = Clock()
    site.log = lambda _request: None
    site.protocol = LimitedChannel
    channel: Any = site.buildProtocol(None)
    transport = FakeTransport()
    channel.makeConnection(transport)
    for piece in pieces:
        if not transport.cut_off:
            channel.dataReceived(piece)
    answered: bytes = transport.take()
    return b"\n".join(line for line in answered.split(b"\n") if not line.startswith(b"Date:")), channel.persistent


def by_lines(monkeypatch: pytest.MonkeyPatch, *pieces: bytes) -> tuple[bytes, bool]:
    """The same of Twisted alone."""
    with monkeypatch.context() as patched:
        patched.setattr(http_channel, "read_head", lambda _data: None)
        return answer(*pieces)


@pytest.mark.parametrize("request_", PLAIN)
def test_plain_requests_are_read_at_once(request_: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_head(request_)
    expected = by_lines(monkeypatch, request_)
    assert expected[0].startswith(b"HTTP/1.")
    assert answer(request_) == expected
    assert answer(request_ + PLAIN[0]) == by_lines(monkeypatch, request_ + PLAIN[0])


@pytest.mark.parametrize("request_", UNUSUAL)
def test_all_others_are_twisteds_to_judge(request_: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_head(request_) is None
    assert answer(request_) == by_lines(monkeypatch, request_)
    # Behind a plain one, and before one: where it ends must not be seen differently.
    for pieces in ([PLAIN[2] + request_], [request_ + PLAIN[2]], [PLAIN[2], request_, PLAIN[2]]):
        assert answer(*pieces) == by_lines(monkeypatch, *pieces)


@pytest.mark.parametrize("request_", [*PLAIN, *UNUSUAL])
def test_pieces_make_the_same(request_: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = by_lines(monkeypatch, request_)
    for cut in (1, len(request_) // 2, request_.find(b"\r\n\r\n") + 2, len(request_) - 1):
        assert answer(request_[:cut], request_[cut:]) == expected
    if len(request_) < 1000:
        assert answer(*(request_[index : index + 1] for index in range(len(request_)))) == expected


def test_a_thousand_requests_in_one_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = PLAIN[2] * 1000
    answered, _ = answer(pipeline)
    assert answered.count(b"200 OK") == 1000
    assert answered == by_lines(monkeypatch, pipeline)[0]


def test_many_short_requests_in_one_piece() -> None:
    """They are answered at once, one within the other's turn if that was not prevented."""
    assert answer(b"GET / HTTP/1.1\r\n\r\n" * 5000)[0].count(b"200 OK") == 5000
