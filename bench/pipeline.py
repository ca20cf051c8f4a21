"""``make bench name=pipeline``: how long one virus takes.

Prints a table of medians and 95th percentiles, and writes it to ``bench/results/pipeline.json``.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import requests
import websocket

from bench.emulator import BenchEmulator, running_emulator
from bench.report import report
from bench.timing import milliseconds, repeat
from infra import stack
from infra.application import APPLICATION


def main() -> None:
    """Start an emulator, deploy the application, measure, and stop it."""
    with running_emulator() as emulator:
        rows = {"start-up": [emulator.started_seconds * 1000], **_measure(emulator)}
    report("pipeline", rows)


def _measure(emulator: BenchEmulator) -> dict[str, list[float]]:
    """Milliseconds of each figure, but ``memory``: MiB of the process tree."""
    session = emulator.session()
    code = shutil.copytree(APPLICATION.code, emulator.folder / "lambdas", ignore=shutil.ignore_patterns("__pycache__"))
    application = replace(APPLICATION, code=code, schedules=())
    idle_mib = emulator.memory_mib()

    def deploy() -> None:
        stack.deploy(session, lambda _change: None, application)

    def update_one() -> None:
        source = code / "hello.py"
        source.write_text(source.read_text() + "#\n")
        stack.deploy_function(session, "hello", lambda _change: None, application)

    rows = {"deploy everything": [milliseconds(deploy)]}
    rows["deploy unchanged"] = [milliseconds(deploy) for _ in range(5)]
    rows["update one function"] = [milliseconds(update_one) for _ in range(5)]
    outputs = stack.outputs(session, application)
    url = f"{emulator.endpoint}/_aws/execute-api"
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
        rows[name] = repeat(action)
    # The messages of the posts above are not waited for by anybody.
    socket.settimeout(1)
    try:
        while socket.recv():
            pass
    except websocket.WebSocketTimeoutException:
        socket.settimeout(30)
    rows["POST to WebSocket message"] = repeat(post_to_message)
    socket.close()
    rows["memory idle, MiB"] = [idle_mib]
    rows["memory after this, MiB"] = [emulator.memory_mib()]
    return rows


if __name__ == "__main__":
    main()
