"""Many hostile clients at once, within bounds: everybody else is served, and the emulator does not grow."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import psutil
import pytest
import requests
import websocket
from websocket import ABNF

from tests.raw_http import head, raw_connection
from tests.support import ECHO, create_api, create_function

if TYPE_CHECKING:
    from tests.conftest import Emulator

MEGABYTE = 1024 * 1024
# What the kernel keeps for two sockets, and the emulator for one client, is a fraction of this.
FLOOD_BYTES = 64 * MEGABYTE


@pytest.fixture(scope="module")
def http_api(emulator: Emulator) -> str:
    return create_api(emulator, "HTTP", {"ANY /echo": create_function(emulator, ECHO)})


@pytest.fixture(scope="module")
def websocket_url(emulator: Emulator) -> str:
    """An API that answers every message with an error frame, which is cheap."""
    api_id = create_api(emulator, "WEBSOCKET", {"join": create_function(emulator, ECHO)})
    return emulator.api_url(api_id, scheme="ws")


def memory(emulator: Emulator) -> int:
    """Resident bytes of the emulator's own process."""
    process = psutil.Process(emulator.pid)
    return max(each.memory_info().rss for each in (process, *process.children(recursive=True)))


def flood(client: websocket.WebSocket, frame: ABNF) -> int:
    """Send a frame again and again and read nothing, until the server makes us wait. Gives the bytes that were sent."""
    burst = frame.format() * (MEGABYTE // len(frame.format()))
    client.sock.settimeout(2)
    sent, end = 0, time.monotonic() + 20
    with suppress(TimeoutError):
        while sent < FLOOD_BYTES and time.monotonic() < end:
            sent += client.sock.send(burst)
    return sent


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param(ABNF.create_frame("x" * 125, ABNF.OPCODE_PING), id="pings"),
        pytest.param(ABNF.create_frame("x", ABNF.OPCODE_TEXT), id="messages"),
    ],
)
def test_a_client_that_floods_and_never_reads_has_to_wait(emulator: Emulator, websocket_url: str, frame: ABNF) -> None:
    """And the others do not."""
    witness = websocket.create_connection(websocket_url, timeout=20)
    before = memory(emulator)
    flooder = websocket.create_connection(websocket_url, timeout=20)
    assert flood(flooder, frame) < FLOOD_BYTES
    witness.send("anybody there?")
    assert "Forbidden" in witness.recv()
    assert memory(emulator) - before < FLOOD_BYTES
    flooder.shutdown()
    witness.close()


def test_a_flood_of_empty_fragments_keeps_nothing(emulator: Emulator, websocket_url: str) -> None:
    """A message of no bytes in a million frames."""
    client = websocket.create_connection(websocket_url, timeout=60)
    before = memory(emulator)
    client.send_frame(ABNF(0, 0, 0, 0, ABNF.OPCODE_TEXT, 1, b""))
    empty = ABNF(0, 0, 0, 0, ABNF.OPCODE_CONT, 1, b"").format()
    for _ in range(20):
        client.sock.sendall(empty * 10_000)
    client.send_frame(ABNF(1, 0, 0, 0, ABNF.OPCODE_CONT, 1, b"end"))
    assert "Forbidden" in client.recv()
    assert memory(emulator) - before < 32 * MEGABYTE
    client.close()


def test_half_sent_requests_hold_no_worker(emulator: Emulator, http_api: str, websocket_url: str) -> None:
    """Headers without an end, bodies without an end, connections without a word: more than there are workers."""
    whole = head(emulator, http_api, "Content-Length: 1000000")
    with ExitStack() as stack:
        for index in range(300):
            raw = stack.enter_context(raw_connection(emulator))
            raw.sendall((b"", whole[: len(whole) // 2], whole + b"x" * 1000)[index % 3])
        assert requests.post(emulator.api_url(http_api) + "/echo", timeout=20).status_code == 200
        websocket.create_connection(websocket_url, timeout=20).close()


def test_clients_that_leave_without_a_word(emulator: Emulator, http_api: str, websocket_url: str) -> None:
    """Reset in the middle of a request, a handshake or an open connection."""
    whole = head(emulator, http_api, "Content-Length: 0")
    for _ in range(50):
        for data in (whole[:30], whole, b"\x16\x03\x01"):
            with raw_connection(emulator) as raw:
                raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                raw.sendall(data)
        client = websocket.create_connection(websocket_url, timeout=20)
        client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        client.sock.close()
    assert requests.post(emulator.api_url(http_api) + "/echo", timeout=20).status_code == 200
