"""Nobody waits for anybody: handshakes and messages whose functions are all at work at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import websocket

from tests.support import create_api, create_function, eventually

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Emulator

    OpenSocket = Callable[..., websocket.WebSocket]

# Says that it is here, and answers when so many are.
MEETING = """
import os, pathlib, time
def handler(event, context):
    folder = pathlib.Path(os.environ["FOLDER"])
    (folder / context.aws_request_id).touch()
    while len(list(folder.iterdir())) < int(os.environ["COUNT"]):
        time.sleep(0.01)
    return {"statusCode": 200}
"""

COUNT = 6


def test_handshakes_do_not_wait_for_each_other_a65(emulator: Emulator, tmp_path: Path) -> None:
    """No $connect function answers before all are running."""
    meeting = create_function(emulator, MEETING, timeout=25, FOLDER=str(tmp_path), COUNT=str(COUNT))
    url = emulator.api_url(create_api(emulator, "WEBSOCKET", {"$connect": meeting}), scheme="ws")
    with ThreadPoolExecutor(COUNT) as pool:
        for client in pool.map(lambda _: websocket.create_connection(url, timeout=30), range(COUNT)):
            client.close()


def test_messages_of_one_socket_run_at_the_same_time_a65(
    emulator: Emulator, open_socket: OpenSocket, tmp_path: Path
) -> None:
    """No function answers before all messages of one socket have theirs; meanwhile another socket is served."""
    meeting = create_function(emulator, MEETING, timeout=25, FOLDER=str(tmp_path), COUNT=str(COUNT))
    url = emulator.api_url(create_api(emulator, "WEBSOCKET", {"meet": meeting}), scheme="ws")
    client, other = open_socket(url), open_socket(url)
    for _ in range(COUNT - 1):
        client.send('{"action": "meet"}')
    eventually(lambda: len(list(tmp_path.iterdir())) == COUNT - 1, timeout_seconds=25)
    other.send("no route takes this")
    assert "Forbidden" in str(other.recv())
    client.send('{"action": "meet"}')
    eventually(lambda: len(list(tmp_path.iterdir())) == COUNT, timeout_seconds=25)
