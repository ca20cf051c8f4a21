"""permessage-deflate (row A20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.support import ECHO, create_api, create_function, make_two_way

if TYPE_CHECKING:
    from tests.conftest import Emulator


@pytest.fixture(scope="module")
def url(emulator: Emulator) -> str:
    api_id = create_api(emulator, "WEBSOCKET", {"$default": create_function(emulator, ECHO)})
    make_two_way(emulator, api_id, "$default")
    return emulator.api_url(api_id, scheme="ws")


def test_a_compressed_message_arrives_a20(url: str) -> None:
    """Agreed to when the client offers it, and read."""
    with connect(url, compression="deflate") as client:
        assert client.response is not None
        assert "permessage-deflate" in client.response.headers["Sec-WebSocket-Extensions"]
        for _ in range(2):
            client.send("hello " * 1000)
            assert '"body": "hello hello' in str(client.recv())


def test_no_offer_no_compression(url: str) -> None:
    with connect(url, compression=None) as client:
        assert client.response is not None
        assert "Sec-WebSocket-Extensions" not in client.response.headers
        client.send("hello")
        assert '"body": "hello"' in str(client.recv())


def test_limits_count_uncompressed_bytes_a81(url: str) -> None:
    """A small frame that unpacks to a large message is a large message."""
    with connect(url, compression="deflate") as client:
        client.send("x" * (128 * 1024 + 1))
        with pytest.raises(ConnectionClosed) as closed:
            client.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009
