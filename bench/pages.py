"""``make bench name=pages``: how large the game and the console are, and when a browser first paints them.

The paints are Chromium's own `first-contentful-paint`, counted from the start of the navigation, with nothing in the
cache. Its processes' computing time for the same visit says more than that when the machine is busy.
"""

from __future__ import annotations

import http.server
import sys
import tempfile
import threading
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psutil

from bench.built_pages import build, kilobytes
from bench.emulator import running_emulator
from bench.report import report
from scripts.setup.steps.browser import MISSING, find_chromium
from tests.browser import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

_ROUNDS = 20
_WARM_UP = 2
_LOADED = """performance.getEntriesByType("resource").map(({name}) => name)"""
_FIRST_PAINT = """new Promise((resolve) => new PerformanceObserver((list) => {
    const [paint] = list.getEntriesByName("first-contentful-paint");
    if (paint) resolve(paint.startTime);
}).observe({type: "paint", buffered: true}))"""


def main() -> None:
    """Build both, weigh them, and look at them in a browser."""
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    rows: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder, running_emulator() as emulator:
        backend = {
            "REACT_APP_API_BASE_URL": f"{emulator.endpoint}/_aws/execute-api/none/dev",
            "REACT_APP_WEBSOCKET_URL": f"ws://127.0.0.1:{emulator.port}/_aws/execute-api/none/dev",
        }
        game = build("game", Path(folder) / "game", backend)
        console = build("console", Path(folder) / "console")
        with chromium.running(path) as browser, _served(game) as game_url:
            for name, built, url in (
                ("game", game, game_url),
                ("game, projector", game, f"{game_url}?projector"),
                ("console", console, f"http://localhost:{emulator.port}/_petri/"),
            ):
                rows |= _visits(browser, name, url, {file.name: file for file in built.rglob("*.*")})
                if built.name == name:
                    rows |= _sizes(name, built)
    report("pages", rows)


def _sizes(name: str, built: Path) -> dict[str, list[float]]:
    files = [file for file in built.rglob("*") if file.is_file()]
    kinds = {kind: [file for file in files if file.suffix == f".{kind}"] for kind in ("js", "css", "woff2")}
    return {f"{name}: all {kind} files, kB on the wire": [kilobytes(each)] for kind, each in kinds.items() if each}


def _visits(browser: Browser, name: str, url: str, built: dict[str, Path]) -> dict[str, list[float]]:
    paints, computed, loaded = [], [], set()
    for number in range(_WARM_UP + _ROUNDS):
        context = browser.new_context(reduced_motion="reduce")
        page = context.new_page()
        begun = _processor_seconds()
        page.goto(url, wait_until="load")
        paint = float(page.evaluate(_FIRST_PAINT))
        used = _processor_seconds() - begun
        if number >= _WARM_UP:
            paints.append(paint)
            computed.append(used * 1000)
        loaded = {urlsplit(resource).path.rpartition("/")[2] for resource in page.evaluate(_LOADED)}
        context.close()
    return {
        f"{name}: first paint": paints,
        f"{name}: browser's processor time until then": computed,
        f"{name}: loaded until then, kB on the wire": [
            kilobytes(built[file] for file in loaded | {"index.html"} if file in built)
        ],
    }


def _processor_seconds() -> float:
    """What this process' browser has computed so far, over all of its processes."""
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            if "chrom" in process.name():
                times = process.cpu_times()
                total += times.user + times.system
        except psutil.Error:
            continue  # it has ended since it was listed
    return total


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The files of a folder on a port of this machine; gives their URL."""
    handler = partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_address[1]}/"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the figures are what is to be read."""


if __name__ == "__main__":
    main()
