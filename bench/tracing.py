"""``make bench name=tracing``: what traces cost, and what somebody who watches the live feed does.

Two emulators side by side, one without traces, take turns, so that what else the machine does is the same for both.
What counts is the emulator's processor time a request.
"""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from statistics import median
from typing import TYPE_CHECKING

from bench import functions
from bench.emulator import running_emulator
from bench.http_load import http_request, send_request
from bench.report import report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.emulator import BenchEmulator

_TURNS = 12
_CLIENTS = 8
_ROUNDS = 150
_TABLE = "things"
_CREDENTIAL = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0"
)
_TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=0"


def main() -> None:
    """Measure a function behind an HTTP API, and an item operation as a function asks for it."""
    rows: dict[str, list[float]] = {}
    with running_emulator(PETRI_TRACING="0") as off, running_emulator() as on:
        requests = {emulator.port: _requests(emulator) for emulator in (off, on)}
        for name in requests[on.port]:
            # The first turn warms both up.
            turns = [
                (
                    _cost(off, requests[off.port][name]),
                    _cost(on, requests[on.port][name]),
                    _watched_cost(on, requests[on.port][name]),
                )
                for _ in range(_TURNS + 1)
            ][1:]
            without, with_traces, watched = zip(*turns, strict=True)
            rows[f"{name}: processor time, no traces"] = list(without)
            rows[f"{name}: processor time, traces"] = list(with_traces)
            rows[f"{name}: processor time, traces and a watcher"] = list(watched)
            rows[f"{name}: traces, times none"] = [median(with_traces) / median(without)]
            rows[f"{name}: a watcher, times no watcher"] = [median(watched) / median(with_traces)]
        rows["memory without traces, MiB"] = [off.resident_bytes() / 2**20]
        rows["memory with them, after all this, MiB"] = [on.resident_bytes() / 2**20]
    report("tracing", rows)


def _requests(emulator: BenchEmulator) -> dict[str, bytes]:
    function = functions.create_function(emulator, "trivial", functions.TRIVIAL)
    path = emulator.api_path(functions.create_api(emulator, "HTTP", {"GET /function": function}))
    functions.create_table(emulator, _TABLE)
    body = b'{"TableName": "things", "Item": {"id": {"S": "one"}, "name": {"S": "a thing"}}}'
    put = http_request(
        "POST",
        "/",
        body,
        X_Amz_Target="DynamoDB_20120810.PutItem",
        Content_Type="application/x-amz-json-1.0",
        Authorization=_CREDENTIAL,
        X_Amzn_Trace_Id=_TRACE,
    )
    return {"HTTP API, function": http_request("GET", f"{path}/function"), "PutItem": put}


def _cost(emulator: BenchEmulator, request: bytes) -> float:
    """Milliseconds of the emulator's processor time a request."""
    used = emulator.processor_seconds()
    load = send_request(emulator.port, request, _CLIENTS, _ROUNDS)
    return (emulator.processor_seconds() - used) / len(load.latencies_ms) * 1000


def _watched_cost(emulator: BenchEmulator, request: bytes) -> float:
    with watcher(emulator):
        return _cost(emulator, request)


@contextmanager
def watcher(emulator: BenchEmulator) -> Iterator[None]:
    """Somebody who reads all that the live feed tells."""
    with socket.create_connection(("127.0.0.1", emulator.port)) as reader:
        reader.sendall(b"GET /_petri/feed HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert reader.recv(65536).startswith(b"HTTP/1.1 200")
        reading = threading.Thread(target=_read, args=(reader,))
        reading.start()
        yield
        reader.shutdown(socket.SHUT_RDWR)
        reading.join()


def _read(reader: socket.socket) -> None:
    while reader.recv(65536):
        pass


if __name__ == "__main__":
    main()
