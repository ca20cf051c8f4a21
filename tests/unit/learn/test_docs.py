"""What the pages about the workshop say about its commands and steps is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learn.course import Course, NoSuchStep
from learn.steps import WORKSHOP, all_steps, solution_files
from learn.work_folder import WorkFolder
from scripts.learn import Action

DOCS = WORKSHOP.parent / "docs"
PAGES = [DOCS / name for name in ("workshop.md", "trainer.md", "coming-from.md")]
NAMED = re.compile(r"petri learn (\w+)")


@pytest.mark.parametrize("page", [*PAGES, *(step.folder / "page.md" for step in all_steps())], ids=str)
def test_commands_that_are_named_exist(page: Path) -> None:
    named = set(NAMED.findall(page.read_text()))
    assert named <= set(Action)


def test_every_command_is_documented() -> None:
    assert set(NAMED.findall((DOCS / "workshop.md").read_text())) >= set(Action) - {Action.WATCH}


def test_trainers_table_counts_the_steps() -> None:
    counts = dict(re.findall(r"^\| (\d): .*?\| (\d+) \|", (DOCS / "trainer.md").read_text(), re.M))
    sessions = [step.name.partition("/")[0] for step in all_steps()]
    assert counts == {session: str(sessions.count(session)) for session in sorted(set(sessions))}


@pytest.mark.parametrize("step", all_steps(), ids=lambda step: step.name)
def test_a_step_has_all_its_parts(step: object) -> None:
    from learn.steps import Step

    assert isinstance(step, Step)
    for part in (
        "**Goal:**",
        "**Background.**",
        "**What to do**",
        "**In AWS's documentation:**",
        "**In the console:**",
    ):
        assert part in step.page
    assert len(step.hints) == 3
    assert solution_files(step)


def test_a_file_of_the_learner_is_copied_before_it_is_replaced(tmp_path: Path) -> None:
    learner = Course(WorkFolder(tmp_path))
    learner.current()
    (tmp_path / "application.py").write_text("mine")
    _, _, copies = learner.jump("3/4")
    assert learner.current().name == "3/04-delete-connection"
    assert [(tmp_path / copy).read_text() for copy in copies if copy.startswith("application.py")] == ["mine"]


def test_new_steps_leave_what_is_there(tmp_path: Path) -> None:
    learner = Course(WorkFolder(tmp_path))
    learner.jump("1/03")
    mine = tmp_path / "lambdas" / "virus" / "create.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    learner.pass_current()
    assert mine.read_text() == "mine"


def test_unknown_step_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSuchStep, match="There is no step 9/99"):
        Course(WorkFolder(tmp_path)).jump("9/99")
