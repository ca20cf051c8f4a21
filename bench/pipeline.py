"""``make bench``: how long one virus takes, on an emulator of its own.

Prints a table of medians and 95th percentiles, and writes it to ``bench/results/pipeline.json``.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

import boto3
import psutil
import requests
import websocket
from localstack.utils.net import get_free_tcp_port
from rich.console import Console
from rich.table import Table

from infra import stack
from infra.application import APPLICATION

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 200
WARM_UP_ROUNDS = 20
RESULTS = Path(__file__).parent / "results" / "pipeline.json"


def main() -> None:
    """Start an emulator, deploy the application, measure, and stop it."""
    with tempfile.TemporaryDirectory() as folder:
        port = get_free_tcp_port()
        petri = Path(sys.executable).with_name("petri")
        begun = time.perf_counter()
        emulator = subprocess.Popen(
            [petri, "up", "--emulator-only", "--foreground", "--port", str(port), "--state", f"{folder}/state"],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert emulator.stdout
            emulator.stdout.readline()
            started_seconds = time.perf_counter() - begun
            rows = {"start-up": [started_seconds * 1000], **_measure(port, emulator.pid, Path(folder))}
        finally:
            emulator.terminate()
            emulator.wait(timeout=30)
    _show(rows)


def _measure(port: int, pid: int, folder: Path) -> dict[str, list[float]]:
    """Milliseconds of each figure, but ``memory``: MiB of the process tree."""
    os.environ.update(
        AWS_ENDPOINT_URL=f"http://127.0.0.1:{port}", AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test"
    )
    session = boto3.Session(region_name="eu-west-1")
    code = shutil.copytree(APPLICATION.code, folder / "lambdas", ignore=shutil.ignore_patterns("__pycache__"))
    application = replace(APPLICATION, code=code, schedules=())
    idle_mib = _memory_mib(pid)

    def deploy() -> None:
        stack.deploy(session, lambda _change: None, application)

    def update_one() -> None:
        source = code / "hello.py"
        source.write_text(source.read_text() + "#\n")
        stack.deploy_function(session, "hello", lambda _change: None, application)

    rows = {"deploy everything": [_milliseconds(deploy)]}
    rows["deploy unchanged"] = [_milliseconds(deploy) for _ in range(5)]
    rows["update one function"] = [_milliseconds(update_one) for _ in range(5)]
    outputs = stack.outputs(session, application)
    url = f"http://127.0.0.1:{port}/_aws/execute-api"
    http = requests.Session()
    virus = f"{url}/{outputs.http_api_id}/{outputs.stage}/virus"
    hello = f"{url}/{outputs.http_api_id}/{outputs.stage}/hello"
    socket = websocket.create_connection(
        f"{url.replace('http', 'ws')}/{outputs.websocket_api_id}/{outputs.stage}", timeout=30
    )

    def post_to_message() -> None:
        created = http.post(virus).json()["id"]
        while json.loads(str(socket.recv())) != {"virusId": created}:
            pass

    for _ in range(10):
        http.post(virus)
    for name, action in (
        ("GET /hello", lambda: http.get(hello)),
        ("GET /virus, 10 viruses", lambda: http.get(virus)),
        ("POST /virus", lambda: http.post(virus)),
    ):
        rows[name] = _repeat(action)
    # The messages of the posts above are not waited for by anybody.
    socket.settimeout(1)
    try:
        while socket.recv():
            pass
    except websocket.WebSocketTimeoutException:
        socket.settimeout(30)
    rows["POST to WebSocket message"] = _repeat(post_to_message)
    socket.close()
    rows["memory idle, MiB"] = [idle_mib]
    rows["memory after this, MiB"] = [_memory_mib(pid)]
    return rows


def _repeat(action: Callable[[], object]) -> list[float]:
    for _ in range(WARM_UP_ROUNDS):
        action()
    return [_milliseconds(action) for _ in range(ROUNDS)]


def _milliseconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def _memory_mib(pid: int) -> float:
    """Proportional memory of the emulator and everything it started: shared pages count once."""
    root = psutil.Process(pid)
    return sum(_own_memory(process) for process in [root, *root.children(recursive=True)]) / 2**20


def _own_memory(process: psutil.Process) -> int:
    memory = process.memory_full_info()
    return int(getattr(memory, "pss", memory.uss))


def _show(rows: dict[str, list[float]]) -> None:
    table = Table("figure", "p50", "p95", "rounds", title="Petri, milliseconds unless stated")
    results = {}
    for name, values in rows.items():
        p95 = quantiles(values, n=20)[-1] if len(values) >= 20 else max(values)
        results[name] = {"p50": round(median(values), 2), "p95": round(p95, 2), "rounds": len(values)}
        table.add_row(name, f"{median(values):.1f}", f"{p95:.1f}" if len(values) > 1 else "", str(len(values)))
    Console().print(table)
    RESULTS.parent.mkdir(exist_ok=True)
    machine = {"machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"}
    RESULTS.write_text(json.dumps({**machine, "figures": results}, indent=2) + "\n")


if __name__ == "__main__":
    main()
