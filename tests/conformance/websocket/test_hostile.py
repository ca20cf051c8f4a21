"""Clients that break the protocol get an answer or a closed socket, and nobody else notices (sections A1, A6)."""

from __future__ import annotations

import socket
import struct
from typing import TYPE_CHECKING

import pytest
import websocket
from websocket import ABNF

from tests.raw_http import raw_connection, read_response
from tests.support import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conformance.websocket.conftest import RecordingApi
    from tests.conftest import Emulator

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
MASK = b"\x01\x02\x03\x04"


@pytest.fixture(autouse=True)
def witness(recording_api: RecordingApi) -> Iterator[None]:
    """A well-behaved client beside the hostile one: it is served as if there were no other."""
    client, connection_id = recording_api.connect()
    yield
    client.send("still here")
    assert recording_api.events(connection_id, "$default")[-1]["body"] == "still here"
    client.shutdown()


def upgrade_status(
    emulator: Emulator, api: RecordingApi, *lines: str, method: str = "GET", version: str = "1.1"
) -> int:
    """The status of an upgrade request with these headers."""
    first = f"{method} /_aws/execute-api/{api.api_id}/dev HTTP/{version}"
    with raw_connection(emulator) as raw:
        raw.sendall("\r\n".join((first, "Host: localhost", *lines, "", "")).encode("latin-1"))
        status, _, body = read_response(raw)
        assert b"Traceback" not in body
        return status


def good(**changes: str | None) -> list[str]:
    """The headers of a proper upgrade with some of them changed, or left out."""
    headers: dict[str, str | None] = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": KEY,
    }
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    return [f"{name}: {value}" for name, value in headers.items() if value is not None]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (good(Sec_WebSocket_Key=None), 400),
        (good(Sec_WebSocket_Key="short"), 400),
        (good(Sec_WebSocket_Key="not base64 at all!!!!!!="), 400),
        ([*good(), f"Sec-WebSocket-Key: {KEY}"], 400),
        (good(Sec_WebSocket_Version=None), 400),
        (good(Sec_WebSocket_Version="12"), 400),
        (good(Sec_WebSocket_Version="thirteen"), 400),
        (good(Connection="keep-alive"), 426),
        (good(Connection=None), 426),
        (good(Upgrade="h2c"), 426),
        (good(Upgrade=None), 426),
        ([*good(), "Sec-WebSocket-Extensions: permessage-deflate; =;;"], 400),
        ([*good(), "Sec-WebSocket-Extensions: " + "x" * 9_000], 101),
        ([*good(), "Cookie: \xff\xfe\x80"], 101),
        ([*good(), "no colon in this line"], 400),
        ([*good(), "Bad Name: x"], 400),
        ([*good(), *(f"X-{number}: x" for number in range(600))], 400),
        ([*good(), *(f"X-{number}: {'x' * 1000}" for number in range(1000))], 431),
        ([*good(), "X: " + "x" * 1_000_000], 431),
        ([*good(), "X: " + "x" * 10_240], 431),
        ([*good(), "Transfer-Encoding: nonsense"], 400),
        ([*good(), "Content-Length: -1"], 400),
        ([*good(), "Content-Length: 5", "Transfer-Encoding: chunked"], 400),
    ],
)
def test_malformed_upgrades_are_answered_a106_b48(
    emulator: Emulator, recording_api: RecordingApi, headers: list[str], status: int
) -> None:
    assert upgrade_status(emulator, recording_api, *headers) == status


@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "BREW"])
def test_upgrade_with_another_method_is_refused(emulator: Emulator, recording_api: RecordingApi, method: str) -> None:
    assert upgrade_status(emulator, recording_api, *good(), method=method) == 400


def test_upgrade_of_http_1_0_is_refused(emulator: Emulator, recording_api: RecordingApi) -> None:
    assert upgrade_status(emulator, recording_api, *good(), version="1.0") == 400


@pytest.mark.parametrize(
    "garbage",
    [
        b"\x00" * 100,
        b"\r\n\r\n\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 100,
        b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1" + b"\x00" * 200,
        b"\x16" * 1000,
        b"GET /" + b"x" * 100_000,
        b"GET / HTTP/1.1\r\n" + b"x" * 100_000,
    ],
)
def test_garbage_is_answered_or_cut_off(emulator: Emulator, garbage: bytes) -> None:
    """Whatever comes back, it is no trace of what went wrong inside."""
    with raw_connection(emulator) as raw:
        raw.sendall(garbage)
        raw.shutdown(socket.SHUT_WR)
        received = b""
        try:
            while data := raw.recv(65536):
                received += data
        except ConnectionResetError:
            pass
    assert b"Traceback" not in received


def frame(first: int, payload: bytes = b"", *, masked: bool = True, length: bytes | None = None) -> bytes:
    """A frame by the byte: ``first`` holds FIN, the reserved bits and the opcode."""
    size = bytes([len(payload)]) if length is None else length
    size = bytes([size[0] | (0x80 if masked else 0)]) + size[1:]
    body = bytes(byte ^ MASK[index % 4] for index, byte in enumerate(payload)) if masked else payload
    return bytes([first]) + size + (MASK if masked else b"") + body


