"""Close codes on the wire and in $disconnect (sections A2, A6)."""

from __future__ import annotations

import os
import socket
import struct
from typing import TYPE_CHECKING, Any

import pytest
import websocket
from websocket import ABNF

from tests.conformance.websocket.conftest import RecordingApi
from tests.support import RECORDER, create_api, create_function

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Emulator


def told(api: RecordingApi, connection_id: str) -> tuple[int, str]:
    """Code and reason in the $disconnect event, of which there is exactly one."""
    (event,) = api.events(connection_id, "$disconnect")
    context = event["requestContext"]
    return context["disconnectStatusCode"], context["disconnectReason"]


def close_code(client: websocket.WebSocket) -> int:
    """Read to the server's close frame and give its code."""
    while True:
        frame = client.recv_frame()
        if frame.opcode == ABNF.OPCODE_CLOSE:
            return int(struct.unpack("!H", frame.data[:2])[0])


def test_close_without_a_status_a34(recording_api: RecordingApi) -> None:
    """A browser's ws.close()."""
    client, connection_id = recording_api.connect()
    client.send(b"", ABNF.OPCODE_CLOSE)
    assert told(recording_api, connection_id) == (1005, "Client-side close frame status not set")


@pytest.mark.parametrize(("code", "reason"), [(1001, ""), (4001, "my reason"), (3000, ""), (1000, "bye")])
def test_clients_own_code_and_reason_a37(recording_api: RecordingApi, code: int, reason: str) -> None:
    """Passed through; a closed browser tab is 1001 without a reason."""
    client, connection_id = recording_api.connect()
    client.send_close(code, reason.encode())
    assert told(recording_api, connection_id) == (code, reason)


def test_close_without_a_reason_a36(recording_api: RecordingApi) -> None:
    client, connection_id = recording_api.connect()
    client.send_close(1000)
    assert told(recording_api, connection_id) == (1000, "Connection Closed Normally")


@pytest.mark.parametrize("payload", [b"\x03", (1005).to_bytes(2), (1006).to_bytes(2), (999).to_bytes(2)])
def test_close_frame_that_is_none_is_1002_a40(recording_api: RecordingApi, payload: bytes) -> None:
    """RFC 6455, section 7.4: half a code, or one that no endpoint may send."""
    client, connection_id = recording_api.connect()
    client.send(payload, ABNF.OPCODE_CLOSE)
    assert close_code(client) == 1002
    assert told(recording_api, connection_id)[0] == 1002


def test_the_close_is_answered_with_its_code_a37(recording_api: RecordingApi) -> None:
    client, _ = recording_api.connect()
    client.send_close(4001)
    assert close_code(client) == 4001


def test_lost_network_a38(recording_api: RecordingApi) -> None:
    """No close frame."""
    client, connection_id = recording_api.connect()
    client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.sock.close()
    assert told(recording_api, connection_id) == (1006, "")


def test_binary_frame_is_1003_a40_a63(recording_api: RecordingApi) -> None:
    client, connection_id = recording_api.connect()
    client.send_binary(b"\x00")
    assert close_code(client) == 1003
    assert told(recording_api, connection_id)[0] == 1003


def test_frame_above_32_kb_is_1009_a40_a81_a82(recording_api: RecordingApi) -> None:
    """The client reads the close frame, whatever it still had to send."""
    client, connection_id = recording_api.connect()
    client.send("x" * (32 * 1024 + 1))
    assert close_code(client) == 1009
    assert told(recording_api, connection_id)[0] == 1009


def send_in_frames(client: websocket.WebSocket, payload: bytes, size: int = 32 * 1024) -> None:
    chunks = [payload[start : start + size] for start in range(0, len(payload), size)]
    for index, chunk in enumerate(chunks):
        opcode = ABNF.OPCODE_TEXT if index == 0 else ABNF.OPCODE_CONT
        client.send_frame(ABNF(int(index == len(chunks) - 1), 0, 0, 0, opcode, 1, chunk))


def test_message_of_128_kb_in_frames_is_one_message_a81(recording_api: RecordingApi) -> None:
    client, connection_id = recording_api.connect()
    send_in_frames(client, b"x" * (128 * 1024))
    (event,) = recording_api.events(connection_id, "$default")
    assert len(event["body"]) == 128 * 1024
    client.close()


def test_message_above_128_kb_is_1009_a81(recording_api: RecordingApi) -> None:
    client, _ = recording_api.connect()
    send_in_frames(client, b"x" * (128 * 1024 + 1))
    assert close_code(client) == 1009


def test_invalid_utf8_is_1007(recording_api: RecordingApi) -> None:
    """RFC 6455, section 8.1."""
    client, _ = recording_api.connect()
    client.send_frame(ABNF(1, 0, 0, 0, ABNF.OPCODE_TEXT, 1, b"\xff\xfe"))
    assert close_code(client) == 1007


def test_ping_is_answered_a84(recording_api: RecordingApi) -> None:
    client, _ = recording_api.connect()
    client.ping("are you there")
    frame = client.recv_frame()
    assert (frame.opcode, frame.data) == (ABNF.OPCODE_PONG, b"are you there")
    client.close()


@pytest.mark.parametrize("limit", ["PETRI_WEBSOCKET_IDLE_SECONDS", "PETRI_WEBSOCKET_LIFE_SECONDS"])
def test_idle_and_life_end_with_1001_a35_a40_a83(
    start_emulator: Callable[..., Emulator], tmp_path: Path, limit: str
) -> None:
    """With "Going away", after a time that this test shortens."""
    emulator = start_emulator(**{limit: "0.5"})
    events_file = tmp_path / "events.jsonl"
    recorder = create_function(emulator, RECORDER, EVENTS_FILE=str(events_file))
    api_id = create_api(emulator, "WEBSOCKET", {"$connect": recorder, "$disconnect": recorder})
    api = RecordingApi(emulator, api_id, events_file)
    client, connection_id = api.connect()
    assert close_code(client) == 1001
    assert told(api, connection_id) == (1001, "Going away")


def test_a_storm_of_bad_clients_harms_nobody(recording_api: RecordingApi) -> None:
    """Garbage after the handshake ends that connection, no other."""
    good, connection_id = recording_api.connect()
    for _ in range(20):
        bad, _id = recording_api.connect()
        bad.sock.sendall(os.urandom(64))
        bad.sock.close()
    good.send("still here")
    assert recording_api.events(connection_id, "$default")[0]["body"] == "still here"
    good.close()


def test_failing_disconnect_function_a39(emulator: Emulator) -> None:
    """The client's close is clean whatever $disconnect does."""
    fail = create_function(emulator, "def handler(event, context): raise ValueError")
    api_id = create_api(emulator, "WEBSOCKET", {"$disconnect": fail})
    client: Any = websocket.create_connection(emulator.api_url(api_id, scheme="ws"), timeout=10)
    client.send_close(1000)
    assert close_code(client) == 1000


def test_deleting_the_api_cuts_its_sockets_c33(emulator: Emulator, recording_api: RecordingApi) -> None:
    """And no others."""
    other, _ = recording_api.connect()
    api_id = create_api(emulator, "WEBSOCKET", {"$default": create_function(emulator, "")})
    client = websocket.create_connection(emulator.api_url(api_id, scheme="ws"), timeout=10)
    emulator.client("apigatewayv2").delete_api(ApiId=api_id)
    assert close_code(client) == 1001
    other.ping()
    assert other.recv_frame().opcode == ABNF.OPCODE_PONG
    other.close()
