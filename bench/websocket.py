"""``make bench name=websocket``: how many sockets, how much memory for each, and how quick messages are."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bench import functions, management, timing
from bench.emulator import running_emulator
from bench.report import report
from bench.websocket_crowd import Crowd

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.emulator import BenchEmulator

# How many sockets are opened for each way to answer $connect.
_OPENED = {"no $connect route": 2000, "trivial $connect": 1000, "$connect writes an item": 1000}
_CROWDS = (100, 1_000, 10_000)


def main() -> None:
    """Measure sockets of APIs with and without a $connect function."""
    rows: dict[str, list[float]] = {}
    with running_emulator() as emulator:
        functions.create_table(emulator, "connections")
        trivial = functions.create_function(emulator, "trivial", functions.TRIVIAL)
        echo = functions.create_function(emulator, "echo", functions.ECHO)
        writing = functions.create_function(emulator, "writing", functions.CONNECT, TABLE="connections")
        echoing = functions.create_api(emulator, "WEBSOCKET", {"$default": echo}, two_way=True)
        apis = {
            "no $connect route": functions.create_api(emulator, "WEBSOCKET", {"greet": trivial}),
            "trivial $connect": functions.create_api(emulator, "WEBSOCKET", {"$connect": trivial}),
            "$connect writes an item": functions.create_api(emulator, "WEBSOCKET", {"$connect": writing}),
        }
        # First, while no memory is free that sockets of an earlier crowd have left.
        rows |= _idle_and_broadcast(emulator, apis["no $connect route"])
        with _crowd(emulator, echoing) as crowd:
            rows["echo"] = _echo(crowd)
        for name, count in _OPENED.items():
            rows |= _open(emulator, apis[name], name, count)
    report("websocket", rows)


@contextmanager
def _crowd(emulator: BenchEmulator, api_id: str) -> Iterator[Crowd]:
    with Crowd(emulator.port, emulator.api_path(api_id)) as crowd:
        yield crowd


def _echo(crowd: Crowd) -> list[float]:
    crowd.open(1)

    def send_and_wait() -> None:
        crowd.forget_messages()
        crowd.send(0, "hello")
        crowd.wait_for_messages()

    return timing.repeat(send_and_wait)


def _open(emulator: BenchEmulator, api_id: str, name: str, count: int) -> dict[str, list[float]]:
    with _crowd(emulator, api_id) as crowd:
        crowd.open(100)  # functions are started
        used = emulator.processor_seconds()
        seconds = crowd.open(count)
        used = emulator.processor_seconds() - used
    return {
        f"open sockets, {name}: a second": [count / seconds],
        f"open a socket, {name}: emulator's processor time": [used / count * 1000],
    }


def _idle_and_broadcast(emulator: BenchEmulator, api_id: str) -> dict[str, list[float]]:
    rows: dict[str, list[float]] = {}
    with _crowd(emulator, api_id) as crowd:
        before = emulator.resident_bytes()
        for count in _CROWDS:
            crowd.open(count - len(crowd.sockets))
            rows[f"{count:,} idle sockets: KiB of memory each"] = [(emulator.resident_bytes() - before) / count / 1024]
            ids = crowd.connection_ids()
            first, last = management.broadcast(emulator.port, api_id, ids, crowd)
            rows[f"a post to each of {count:,} sockets: first message"] = [first]
            rows[f"a post to each of {count:,} sockets: last message"] = [last]
        used = emulator.processor_seconds()
        time.sleep(5)
        rows[f"{count:,} idle sockets: processor time a second"] = [(emulator.processor_seconds() - used) / 5 * 1000]
        hang_up = timing.milliseconds(crowd.close)
        rows[f"close {count:,} sockets"] = [hang_up]
    return rows


if __name__ == "__main__":
    main()
