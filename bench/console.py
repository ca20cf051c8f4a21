"""``make bench name=console``: what somebody who watches costs, in time and in memory.

Requests take turns, with a watcher and without, on the same emulator: the ratio says what a watcher costs. Without one
nothing is put together at all, which `tracing` measures against an emulator without traces.
"""

from __future__ import annotations

from statistics import median

from bench import functions
from bench.emulator import BenchEmulator, running_emulator
from bench.http_load import http_request, send_request
from bench.report import report
from bench.tracing import watcher

_TURNS = 15
_ROUNDS = 200
_FLOOD_CLIENTS = 16
_FLOOD_ROUNDS = 1500
"""24,000 requests with two events each, one of the API and one of the function: more than 1,000 events a second"""


def main() -> None:
    """Measure the latency of a request with and without a watcher, and the memory of a feed under load."""
    rows: dict[str, list[float]] = {}
    with running_emulator() as emulator:
        function = functions.create_function(emulator, "trivial", functions.TRIVIAL)
        path = emulator.api_path(functions.create_api(emulator, "HTTP", {"GET /function": function}))
        request = http_request("GET", f"{path}/function")
        _turn(emulator, request)  # warms up
        without, watched = [], []
        for turn in range(_TURNS):
            # Each goes first as often as the other.
            for is_watched in (turn % 2 == 0, turn % 2 == 1):
                if is_watched:
                    with watcher(emulator):
                        watched.append(_turn(emulator, request))
                else:
                    without.append(_turn(emulator, request))
        rows["request, nobody watches"] = without
        rows["request, a watcher"] = watched
        rows["a watcher, times nobody (median of medians)"] = [median(watched) / median(without)]
        rows |= _flood(emulator, request)
    report("console", rows)


def _turn(emulator: BenchEmulator, request: bytes) -> float:
    """The median latency of one client, in milliseconds."""
    return median(send_request(emulator.port, request, 1, _ROUNDS).latencies_ms)


def _flood(emulator: BenchEmulator, request: bytes) -> dict[str, list[float]]:
    """Memory of the emulator's process before and after a flood, once nobody watches and once somebody does."""
    send_request(emulator.port, request, _FLOOD_CLIENTS, _FLOOD_ROUNDS)  # fills what is kept of traces
    before = emulator.resident_bytes()
    send_request(emulator.port, request, _FLOOD_CLIENTS, _FLOOD_ROUNDS)
    unwatched = emulator.resident_bytes()
    with watcher(emulator):
        load = send_request(emulator.port, request, _FLOOD_CLIENTS, _FLOOD_ROUNDS)
        watched = emulator.resident_bytes()
    return {
        "flood: requests a second, two events each": [load.per_second],
        "flood: memory more, nobody watches, MiB": [(unwatched - before) / 2**20],
        "flood: memory more, a watcher, MiB": [(watched - unwatched) / 2**20],
    }


if __name__ == "__main__":
    main()
