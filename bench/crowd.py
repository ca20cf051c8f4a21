"""``make bench name=crowd``: the application with a thousand windows open, and two hundred clicks at once."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bench.emulator import running_emulator
from bench.http_load import http_request, send_request
from bench.report import report
from bench.websocket_crowd import Crowd
from infra import stack
from infra.application import APPLICATION

if TYPE_CHECKING:
    from bench.emulator import BenchEmulator
    from infra.outputs import Outputs

SOCKETS = 1000
POSTS = 200
WINDOWS = 10
_FAN_OUTS = 3


def main() -> None:
    """Measure one emulator after the other, so that each burst finds its functions cold."""
    rows: dict[str, list[float]] = {}
    for measure in (_burst, _fan_out):
        with running_emulator() as emulator:
            rows |= measure(emulator, _deploy(emulator))
    report("crowd", rows)


def _deploy(emulator: BenchEmulator) -> Outputs:
    ignored = shutil.ignore_patterns("__pycache__")
    code = shutil.copytree(APPLICATION.code, emulator.folder / "lambdas", ignore=ignored)
    application = replace(APPLICATION, code=code, schedules=())
    stack.deploy(emulator.session(), lambda _change: None, application)
    return stack.outputs(emulator.session(), application)


def _burst(emulator: BenchEmulator, outputs: Outputs) -> dict[str, list[float]]:
    """All posts at once, when only $connect has run before: the last answer, and the last window's last message."""
    post = http_request("POST", f"{emulator.api_path(outputs.http_api_id, outputs.stage)}/virus")
    with Crowd(emulator.port, emulator.api_path(outputs.websocket_api_id, outputs.stage)) as crowd:
        crowd.open(WINDOWS)
        begun = time.perf_counter()
        load = send_request(emulator.port, post, clients=POSTS, rounds=1)
        last_message = max(crowd.wait_for_messages(each=POSTS))
        return {
            f"{POSTS} posts at once, cold: last answer": [load.seconds * 1000],
            f"{POSTS} posts at once, cold: last message": [(last_message - begun) * 1000],
            f"{POSTS} posts at once, cold: processes": [len(emulator.process.children(recursive=True))],
            f"{POSTS} posts at once, cold: memory after this, MiB": [emulator.memory_mib()],
        }


def _fan_out(emulator: BenchEmulator, outputs: Outputs) -> dict[str, list[float]]:
    """One post, and everybody hears of it."""
    post = http_request("POST", f"{emulator.api_path(outputs.http_api_id, outputs.stage)}/virus")
    with Crowd(emulator.port, emulator.api_path(outputs.websocket_api_id, outputs.stage)) as crowd:
        opened = crowd.open(SOCKETS)
        first, last = [], []
        for _ in range(1 + _FAN_OUTS):
            crowd.forget_messages()
            begun = time.perf_counter()
            send_request(emulator.port, post, clients=1, rounds=1)
            arrived = crowd.wait_for_messages()
            first.append((min(arrived) - begun) * 1000)
            last.append((max(arrived) - begun) * 1000)
        return {
            f"open {SOCKETS:,} sockets": [opened * 1000],
            f"fan-out to {SOCKETS:,}, cold: last message": last[:1],
            f"fan-out to {SOCKETS:,}: first message": first[1:],
            f"fan-out to {SOCKETS:,}: last message": last[1:],
            f"{SOCKETS:,} sockets: memory after this, MiB": [emulator.memory_mib()],
        }


if __name__ == "__main__":
    main()
