"""``make bench name=http``: what an HTTP API adds to its backends.

Each figure of the API has the same backend without it beside it: the function invoked through the Lambda API, the web
server called directly.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from localstack.utils.net import get_free_tcp_port, wait_for_port_open

from bench import functions, timing
from bench.emulator import running_emulator
from bench.http_load import Load, http_request, send_request
from bench.report import report

if TYPE_CHECKING:
    from collections.abc import Iterator

# A load of one client, and of many.
_CLIENTS = {1: 300, 16: 100}
_WARM_UP = 20


def main() -> None:
    """Measure a function and a web server behind an HTTP API, and without it."""
    rows: dict[str, list[float]] = {}
    with running_emulator() as emulator, _web_server() as backend:
        function = functions.create_function(emulator, "trivial", functions.TRIVIAL)
        routes = {"GET /function": function, "GET /server": f"http://127.0.0.1:{backend}/"}
        path = emulator.api_path(functions.create_api(emulator, "HTTP", routes))
        for name, port, request in (
            ("HTTP API, function", emulator.port, http_request("GET", f"{path}/function")),
            ("HTTP API, HTTP_PROXY", emulator.port, http_request("GET", f"{path}/server")),
            ("web server alone", backend, http_request("GET", "/")),
        ):
            for clients, rounds in _CLIENTS.items():
                send_request(port, request, clients, _WARM_UP)
                used = emulator.processor_seconds()
                load = send_request(port, request, clients, rounds)
                used = emulator.processor_seconds() - used
                rows |= _figures(name, clients, load)
                if port == emulator.port:
                    rows[f"{name}: emulator's processor time a request, {_many(clients)}"] = [
                        used / len(load.latencies_ms) * 1000
                    ]
        invoke = emulator.client("lambda").invoke
        rows["function alone (Lambda API)"] = timing.repeat(
            lambda: invoke(FunctionName="trivial", Payload=b"{}")["Payload"].read()
        )
    report("http", rows)


def _figures(name: str, clients: int, load: Load) -> dict[str, list[float]]:
    return {
        f"{name}, {_many(clients)}": load.latencies_ms,
        f"{name}, {_many(clients)}: requests a second": [load.per_second],
    }


def _many(clients: int) -> str:
    return f"{clients} client" if clients == 1 else f"{clients} clients"


@contextmanager
def _web_server() -> Iterator[int]:
    """A web server in a process of its own, on the port given; it answers at once."""
    port = get_free_tcp_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.web_server", str(port)])
    try:
        wait_for_port_open(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=10)


if __name__ == "__main__":
    main()
