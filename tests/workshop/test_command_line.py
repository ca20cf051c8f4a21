"""`petri learn` as a learner uses it: in a terminal, with an editor beside it, over several sittings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from learn.steps import Step, all_steps, starting_files
from scripts.setup.layout import ROOT
from tests.conftest import free_port
from tests.e2e.petri_command import PETRI, PetriCommand
from tests.terminal import CTRL_C, Terminal

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    from tests.conftest import Emulator

pytestmark = pytest.mark.timeout(300)

FIRST, SECOND, THIRD = all_steps()[:3]
HELLO = "lambdas/hello.py"


@dataclass
class Learner:
    """A folder, and the commands in it."""

    petri: PetriCommand
    folder: Path
    terminals: list[Terminal]

    def learn(self) -> Terminal:
        """`petri learn` in a terminal."""
        terminal = Terminal.start([PETRI, "learn", "--folder", self.folder], self.petri.environment, ROOT)
        self.terminals.append(terminal)
        return terminal

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """`petri learn WORDS`."""
        return self.petri.run("learn", *words, "--folder", str(self.folder))

    def solve(self, step: Step) -> None:
        """Save the solution, as an editor does."""
        for name, text in step.solve(starting_files(step)).items():
            (self.folder / name).write_text(text.replace(":4566", f":{self.petri.port}"))

    def copies(self, name: str = HELLO) -> list[str]:
        """What the copies of a file have in them."""
        return [copy.read_text() for copy in sorted(self.folder.glob(f"{name}.*.bak"))]

    def progress(self) -> str:
        """The list of steps, with the marks."""
        return self.run("list").stdout


@pytest.fixture(scope="module")
def own_emulator(
    start_emulator: Callable[..., Emulator], stop_emulator: Callable[[Emulator], None]
) -> Iterator[Emulator]:
    """The stack of a learner has one name: other tests have theirs elsewhere."""
    emulator = start_emulator()
    yield emulator
    stop_emulator(emulator)


@pytest.fixture
def learner(own_emulator: Emulator, tmp_path: Path) -> Iterator[Learner]:
    learner = Learner(PetriCommand.of(own_emulator), tmp_path / "work", [])
    yield learner
    for terminal in learner.terminals:
        terminal.close()


def test_a_sitting_and_the_next(learner: Learner) -> None:
    terminal = learner.learn()
    begun = terminal.expect(str(learner.folder), FIRST.title, "Not yet", "Enter check")
    assert HELLO in begun

    (learner.folder / HELLO).write_text("def handler(event, context):\n    return {}\n")
    assert "statusCode" in terminal.expect("Not yet", "Enter check")
    (learner.folder / HELLO).write_text("def handler(event, context)\n    return {}\n")
    assert f"{HELLO}:1" in terminal.expect("Not yet", "Enter check")

    learner.solve(FIRST)
    assert "Not yet" in terminal.expect(f"{FIRST.name} is done", SECOND.title, "Not yet", "Enter check")
    hints = []
    for _ in range(4):
        terminal.type("h")
        hints.append(terminal.expect("Enter check"))
    assert len(set(hints)) == 3
    assert hints[2] == hints[3]
    terminal.type("l")
    assert f"▸ {SECOND.name}" in terminal.expect(f"✓ {FIRST.name}", "Enter check")
    assert terminal.end(CTRL_C) == 0
    assert "Traceback" not in terminal.text

    # What was passed stays passed, and it goes on where it was.
    again = learner.learn()
    shown = again.expect("Not yet", "Enter check")
    assert SECOND.title in shown
    assert f"{FIRST.name} is done" not in shown
    mine = (learner.folder / "application.py").read_text()
    again.type("s")
    again.expect("wrote    application.py", "kept ", f"{SECOND.name} is done", THIRD.title, "Not yet", "Enter check")
    assert learner.copies("application.py") == [mine]
    assert again.end("q") == 0


def test_one_command_at_a_time(learner: Learner) -> None:
    assert FIRST.title in learner.run("page").stdout
    failed = learner.run("check", "--json")
    assert failed.returncode == 1
    assert json.loads(failed.stdout)["step"] == FIRST.name
    hints = [learner.run("hint").stdout for _ in range(4)]
    assert len(set(hints)) == 3
    assert hints[2] == hints[3]

    (learner.folder / HELLO).write_text("# all mine\n")
    taken = learner.run("solution")
    assert (taken.returncode, f"wrote    {HELLO}" in taken.stdout) == (0, True)
    assert learner.copies() == ["# all mine\n"]
    passed = learner.run("check")
    assert (passed.returncode, f"{FIRST.name} is done" in passed.stdout) == (0, True), passed.stdout
    assert f"✓ {FIRST.name}" in learner.progress()
    assert f"▸ {SECOND.name}" in learner.progress()

    (learner.folder / HELLO).write_text("# mine again\n")
    assert f"kept     {HELLO}." in learner.run("reset").stdout
    assert "# mine again\n" in learner.copies()
    assert (learner.folder / HELLO).read_text() == starting_files(SECOND)[HELLO]
    assert "All files are like that already" in learner.run("reset").stdout


def test_a_jump_brings_the_files_and_keeps_what_was_there(learner: Learner) -> None:
    learner.run("page")
    (learner.folder / HELLO).write_text("# all mine\n")
    jumped = learner.run("jump", "3/4")
    assert (jumped.returncode, "deleteConnection" in jumped.stdout) == (0, True)
    assert learner.copies() == ["# all mine\n"]
    assert (learner.folder / "lambdas" / "real_time" / "connect.py").is_file()
    assert "▸ 3/04-delete-connection" in learner.progress()
    nowhere = learner.run("jump", "9/99")
    assert nowhere.returncode != 0
    assert "There is no step 9/99" in nowhere.stderr
    assert "▸ 3/04-delete-connection" in learner.progress()


def test_without_an_emulator_it_says_what_to_do(learner: Learner) -> None:
    learner.petri = PetriCommand(free_port(), learner.petri.state)
    missing = learner.run("check")
    assert missing.returncode == 2
    assert "Nothing answers at" in missing.stderr
    assert "petri up" in missing.stderr
    assert "Traceback" not in missing.stderr
