"""``make bench name=pipeline``: how long one virus takes.

Prints a table of medians and 95th percentiles, and writes it to ``bench/results/pipeline.json``.
"""

from __future__ import annotations

import shutil
from dataclasses import replace

from bench.emulator import BenchEmulator, running_emulator
from bench.report import report
from bench.timing import milliseconds, repeat
from bench.window import Window
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
    window = Window(emulator.endpoint, outputs)
    for _ in range(10):
        window.http.post(window.virus)
    for name, action in (
        ("GET /hello", lambda: window.http.get(f"{window.api}/hello")),
        ("GET /virus, 10 viruses", lambda: window.http.get(window.virus)),
        ("POST /virus", lambda: window.http.post(window.virus)),
    ):
        rows[name] = repeat(action)
    window.hear_out()
    rows["POST to WebSocket message"] = repeat(window.create_and_wait)
    window.socket.close()
    rows["memory idle, MiB"] = [idle_mib]
    rows["memory after this, MiB"] = [emulator.memory_mib()]
    return rows


if __name__ == "__main__":
    main()