def close_code(client: websocket.WebSocket) -> int:
    while True:
        received = client.recv_frame()
        if received.opcode == ABNF.OPCODE_CLOSE:
            return int(struct.unpack("!H", received.data[:2])[0])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(frame(0x81, b"hello", masked=False), 1002, id="unmasked"),
        pytest.param(frame(0xC1, b"hello"), 1002, id="RSV1 without compression"),
        pytest.param(frame(0xA1, b"hello"), 1002, id="RSV2"),
        pytest.param(frame(0x91, b"hello"), 1002, id="RSV3"),
        *(pytest.param(frame(0x80 | opcode), 1002, id=f"opcode {opcode}") for opcode in (3, 7, 11, 15)),
        pytest.param(frame(0x80, b"hello"), 1002, id="continuation of nothing"),
        pytest.param(frame(0x01, b"a") + frame(0x81, b"b"), 1002, id="text inside a fragmented text"),
        pytest.param(frame(0x09), 1002, id="fragmented ping"),
        pytest.param(frame(0x08), 1002, id="fragmented close"),
        pytest.param(frame(0x89, b"x" * 126, length=b"\x7e\x00\x7e"), 1002, id="ping of 126 bytes"),
        pytest.param(frame(0x88, b"x"), 1002, id="close with half a code"),
        pytest.param(frame(0x88, struct.pack("!H", 1005)), 1002, id="close with a code that is never sent"),
        pytest.param(frame(0x88, struct.pack("!H", 99)), 1002, id="close with no code at all"),
        pytest.param(frame(0x88, struct.pack("!H", 1000) + b"\xff\xfe"), 1007, id="close with a bad reason"),
        pytest.param(frame(0x81, b"\xc3\x28"), 1007, id="bad UTF-8"),
        pytest.param(frame(0x01, b"\xe2\x82") + frame(0x80, b"\x28"), 1007, id="bad UTF-8 across fragments"),
        pytest.param(frame(0x81, length=b"\x7f" + b"\x7f" + b"\xff" * 7), 1009, id="a frame of 9 exabytes"),
        pytest.param(frame(0x81, length=b"\x7f" + b"\xff" * 8), 1009, id="a length with its highest bit"),
    ],
)
def test_broken_frames_close_the_connection_a81(recording_api: RecordingApi, data: bytes, code: int) -> None:
    """With the code of RFC 6455, told to $disconnect."""
    client, connection_id = recording_api.connect()
    client.sock.sendall(data)
    assert close_code(client) == code
    (event,) = recording_api.events(connection_id, "$disconnect")
    told = event["requestContext"]["disconnectStatusCode"]
    # A close frame that cannot be read is no close of the client's.
    assert told == code or data[0] == 0x88
    client.shutdown()


def test_utf8_across_fragments(recording_api: RecordingApi) -> None:
    """A character may be cut by a frame."""
    client, connection_id = recording_api.connect()
    client.sock.sendall(frame(0x01, b"\xe2\x82") + frame(0x89, b"") + frame(0x80, b"\xac"))
    assert recording_api.events(connection_id, "$default")[0]["body"] == "€"
    client.shutdown()


def test_half_a_handshake_then_gone(emulator: Emulator, recording_api: RecordingApi) -> None:
    """Clients that leave at any point of it."""
    request = "\r\n".join((f"GET /_aws/execute-api/{recording_api.api_id}/dev HTTP/1.1", *good(), "", "")).encode()
    for end in range(0, len(request) + 1, 7):
        with raw_connection(emulator) as raw:
            raw.sendall(request[:end])


def test_half_open_socket_is_told_to_disconnect_a38(recording_api: RecordingApi) -> None:
    """A client that ends its side only, without a close frame."""
    client, connection_id = recording_api.connect()
    client.sock.shutdown(socket.SHUT_WR)
    (event,) = recording_api.events(connection_id, "$disconnect")
    assert event["requestContext"]["disconnectStatusCode"] == 1006


def test_frames_with_the_handshake(emulator: Emulator, recording_api: RecordingApi) -> None:
    """A client that does not wait for the 101: its frames count once it is connected."""
    lines = "\r\n".join((f"GET /_aws/execute-api/{recording_api.api_id}/dev HTTP/1.1", *good(), "", ""))
    with raw_connection(emulator) as raw:
        raw.sendall(lines.encode() + frame(0x81, b"impatient"))
        assert raw.recv(12) == b"HTTP/1.1 101"
        assert eventually(lambda: [event for event in recording_api.all_events() if event.get("body") == "impatient"])


def test_nothing_is_handled_behind_a_close_a38(recording_api: RecordingApi) -> None:
    client, connection_id = recording_api.connect()
    client.sock.sendall(frame(0x88, struct.pack("!H", 1000)) + frame(0x81, b"too late"))
    recording_api.events(connection_id, "$disconnect")
    assert not [event for event in recording_api.all_events() if event.get("body") == "too late"]
    client.shutdown()
