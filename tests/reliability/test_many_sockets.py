"""A crowd of clients on one emulator: everybody is served, and the emulator stays small."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest

from bench.http_load import send_requests
from bench.management import broadcast, post_to_connection
from bench.websocket_crowd import Crowd
from tests.support import RECORDER, create_api, create_function, eventually, recorded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Emulator

SOCKETS = 2000
# A thread for each socket would be forty times as many.
THREADS_MORE = 50


@pytest.fixture
def crowd_of(emulator: Emulator) -> Iterator[Callable[[str], Crowd]]:
    """Make crowds of clients of an API; they hang up when the test ends."""
    crowds: list[Crowd] = []

    def make(api_id: str) -> Crowd:
        crowd = Crowd(emulator.port, f"/_aws/execute-api/{api_id}/dev")
        crowd.__enter__()
        crowds.append(crowd)
        return crowd

    yield make
    for crowd in crowds:
        crowd.__exit__()


def test_each_of_many_gets_its_message_and_its_farewell(
    emulator: Emulator, crowd_of: Callable[[str], Crowd], tmp_path: Path
) -> None:
    events_file = tmp_path / "events.jsonl"
    recorder = create_function(emulator, RECORDER, EVENTS_FILE=str(events_file))
    api_id = create_api(emulator, "WEBSOCKET", {"$disconnect": recorder})
    process = psutil.Process(emulator.pid)
    threads_before = process.num_threads()
    crowd = crowd_of(api_id)
    crowd.open(SOCKETS)
    assert process.num_threads() < threads_before + THREADS_MORE
    ids = crowd.connection_ids()
    assert len(set(ids)) == SOCKETS
    broadcast(emulator.port, api_id, ids, crowd)
    assert [len(sock.messages) for sock in crowd.sockets] == [1] * SOCKETS

    crowd.close()
    eventually(lambda: len(recorded(events_file)) >= SOCKETS, timeout_seconds=90)
    assert sorted(event["requestContext"]["connectionId"] for event in recorded(events_file)) == sorted(ids)


def test_thousands_of_posts_to_a_client_that_does_not_read_harm_nobody(
    emulator: Emulator, crowd_of: Callable[[str], Crowd]
) -> None:
    """Others get theirs in between, and what waits for the one takes little memory."""
    api_id = create_api(emulator, "WEBSOCKET", {"greet": create_function(emulator, RECORDER)})
    crowd = crowd_of(api_id)
    crowd.open(2)
    lazy_id, other_id = crowd.connection_ids()
    crowd.sockets[0].stop_reading()
    memory_before = psutil.Process(emulator.pid).memory_info().rss
    many = post_to_connection(emulator.port, api_id, lazy_id, b"x" * 4000)
    one = post_to_connection(emulator.port, api_id, other_id, b"hi")
    refused = 0
    for round_number in range(1, 11):
        # 8 MB in each round: more than the kernel, the transport and the queue hold together.
        answers = send_requests(emulator.port, [[many] * 500] * 4, expect=(200, 429, 410))
        refused += len(answers.statuses) - answers.statuses.count(200)
        send_requests(emulator.port, [[one]])
        eventually(lambda number=round_number: len(crowd.sockets[1].messages) == 1 + number)  # type: ignore[misc]
    assert refused > 10_000
    # 80 MB were posted; the log and the traces of twenty thousand requests take some memory of their own.
    assert psutil.Process(emulator.pid).memory_info().rss < memory_before + 50 * 2**20
