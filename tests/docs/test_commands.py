"""Every command in the documentation does what it says: each is run, as it stands, by a shell."""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import requests
import websocket

from scripts.petri import app
from scripts.setup.layout import ROOT
from tests.conftest import free_port
from tests.docs import plan
from tests.docs.blocks import SHELL, Command, blocks, commands, spans
from tests.support import eventually
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

_PETRI = Path(sys.executable).with_name("petri")
# What is the same each time: no ids, times or numbers.
_WORD = re.compile(r"(?<![\w-])[A-Za-z][A-Za-z.-]+[A-Za-z](?![\w=-])")
_LANGUAGES = (*SHELL, "text", "json", "python", "toml", "yaml", "ts", "tsx", "asl")

RUN = [command for command in commands() if (command.page, command.text) not in plan.NOT_RUN]
PAGES = sorted(
    {command.page for command in RUN},
    # Those that start Petri in another way come last.
    key=lambda page: (page in plan.AFTER_A_DOWN, page != "README.md", page),
)


@dataclass
class Reader:
    """Somebody who follows the texts, with ports and state of their own."""

    folder: Path
    port: int
    game_port: int

    @property
    def environment(self) -> dict[str, str]:
        """The reader's shell: none of these tests, and none of the make that runs them."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PETRI_", "MAKE"))
        }
        return inherited | {
            "PATH": f"{_PETRI.parent}:{os.environ['PATH']}",
            "PETRI_PORT": str(self.port),
            "PORT": str(self.game_port),
            "PETRI_WORKSHOP_FOLDER": str(self.folder / "work"),
            "COLUMNS": "160",
        }

    def shell(self, text: str) -> subprocess.CompletedProcess[str]:
        """Run a command in the checkout."""
        return subprocess.run(
            ["bash", "-c", text],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
            env=self.environment,
        )

    def down(self) -> None:
        """End what runs."""
        self.shell(f".venv/bin/petri down --state {self.folder / 'state'}")

    def prepared(self, text: str) -> str:
        """The command with what the reader's machine has in place of the text's examples."""
        for old, new in plan.REPLACED.items():
            if old in text:
                trace = self.trace() if "{trace}" in new else ""
                text = text.replace(old, new.format(port=self.port, trace=trace, folder=self.folder))
        return re.sub(r"\bmake [a-z].*$", self._made, text)

    def _made(self, command: re.Match[str]) -> str:
        """What make would run, with this reader's state instead of the checkout's."""
        lines = self.shell(f"make -n {command[0].removeprefix('make ')}").stdout.strip()
        assert lines.count(".venv/bin/petri up") == 1
        state = f".venv/bin/petri up --state {self.folder / 'state'}"
        # Set-up has been done: that it is done first, tests of its own see to.
        return lines.replace("scripts/setup/run.sh && ", "").replace(".venv/bin/petri up", state)

    def api(self, name: str, scheme: str = "http") -> str:
        """The address of one of the application's APIs."""
        return f"{scheme}://127.0.0.1:{self.port}/_aws/execute-api/{name}/dev"

    def create_virus(self) -> None:
        """Click once."""
        requests.post(f"{self.api('dojohttp01')}/virus", timeout=20).raise_for_status()

    def trace(self) -> str:
        """The end of the id of a new virus's trace, when it is complete: it reached a browser."""
        with closing(websocket.create_connection(self.api("dojowebs01", "ws"), timeout=20)) as browser:
            self.create_virus()
            browser.recv()
        traces = f"http://localhost:{self.port}/_petri/traces"
        found = requests.get(traces, timeout=10).json()["traces"]
        trace = str(next(trace["id"] for trace in found if trace["name"] == "POST /virus"))
        eventually(lambda: "PostToConnection" in requests.get(f"{traces}/{trace}", timeout=10).text)
        return trace[-7:]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A reader who has followed README.md: Petri runs."""
    reader = Reader(tmp_path_factory.mktemp("reader"), free_port(), free_port())
    yield reader
    reader.down()


@pytest.mark.timeout(300)
@pytest.mark.parametrize("page", PAGES)
def test_every_command_of(page: str, reader: Reader) -> None:
    if page in plan.AFTER_A_DOWN:
        reader.down()
    elif page != "README.md":
        up = reader.shell(reader.prepared("make up"))
        assert up.returncode == 0, up.stderr
        reader.create_virus()
    for command in RUN:
        if command.page == page:
            follow(reader, command)


def follow(reader: Reader, command: Command) -> None:
    """Run one command; it does well, and shows what the text shows."""
    if endless := plan.ENDLESS.get((command.page, command.text)):
        shown = follow_for_a_while(reader, command, endless)
    else:
        done = reader.shell(reader.prepared(command.text))
        assert done.returncode == 0, f"{command.text}: {done.stdout}{done.stderr}"
        shown = done.stdout
    for word in set(_WORD.findall(command.output)):
        assert word in shown, f"{command.text} does not show {word!r}: {shown}"


def follow_for_a_while(reader: Reader, command: Command, endless: plan.Endless) -> str:
    """Run a command that does not end by itself, in a terminal, until it has shown what the text shows."""
    terminal = Terminal.start(shlex.split(reader.prepared(command.text)), reader.environment, ROOT)
    try:
        terminal.expect(endless.shows, seconds=100)
        if command.output:
            reader.create_virus()
            terminal.expect("virusId")
        assert terminal.end(endless.key) == 0, terminal.text
        return terminal.text
    finally:
        terminal.close()


def test_the_plan_names_nothing_that_is_not_in_the_texts() -> None:
    there = {(command.page, command.text) for command in commands()}
    assert set(plan.NOT_RUN) | set(plan.ENDLESS) <= there
    for example in plan.REPLACED:
        assert any(example in text for _, text in there), example
    for reason, test in plan.NOT_RUN.values():
        assert reason.endswith(".")
        assert (ROOT / test).is_file()


def test_every_block_says_what_it_is() -> None:
    # One without a language would not be run, whatever is in it.
    assert [block for block in blocks() if block.language not in _LANGUAGES] == []


@pytest.fixture(scope="module")
def helps() -> dict[str, str]:
    """What `petri VERB --help` says, by the verb, or without one; nothing for what is no verb."""
    named = {words[1] for _, words in petri_spans()}
    return {verb: _help(verb) for verb in {"", *named} if not verb.startswith("-")}


def _help(*verb: str) -> str:
    written = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(written), redirect_stderr(io.StringIO()):
        patch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as ended:
            app([*filter(None, verb), "--help"])
    return "" if ended.value.code else written.getvalue()


def petri_spans() -> list[tuple[str, list[str]]]:
    """Every `petri …` that a text names within a line, as words."""
    found = ((page, span.removeprefix(".venv/bin/").split()) for page, span in spans())
    # What comes behind awslocal is the AWS CLI's.
    return [(page, words) for page, words in found if words[:1] == ["petri"] and words[1:2] not in ([], ["awslocal"])]


def test_every_petri_command_within_a_line_exists(helps: dict[str, str]) -> None:
    assert len(helps) > 15
    wrong = []
    for page, (_, verb, *rest) in petri_spans():
        options = [word.split("=")[0] for word in (verb, *rest) if re.fullmatch(r"--?[a-z][a-z-]*(=.*)?", word)]
        text = helps["" if verb.startswith("-") else verb]
        wrong += [(page, verb, option) for option in options if option not in text]
        wrong += [(page, verb, "no such command")] if not text else []
    assert wrong == []


def test_every_target_of_make_within_a_line_exists() -> None:
    targets = (ROOT / "Makefile").read_text()
    named = {(page, span.split()[1]) for page, span in spans() if re.match(r"make [a-z]", span)}
    assert len(named) > 5
    assert [name for name in named if not re.search(rf"^{name[1]}:", targets, re.MULTILINE)] == []
