"""The learner's frontend: the game, with the learner's files in place of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from learn.vocabulary import PLAY_PORT
from learn.wrong import Place, Wrong

if TYPE_CHECKING:
    from learn.lab import Lab

HERE = Path(__file__).resolve().parent
GAME = HERE.parent.parent / "frontend" / "game"
ENVIRONMENT_FILE = ".env.development.local"
HOME = Place("frontend/Home.tsx")

_NODE_MODULES = HERE.parent.parent / "node_modules"
_SECONDS = 30.0
_WITH_WEBSOCKET = "--experimental-websocket"  # Node.js 20 has WebSocket with this option only


@dataclass(frozen=True)
class Seen:
    """What a page showed."""

    connected: bool
    """whether it opened a WebSocket"""
    viruses: list[str]
    """the ids in the dish"""
    problem: str
    """an error that it raised, empty if none"""


def play(folder: Path) -> None:
    """Become the server of the learner's frontend, until Ctrl-C. Raises Wrong when it cannot be."""
    print(f"Your frontend: http://localhost:{PLAY_PORT} (Ctrl-C ends it)", flush=True)
    command = [_node(), str(HERE / "serve.mjs"), str(PLAY_PORT)]
    environment = _environment(folder)
    os.chdir(GAME)
    os.execve(command[0], command, environment)  # noqa: S606 - signals are then its own


class Page:
    """The learner's page as it runs against the live APIs."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._timer = threading.Timer(_SECONDS, process.kill)
        self._timer.start()
        self._seen: Seen = self._read()

    def do(self, what: str, **options: Any) -> None:
        """``connect``, ``create``, ``kill`` (id), ``wait`` (has, hasNot). Raises Wrong when the page fails."""
        assert self._process.stdin
        with suppress(OSError):  # it ended: what it said last says why
            self._process.stdin.write(json.dumps({"do": what, **options}) + "\n")
            self._process.stdin.flush()
        self._seen = self._read()

    def is_connected(self) -> bool:
        """Whether it has a WebSocket open."""
        return self._seen.connected

    def shown(self, *, waiting_for: str | None = None, waiting_without: str | None = None) -> list[str]:
        """The ids in the dish, when one is there, or is there no more, or it was waited for in vain."""
        options = {"has": waiting_for} if waiting_for else {"hasNot": waiting_without}
        self.do("wait", **options)
        return self._seen.viruses

    def close(self) -> None:
        """Close the window."""
        self._timer.cancel()
        self._process.kill()
        self._process.communicate()

    def _read(self) -> Seen:
        assert self._process.stdout
        for line in self._process.stdout:
            if line.startswith("SEEN "):
                seen = Seen(**json.loads(line.removeprefix("SEEN ")))
                if seen.problem:
                    raise Wrong(f"Home.tsx does not work: {seen.problem[:300]}", HOME)
                return seen
        raise Wrong("Home.tsx stopped, or was still busy after a long while: does it loop?", HOME)


@contextmanager
def page(lab: Lab) -> Iterator[Page]:
    """Open the learner's page, and close it in the end. Raises Wrong when it cannot be run."""
    process = subprocess.Popen(  # noqa: S603
        [_node(), _WITH_WEBSOCKET, str(HERE / "probe.mjs")],
        cwd=GAME,
        env=_environment(lab.folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    opened = None
    try:
        opened = Page(process)
        yield opened
    finally:
        if opened:
            opened.close()
        else:
            process.kill()
            process.communicate()


def addresses(folder: Path) -> dict[str, str]:
    """What the frontend's environment file says."""
    try:
        lines = (folder / "frontend" / ENVIRONMENT_FILE).read_text().splitlines()
    except OSError:
        raise Wrong(f"frontend/{ENVIRONMENT_FILE} is not there. `petri learn reset` brings it back.") from None
    pairs = (line.partition("=") for line in lines if "=" in line and not line.lstrip().startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, **addresses(folder), "PETRI_LEARNERS_FRONTEND": str(folder / "frontend"), "NO_COLOR": "1"}


def _node() -> str:
    node = shutil.which("node")
    if node is None or not _NODE_MODULES.exists():
        raise Wrong("The frontend needs Node.js and its packages: run `make install`.")
    return node
