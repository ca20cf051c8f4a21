"""What a client may send, and how long it may take, on a channel with a clock of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from twisted.internet.task import Clock
from twisted.web.resource import Resource
from twisted.web.server import Site

from emulator.server import http_channel
from emulator.server.http_channel import LINGER_SECONDS, MAX_BODY_BYTES, LimitedChannel, LimitedRequest
from tests.unit.transports import FakeTransport

if TYPE_CHECKING:
    from twisted.web.server import Request

POST = b"POST /_aws/execute-api/abc/dev HTTP/1.1\r\nHost: localhost\r\n"


class Answering(Resource):  # type: ignore[misc]
    """Answers with what it was told of the body."""

    isLeaf = True  # noqa: N815 - Twisted's name

    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[bytes] = []

    def render(self, request: Request) -> bytes:
        self.bodies.append(request.content.read())
        return b"refused" if request.body_refused else b"kept"


class Client:
    """A channel without a network."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.resource = Answering()
        self.site = Site(self.resource, requestFactory=LimitedRequest, parsePOSTFormSubmission=False, timeout=60)
        self.site.reactor = self.clock
        self.site.log = lambda _request: None
        self.site.protocol = LimitedChannel
        self.channel: Any = self.site.buildProtocol(None)
        self.transport = FakeTransport()
        self.channel.makeConnection(self.transport)

    def send(self, *pieces: bytes) -> bytes:
        """Send, and take what came back."""
        for piece in pieces:
            self.channel.dataReceived(piece)
        return self.transport.take()


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """All paths below the prefix are an API's, others are not."""
    monkeypatch.setattr(http_channel, "find_target", lambda _host, path: path.startswith("/_aws/") or None)
    return Client()


def test_an_announced_body_is_refused_before_it_comes_b48(client: Client) -> None:
    answer = client.send(POST + b"Content-Length: %d\r\n\r\n" % (MAX_BODY_BYTES + 1))
    assert answer.endswith(b"refused")
    assert b"Connection: close" in answer
    assert client.send(b"x" * 100_000) == b""
    assert client.resource.bodies == [b""]


def test_a_body_of_the_limit_is_kept_b48(client: Client) -> None:
    answer = client.send(POST + b"Content-Length: %d\r\n\r\n" % MAX_BODY_BYTES, b"x" * MAX_BODY_BYTES)
    assert answer.endswith(b"kept")
    assert len(client.resource.bodies[0]) == MAX_BODY_BYTES


def test_a_body_in_chunks_is_refused_at_the_limit_b48(client: Client) -> None:
    """Nobody knows its length before; what is over the limit is not kept."""
    chunk = b"%x\r\n%s\r\n" % (1024 * 1024, b"x" * 1024 * 1024)
    assert client.send(POST + b"Transfer-Encoding: chunked\r\n\r\n", *[chunk] * 10) == b""
    assert client.send(b"1\r\nx\r\n").endswith(b"refused")
    assert client.send(chunk, b"0\r\n\r\n") == b""


def test_a_body_in_chunks_within_the_limit_b48(client: Client) -> None:
    assert client.send(POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n").endswith(b"kept")
    assert client.resource.bodies == [b"hello"]


def test_nobody_is_asked_for_a_body_that_is_refused_b48(client: Client) -> None:
    expect = POST + b"Expect: 100-continue\r\n"
    assert client.send(expect + b"Content-Length: %d\r\n\r\n" % (MAX_BODY_BYTES + 1)).startswith(b"HTTP/1.1 200")
    assert Client().send(expect + b"Content-Length: 5\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"


def test_other_services_take_bodies_of_any_size(client: Client) -> None:
    answer = client.send(b"PUT /bucket/key HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % (MAX_BODY_BYTES + 1))
    assert answer == b""
    assert client.send(b"x" * (MAX_BODY_BYTES + 1)).endswith(b"kept")


def test_the_client_may_read_the_refusal_before_the_connection_ends(client: Client) -> None:
    client.send(POST + b"Content-Length: %d\r\n\r\n" % (MAX_BODY_BYTES + 1))
    client.clock.advance(LINGER_SECONDS - 1)
    assert not client.transport.cut_off
    client.clock.advance(2)
    assert client.transport.cut_off


def test_a_megabyte_of_headers_is_431_b48(client: Client) -> None:
    lines = [b"X-%d: %s\r\n" % (number, b"x" * 1000) for number in range(1000)]
    answer = client.send(POST, *lines)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert client.resource.bodies == []


def test_one_header_line_without_an_end_is_431_b48(client: Client) -> None:
    assert client.send(POST + b"X: ", *[b"x" * 1000] * 1000).startswith(b"HTTP/1.1 431 ")


def test_a_request_line_without_an_end_is_414(client: Client) -> None:
    assert client.send(b"GET /", *[b"x" * 1000] * 1000).startswith(b"HTTP/1.1 414 ")


def test_requests_after_one_another(client: Client) -> None:
    request = POST + b"Content-Length: 5\r\n\r\nhello"
    assert client.send(request + request, request).count(b"kept") == 3


def test_headers_that_come_byte_by_byte_are_cut_off(client: Client) -> None:
    for second in range(61):
        client.send(b"G" if second == 0 else b"E")
        client.clock.advance(1)
    assert client.transport.cut_off


def test_a_body_that_drips_is_cut_off(client: Client) -> None:
    client.send(POST + b"Content-Length: 1000000\r\n\r\n")
    for _ in range(61):
        client.send(b"x")
        client.clock.advance(1)
    assert client.transport.cut_off


def test_a_body_that_flows_is_not(client: Client) -> None:
    client.send(POST + b"Content-Length: 1000000\r\n\r\n")
    for _ in range(100):
        client.send(b"x" * 1000)
        client.clock.advance(50)
    assert not client.transport.cut_off


def test_an_idle_connection_is_closed(client: Client) -> None:
    client.send(POST + b"Content-Length: 0\r\n\r\n")
    client.clock.advance(59)
    assert client.send(POST + b"Content-Length: 0\r\n\r\n").endswith(b"kept")
    client.clock.advance(59)
    assert not client.transport.cut_off
    client.clock.advance(2)
    assert client.transport.cut_off
