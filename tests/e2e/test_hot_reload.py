"""Saving a source of a function: the next invocation runs it, and half a line of it harms nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from infra.aws import Aws
from scripts.hot_reload import HotReload
from tests.conftest import Emulator
from tests.e2e.stacks import Stack, own_stack
from tests.support import eventually


@dataclass
class Watched:
    """A deployed stack whose sources are watched, and what the watcher has said."""

    stack: Stack
    said: list[str]

    def hello(self) -> str:
        """What GET /hello answers."""
        url = self.stack.emulator.api_url(self.stack.application.http_api_id)
        return requests.get(f"{url}/hello", timeout=20).text


@pytest.fixture
def watched(emulator: Emulator, tmp_path: Path) -> Iterator[Watched]:
    """A stack of the test's own, watched until the test ends."""
    with own_stack(emulator, tmp_path, "reload") as mine:
        mine.deploy()
        said: list[str] = []
        reload = HotReload(Aws.connect(mine.session), mine.application, said.append)
        stop = threading.Event()
        thread = threading.Thread(target=reload.watch, args=(stop,))
        thread.start()
        yield Watched(mine, said)
        stop.set()
        thread.join()


def test_a_saved_source_runs(watched: Watched) -> None:
    assert "Hello, world!" in watched.hello()
    watched.stack.change_code("hello.py", "Hello, world!", "Hello again!")
    eventually(lambda: "Hello again!" in watched.hello())
    assert [line.partition(" after")[0] for line in watched.said] == ["hello has new code"]


def test_a_shared_source_runs_in_every_function(watched: Watched) -> None:
    watched.stack.change_code("shared/responses.py", "json.dumps(body)", 'json.dumps(body) + " "')
    eventually(lambda: len(watched.said) == len(watched.stack.application.functions))
    assert watched.hello().endswith(" ")


def test_a_syntax_error_is_told_and_the_old_code_serves(watched: Watched) -> None:
    watched.stack.change_code("hello.py", "def handler(", "def handler)(")
    (line,) = eventually(lambda: list(watched.said))
    assert line.startswith("lambdas/hello.py:")
    assert "SyntaxError: " in line
    assert line.endswith("the old code serves: hello")
    assert "Hello, world!" in watched.hello()

    watched.stack.change_code("hello.py", "def handler)(", "def handler(")
    watched.stack.change_code("hello.py", "Hello, world!", "Mended!")
    eventually(lambda: "Mended!" in watched.hello())


def test_a_source_that_is_gone_leaves_the_old_code(watched: Watched) -> None:
    (watched.stack.application.code / "hello.py").unlink()
    (line,) = eventually(lambda: list(watched.said))
    assert line.startswith("hello keeps its old code: ")
    assert "Hello, world!" in watched.hello()
